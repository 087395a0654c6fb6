"""Takes the assistant's own voice out of what the microphone hears.

A partitioned-block frequency-domain adaptive filter with a Kalman step size (Enzner and Vary 2006,
Kuech et al. 2014): it needs no detector for two people talking at once, because the step shrinks
by itself while somebody speaks over the echo. The echo's delay in bulk (sound server, air) is
found by correlation, so that the filter only has to span the room.
"""

import statistics
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.listening.clocks import Drift
from assistant.listening.delay import DelayFinder, likeness

Floats = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]

BLOCK: Final = 256
"""Samples cancelled at once: 16 ms at 16 kHz."""
_PARTS: Final = 10
"""Partitions of one block each: the filter spans 160 ms of room."""
_BEFORE: Final = 96
"""Samples of the filter kept for an echo that comes earlier than the delay found."""
_INSIST: Final = 2
"""Findings of another delay, a quarter of a second apart, before a known one is given up."""
_STEADY: Final = 30 * 16000 // BLOCK
"""Blocks, half a minute: sound is lost in bursts, where a machine has too much to do."""
_REHEARSED: Final = 60 * BLOCK
"""Samples from which the room is learnt anew when the delay has changed: about a second."""
_FORGETTING: Final = 0.999
"""How fast the room may change; nearer to 1 cancels deeper and follows slower."""
_START: Final = 10.0
"""Uncertainty about the room at the start; the filter learns fast while it is large."""
_MOMENT: Final = 12 * BLOCK
"""Samples of the last moment: 0.2 s."""
_AROUND: Final = 1500
"""Samples by which an echo may have moved to be recognised by the room's blur."""
_MOMENT_REACH: Final = 8000
"""Samples by which an echo may follow in it: half a second."""
_LEFT: Final = 16.0
"""How clearly what was played must be found in what is left to say that it is still there: a
filter that has learnt the room stays below 9."""
_DEEP: Final = 0.03
"""Share of the power heard that may be left: below it the echo is cancelled well enough."""
_SLOW: Final = 0.95
"""Weight of the past in the powers compared: a third of a second."""
_AUDIBLE: Final = 1e-6
"""Power of an echo that tells something (-60 dB)."""
_LATELY: Final = 40
"""Blocks with an echo over which it is seen how much is left: two thirds of a second."""
_SPARE: Final = 10.0
"""How much more than usual may be left: 10 dB."""
_AGAIN: Final = 1.0
"""Uncertainty about the room when what is left still holds the voice."""
_EXPLAINED: Final = 0.5
"""Share of the power heard that may be left for a block to tell how the clocks drift."""
_STILL: Final = 1e-4
"""Samples of drift a block that the filter can follow by itself: less than a millionth."""
_MOVED: Final = 32
"""Samples of drift after which the delay is moved along: the filter keeps its place."""
_SMOOTH: Final = 0.5
"""Weight of the past in the estimate of the near speech's spectrum."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One block without the assistant's own voice, and what was seen on the way."""

    samples: Floats
    """The microphone's samples less the echo; -1 to 1."""
    heard: float
    """Power of the microphone's block, mean square."""
    echo: float
    """Power of the echo that was taken away."""
    rest: float
    """Power of what is left."""
    expected: float
    """Power of the echo that is expected to be left, by what the filter does not know yet."""
    own: bool
    """Whether what is left still holds the assistant's voice: the room has just changed."""


