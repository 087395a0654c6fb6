"""Finds by how much the microphone's echo follows what the loudspeaker played.

Generalised cross-correlation with phase transform (Knapp and Carter 1976) over the last seconds.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_RATE: Final = 16000
_SPAN: Final = _RATE
"""Samples of the microphone that are compared at once."""
_EVERY: Final = _RATE // 4
"""Samples between two comparisons."""
_LOUD: Final = 1e-6
"""Mean square above which there is something to compare (-60 dB)."""
CLEAR: Final = 14.0
"""How far the peak stands above the rest, in standard deviations, to be believed; noise alone
reaches 5, another voice of the same synthesiser 10."""
_EDGE: Final = 32
"""Delays that are not looked at, least and most: there, the cuts of both pieces lie on each other,
and are as like as can be."""
_AGREE: Final = 32
"""Samples by which two findings in a row may differ; both must say the same."""


class DelayFinder:
    """Feed it both streams; now and then it knows the delay."""

    REACH: Final = _RATE // 2
    """The longest delay that is found, in samples: half a second."""

    def __init__(self, clear: float = CLEAR) -> None:
        self._clear = clear
        self._heard = np.zeros(_SPAN, np.float32)
        self._played = np.zeros(_SPAN + self.REACH, np.float32)
        self._since = 0
        self._last: int | None = None
        self.clearness = 0.0
        """How clear the last peak was: how surely the microphone hears the loudspeaker."""

    @property
    def clear(self) -> bool:
        """Whether the last second surely held what was played."""
        return self.clearness > self._clear

    def feed(self, heard: Floats, played: Floats) -> int | None:
        """Take one block of both; the delay in samples where it was found just now."""
        self._heard = np.concatenate((self._heard[len(heard) :], heard))
        self._played = np.concatenate((self._played[len(played) :], played))
        self._since += len(heard)
        if self._since < _EVERY:
            return None
        self._since = 0
        found = self._compare()
        agreed = found is not None and self._last is not None
        agreed = agreed and abs(found - self._last) <= _AGREE  # type: ignore[operator]
        self._last = found
        return found if agreed else None

    def _compare(self) -> int | None:
        self.clearness, delay = likeness(self._heard, self._played)
        return delay if self.clear else None


def likeness(heard: Floats, played: Floats) -> tuple[float, int]:
    """How clearly what was played is found in what was heard, and by how many samples earlier.

    ``played`` is longer than ``heard`` by the longest delay, and both end at the same time. The
    clearness is the peak of the correlation in standard deviations.
    """
    if min(float(np.mean(heard**2)), float(np.mean(played**2))) < _LOUD:
        return 0.0, 0
    reach = len(played) - len(heard)
    size = 1 << (len(played) + len(heard) - 1).bit_length()
    cross = np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size))
    cross /= np.abs(cross) + 1e-9
    peaks = np.fft.irfft(cross, size)[_EDGE : reach + 1 - _EDGE]
    best = int(np.argmax(peaks))
    return float(peaks[best] / (peaks.std() + 1e-12)), reach - best - _EDGE
