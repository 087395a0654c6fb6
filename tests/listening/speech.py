"""Speech of our own synthesiser, as the recogniser takes it."""

from functools import cache

import numpy as np

from assistant.listening.audio import resample, to_pcm
from assistant.messages import VoiceSettings
from assistant.settings import load_settings
from assistant.speaking import open_synthesiser


@cache
def say(text: str) -> bytes:
    """16-bit mono samples at 16 kHz, with a third of a second of silence at either end."""
    voice = open_synthesiser(load_settings(), {"botox": "bow tox"})
    pcm = b"".join(chunk.pcm for chunk in voice.speak(text, VoiceSettings()))
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
    pause = bytes(2 * 5333)
    return pause + to_pcm(resample(samples, voice.rate)) + pause


def noise(seconds: float, level: float = 0.05, seed: int = 1) -> bytes:
    """White noise; ``level`` is its standard deviation, of 1."""
    made = np.random.default_rng(seed).normal(0, level, int(seconds * 16000))
    return to_pcm(made.astype(np.float32))


def silence(seconds: float) -> bytes:
    """Zeros."""
    return bytes(2 * int(seconds * 16000))