class EchoCanceller:
    """Feed it what was played and what was heard, block by block, both at 16 kHz.

    The two streams may start at any time relative to each other, as long as both go on: what is
    heard of a sound must come after it was played, by less than the delay finder's reach.
    """

    def __init__(self) -> None:
        self._delays = DelayFinder()
        self._left = DelayFinder(_LEFT)
        self._drift = Drift(BLOCK)
        self._powers = np.zeros(2)
        self._delay = 0
        self._known = False
        self._steady = _STEADY
        self._doubts = 0
        self._heard = np.zeros(_REHEARSED, np.float32)
        self._rest = np.zeros(_MOMENT, np.float32)
        self._room = np.zeros(_PARTS * BLOCK, np.float32)
        self._past = np.zeros(_REHEARSED + DelayFinder.REACH + 2 * BLOCK, np.float32)
        self._forget_room()

    def _forget_room(self) -> None:
        self._far = np.zeros((_PARTS, BLOCK + 1), np.complex64)
        self._filter = np.zeros((_PARTS, BLOCK + 1), np.complex64)
        self._doubt = np.full((_PARTS, BLOCK + 1), _START, np.float32)
        self._near = np.zeros(BLOCK + 1, np.float32)
        self._shares: deque[float] = deque(maxlen=_LATELY)
        self._drifted = 0.0

    @property
    def delay(self) -> int:
        """Samples by which the echo follows what was played, as far as it is known."""
        return self._delay

    @property
    def steady(self) -> bool:
        """Whether the way from loudspeaker to microphone has been the same for a while."""
        return self._steady >= _STEADY

    def clean(self, heard: Floats, played: Floats) -> Cleaned:
        """Take the echo out of one block; both of ``BLOCK`` samples, -1 to 1."""
        self._past = np.concatenate((self._past[BLOCK:], played))
        self._heard = np.concatenate((self._heard[BLOCK:], heard))
        if self._moved(self._delays.feed(heard, played)):
            self._forget_room()
            self._rehearse()
        self._follow()
        self._shift(0)
        cleaned = self._step(heard)
        if cleaned.echo > _AUDIBLE and cleaned.rest < _EXPLAINED * cleaned.heard:
            self._drift.see(heard, heard - cleaned.samples)
        self._rest = np.concatenate((self._rest[BLOCK:], cleaned.samples))
        self._powers = _SLOW * self._powers + (1 - _SLOW) * np.array([cleaned.heard, cleaned.rest])
        found = self._left.feed(cleaned.samples, played) is not None
        shallow = bool(self._powers[1] > _DEEP * self._powers[0])
        own = self._left.clear and shallow and self.remains() > _LEFT
        if found and own:
            self._doubt = np.maximum(self._doubt, _AGAIN)
        self._steady += 1
        if self._steady % _LATELY == 0:
            self._remember(cleaned)
        return replace(cleaned, own=own, expected=min(cleaned.expected, self._seen(cleaned)))

    def _seen(self, cleaned: Cleaned) -> float:
        """The echo to be expected from how much of what was played was left lately, with a margin.

        The filter's own doubt is too large by far where a sound is new to it, and where nothing of
        the loudspeaker reaches the microphone: it would take the visitor away. The median over the
        last moment does not rise as soon as somebody speaks.
        """
        played = float(np.mean(np.abs(self._far) ** 2)) / BLOCK
        if played > _AUDIBLE:
            self._shares.append(cleaned.rest / played)
        if len(self._shares) < _LATELY:
            return float("inf")
        return _SPARE * statistics.median(self._shares) * played

    def _moved(self, found: int | None) -> bool:
        """Whether the delay is another now; one that served well is not given up at once."""
        if found is None:
            return False
        wanted = max(0, found - _BEFORE)
        if abs(wanted - self._delay) <= _BEFORE // 2:
            self._doubts = 0
            return False
        self._doubts += 1
        self._steady = 0 if self._known else self._steady
        if self._known and self._doubts < _INSIST:
            return False
        self._delay, self._known, self._doubts = wanted, True, 0
        return True

    def remains(self) -> float:
        """How clearly what was played is found in the last moment of what is left.

        Where this is clear, it is the assistant's own voice: a block was lost on the way, or
        somebody moved the loudspeaker, and the filter does not fit any more.
        """
        plain, _ = likeness(self._rest, self._past[-(_MOMENT + _MOMENT_REACH) :])
        return max(plain, likeness(self._rest, self._predicted())[0])

    def _predicted(self) -> Floats:
        """The echo as the room gave it when it was known last, some samples to either side.

        A room's tail blurs the voice; compared with this, the blur is the same on both sides.
        """
        end = len(self._past) - self._delay + min(_AROUND, self._delay)
        far = self._past[max(0, end - _MOMENT - 2 * _AROUND - len(self._room)) : end]
        size = 1 << (len(far) + len(self._room)).bit_length()
        echo = np.fft.irfft(np.fft.rfft(far, size) * np.fft.rfft(self._room, size), size)
        predicted: Floats = echo[len(self._room) : len(far)].astype(np.float32)
        return predicted

    def _remember(self, cleaned: Cleaned) -> None:
        """Keep the room's response while the echo is cancelled well."""
        if cleaned.echo > _AUDIBLE and self._powers[1] < _DEEP * self._powers[0]:
            self._room = np.fft.irfft(self._filter, axis=1)[:, :BLOCK].ravel().astype(np.float32)

    def _shift(self, blocks_ago: int) -> None:
        """Move on to the two blocks that were played as long ago as the delay says."""
        end = len(self._past) - self._delay - blocks_ago * BLOCK
        self._far = np.roll(self._far, 1, axis=0)
        self._far[0] = np.fft.rfft(self._past[end - 2 * BLOCK : end])

    def _follow(self) -> None:
        """Move the filter along with the clocks; by whole samples, the delay."""
        if abs(self._drift.each) < _STILL:
            return
        self._filter = _constrained(self._drift.turned(self._filter))
        self._drifted += self._drift.each
        whole = int(self._drifted)
        if abs(whole) < _MOVED or self._delay + whole < 0:
            return
        taps, none = np.fft.irfft(self._filter, axis=1)[:, :BLOCK].ravel(), np.zeros(abs(whole))
        moved = (taps[whole:], none) if whole > 0 else (none, taps[:whole])
        spectra = np.fft.rfft(np.concatenate(moved).reshape(_PARTS, BLOCK), 2 * BLOCK, axis=1)
        self._filter = spectra.astype(np.complex64)
        self._delay += whole
        self._drifted -= whole
        for ago in range(_PARTS, 0, -1):
            self._shift(ago)

    def _rehearse(self) -> None:
        """Learn the room from the last moment, now that the delay is known."""
        blocks = _REHEARSED // BLOCK
        for ago in range(blocks - 1, 0, -1):
            self._shift(ago)
            end = len(self._heard) - ago * BLOCK
            self._step(self._heard[end - BLOCK : end])

    def _step(self, heard: Floats) -> Cleaned:
        """One step of the Kalman filter, per frequency."""
        echo = np.fft.irfft((self._filter * self._far).sum(axis=0))[BLOCK:].astype(np.float32)
        rest = heard - echo
        error = np.fft.rfft(np.concatenate((np.zeros(BLOCK, np.float32), rest)))
        power = np.abs(self._far) ** 2
        near = _SMOOTH * self._near + (1 - _SMOOTH) * np.abs(error) ** 2
        self._near = near.astype(np.float32)
        explained = (self._doubt * power).sum(axis=0)
        gain = self._doubt / (explained + 2 * self._near + 1e-6)
        self._filter += _constrained(gain * np.conj(self._far) * error)
        self._doubt = _FORGETTING**2 * (1 - 0.5 * gain * power) * self._doubt
        self._doubt += (1 - _FORGETTING**2) * (np.abs(self._filter) ** 2 + 1e-6)
        return Cleaned(
            rest,
            float(np.mean(heard**2)),
            float(np.mean(echo**2)),
            float(np.mean(rest**2)),
            float(explained.sum() / (2 * BLOCK * BLOCK)),
            False,
        )


def _constrained(update: Spectrum) -> Spectrum:
    """The update without the part that would wrap around (each partition is one block long)."""
    taps = np.fft.irfft(update, axis=1)
    taps[:, BLOCK:] = 0.0
    return np.fft.rfft(taps, axis=1).astype(np.complex64)
