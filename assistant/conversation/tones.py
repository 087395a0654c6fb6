"""Short tones that say without words: listening now; heard you."""

from typing import Final

import numpy as np

from assistant.messages import SpeechChunk

_SECONDS: Final = 0.09
_LEVEL: Final = 0.15
_UP: Final = (660.0, 880.0)
_DOWN: Final = (880.0, 660.0)


def listening(rate: int) -> SpeechChunk:
    """A rising tone: the microphone is open."""
    return SpeechChunk(_tone(_UP, rate))


def heard(rate: int) -> SpeechChunk:
    """A falling tone: the utterance is over."""
    return SpeechChunk(_tone(_DOWN, rate))


def _tone(notes: tuple[float, ...], rate: int) -> bytes:
    time = np.arange(round(_SECONDS * rate)) / rate
    swell = np.sin(np.pi * time / _SECONDS) * _LEVEL * 32767
    parts = [np.sin(2 * np.pi * note * time) * swell for note in notes]
    return np.concatenate(parts).astype("<i2").tobytes()
