"""A faint noise under all that is heard.

The model was trained on sound that always has some noise. Where there is none at all, as in the
pauses of a synthetic voice or behind a noise gate, what stands next to the silence is misheard:
"help" in eSpeak's voice as "fell out".
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

_LEVEL: Final = 5.0
"""Standard deviation, in samples of 16 bits: 76 dB below the loudest. The faintest rooms have as
much."""
_LENGTH: Final = 64_000
"""Samples after which the noise comes again."""


def with_floor(pcm: bytes, place: int) -> bytes:
    """The 16-bit samples with the noise; ``place`` is how many of the utterance came before them,
    so that the same sound gives the same samples however it is cut."""
    samples = np.frombuffer(pcm, "<i2").astype(np.int32)
    samples += _noise()[(place + np.arange(len(samples))) % _LENGTH]
    return np.clip(samples, -32768, 32767).astype("<i2").tobytes()


@cache
def _noise() -> npt.NDArray[np.int32]:
    return np.random.default_rng(0).normal(0, _LEVEL, _LENGTH).round().astype(np.int32)
