"""What reaches the recogniser: the microphone without the assistant's own voice, frame by frame."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.listening.echo import BLOCK, Cleaned, EchoCanceller
from assistant.listening.vad import FRAME, VoiceDetector

Floats = npt.NDArray[np.float32]

_MARGIN: Final = 4.0
"""How far what is left must stand above the echo expected in it (6 dB) to pass unweakened."""
_WEAKEST: Final = 0.03
"""Gain where nothing but echo is left: not zero, so that the room's noise goes on."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One frame of 32 ms, ready to be recognised."""

    pcm: bytes
    """16-bit mono samples at 16 kHz; a rest of the echo may be left, and no soft sound is lost."""
    voice: float
    """Probability that somebody other than the assistant speaks."""
    power: float
    """Mean square of what stands above the echo, -1 to 1."""
    own: bool = False
    """Whether the voice is the assistant's own, in spite of the canceller, or may well be: nothing
    stands above the echo that is expected."""
    unsettled: bool = False
    """Whether some of the assistant's own voice may be left: the canceller is learning."""
    steady: bool = True
    """Whether sound has come without breaks lately; else the canceller is not to be trusted."""


_SUSPECT: Final = 0.5
"""Probability of a voice from which it is looked whether it is the assistant's own."""
_OWN: Final = 14.0
"""Clearness from which it is."""


class Ears:
    """Cancels the echo, and judges whether somebody speaks in what stands above the rest of it."""

    def __init__(self) -> None:
        self._canceller = EchoCanceller()
        self._detector = VoiceDetector()

    def hear(self, heard: Floats, played: Floats) -> Sound:
        """One frame of the microphone and of the loudspeaker, ``FRAME`` samples each, -1 to 1."""
        parts = [slice(at, at + BLOCK) for at in range(0, FRAME, BLOCK)]
        blocks = [self._canceller.clean(heard[part], played[part]) for part in parts]
        gains = [_gain(block) for block in blocks]
        frame = np.concatenate(
            [block.samples * np.float32(gain) for block, gain in zip(blocks, gains, strict=True)]
        )
        whole = np.concatenate([block.samples for block in blocks])
        pcm = (np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes()
        voice = self._detector.probability(frame)
        buried = max(gains) <= _WEAKEST
        own = voice >= _SUSPECT and (buried or self._canceller.remains() > _OWN)
        unsettled = any(block.own for block in blocks)
        steady = self._canceller.steady
        return Sound(pcm, voice, float(np.mean(frame**2)), own, unsettled, steady)


def _gain(cleaned: Cleaned) -> float:
    """Weaker, the less the block stands above the echo that is expected in it."""
    return max(_WEAKEST, 1.0 - _MARGIN * cleaned.expected / (cleaned.rest + 1e-12))
