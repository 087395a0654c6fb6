"""Sound for tests: eSpeak's voices at 16 kHz, and rooms."""

import numpy as np
import numpy.typing as npt
import soxr

from assistant.listening.vad import RATE
from assistant.messages import VoiceSettings
from assistant.speaking.synthesiser import EspeakSynthesiser

Floats = npt.NDArray[np.float32]


def speech(text: str, voice: str = "en-us", rate: int = 150, level: float = 0.3) -> Floats:
    """The text without silence around it."""
    synthesiser = EspeakSynthesiser({})
    chunks = synthesiser.speak(text, VoiceSettings(rate=rate, voice=voice))
    pcm = b"".join(chunk.pcm for chunk in chunks)
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    samples = soxr.resample(samples, synthesiser.rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    samples = samples[loud[0] : loud[-1] + 1]
    return np.asarray(samples * (level / np.abs(samples).max()), np.float32)


def silence(seconds: float) -> Floats:
    """Nothing."""
    return np.zeros(round(seconds * RATE), np.float32)


def room(seed: int = 0, seconds: float = 0.08) -> Floats:
    """An impulse response: a direct sound and a tail."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    response = random.standard_normal(count) * np.exp(-np.arange(count) / 250)
    response[0] = 3.0
    return np.asarray(response / np.linalg.norm(response), np.float32)


def noise(count: int, level: float = 3e-4, seed: int = 1) -> Floats:
    """A quiet room."""
    return np.asarray(level * np.random.default_rng(seed).standard_normal(count), np.float32)
