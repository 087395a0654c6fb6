"""Spoken questions, made by the synthesiser."""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant.messages import VoiceSettings
from assistant.settings import load_settings
from assistant.speaking import open_synthesiser


def spoken(text: str, folder: Path) -> Path:
    """A WAV of the text at 16 kHz: half a second of quiet before it, three after it."""
    synthesiser = open_synthesiser(load_settings(), {})
    chunks = synthesiser.speak(text, VoiceSettings(rate=140))
    pcm = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), np.int16)
    sound = soxr.resample(pcm.astype(np.float32) / 32768, synthesiser.rate, 16_000)
    quiet = np.random.default_rng(1).normal(0, 0.0005, 56_000).astype(np.float32)
    path = folder / f"{text.replace(' ', '-')}.wav"
    whole = np.concatenate([quiet[:8_000], sound, quiet[8_000:]])
    soundfile.write(path, whole, 16_000, subtype="PCM_16")
    return path
