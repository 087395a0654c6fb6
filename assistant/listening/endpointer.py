"""When an utterance is over: sooner after a complete question, later after half of one."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of silence that end an utterance; the benchmark's curve tells why these."""

    sure: float = 0.2
    """After a complete question that hardly ever goes on."""
    complete: float = 0.28
    """After a complete question that the content knows: longer than a breath at a comma."""
    unsure: float = 0.72
    """After what may or may not be all: longer than a pause of half a second, and the soft sounds
    around it."""
    hanging: float = 0.78
    """After words that a sentence does not end with."""
    slow: float = 1.6
    """By how much all are longer for a slow speaker."""


class SlowSpeaker:
    """Notices somebody who pauses within sentences, and forgets it with the session."""

    _LONG: Final = 0.35
    """Seconds of silence within an utterance that are a pause, not a breath."""
    _ENOUGH: Final = 2

    def __init__(self, always: bool = False) -> None:
        self._always = always
        self._pauses = 0

    @property
    def slow(self) -> bool:
        """Whether to wait longer."""
        return self._always or self._pauses >= self._ENOUGH

    def paused(self, seconds: float) -> None:
        """The speaker was silent that long, and went on."""
        if seconds >= self._LONG:
            self._pauses += 1

    def flowed(self) -> None:
        """An utterance came without a pause."""
        self._pauses = max(0, self._pauses - 1)

    def forget(self) -> None:
        """Another visitor."""
        self._pauses = 0
