"""What the loudspeaker plays, brought beside what the microphone hears."""

from collections import deque
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.listening.vad import RATE

Floats = npt.NDArray[np.float32]

_BEHIND: Final = RATE // 50
"""Samples by which the reference is kept late, so that a late callback leaves no hole: 20 ms is
well below what a sound takes from the player to the microphone."""
_SLACK: Final = RATE // 25
"""Samples by which it may run further behind before it is brought up again."""
_WATCHED: Final = 2 * RATE
"""Samples over which it must have been behind all the time: bursts are no reason."""


class Reference:
    """``add`` is a player's ``tap``; ``take`` gives as many samples as the microphone gave.

    Both streams run in real time, so that their distance stays the same; the echo canceller
    finds it. Where it changes (another clock, a lost block), it is brought back here.
    """

    def __init__(self) -> None:
        self._blocks: deque[tuple[npt.NDArray[np.int16], int]] = deque(maxlen=1000)
        self._samples = np.zeros(_BEHIND, np.float32)
        self._rate = 0
        self._stream: Any = None
        self._least = _BEHIND
        self._watched = 0

    def add(self, block: npt.NDArray[np.int16], rate: int) -> None:
        """What the loudspeaker was handed just now (called from the audio thread)."""
        self._blocks.append((block, rate))

    def take(self, count: int, waiting: int = 0) -> Floats:
        """The next samples at 16 kHz, -1 to 1; zeros where nothing is played.

        ``waiting``: samples of the microphone that came and were not taken up yet.
        """
        self._collect()
        self._keep_up(count, waiting)
        taken, self._samples = self._samples[:count], self._samples[count:]
        missing = np.zeros(count - len(taken), np.float32)  # the loudspeaker fell silent, too
        return np.concatenate((taken, missing))

    def _collect(self) -> None:
        while self._blocks:
            block, rate = self._blocks.popleft()
            floats = block.astype(np.float32) / np.float32(32768)
            self._samples = np.concatenate((self._samples, self._resampled(floats, rate)))

    def _resampled(self, samples: Floats, rate: int) -> Floats:
        if rate == RATE:
            return samples
        if rate != self._rate:
            import soxr

            self._rate = rate
            self._stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="LQ")
        resampled: Floats = self._stream.resample_chunk(samples, last=False)
        return resampled

    def _keep_up(self, count: int, waiting: int) -> None:
        """Where the loudspeaker's clock is faster, it would fall behind more and more."""
        self._least = min(self._least, len(self._samples) - count - waiting)
        self._watched += count
        if self._watched >= _WATCHED:
            if self._least > _BEHIND + _SLACK:
                self._samples = self._samples[self._least - _BEHIND :]
            self._least, self._watched = len(self._samples), 0
