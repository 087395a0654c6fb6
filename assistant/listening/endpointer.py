"""When an utterance is over: sooner after a complete question, later after half of one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_CONTEXT: Final = 4
"""Words before a place that tell whether a sentence ends there."""
_WEIGHT: Final = 2.0
"""How much a shorter context counts beside what a longer one was seen to do."""
_START: Final = "<s>"


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of silence that end an utterance; the benchmark's curve tells why these."""

    complete: float = 0.28
    """After a complete question that the content knows: longer than a breath at a comma."""
    unsure: float = 0.72
    """After what may or may not be all: longer than a pause of half a second, and the soft sounds
    around it."""
    hanging: float = 0.78
    """After words that a sentence does not end with."""
    slow: float = 1.6
    """By how much all are longer for a slow speaker."""


class Endings:
    """How likely a sentence ends after given words: counted over all wordings of the content."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._ended: Counter[tuple[str, ...]] = Counter()
        words = count = 0
        for sentence in sentences:
            self._learn(sentence)
            count, words = count + 1, words + len(sentence)
        self._usual = count / words if words else 0.5

    def _learn(self, sentence: Sequence[str]) -> None:
        padded = [_START] * (_CONTEXT - 1) + list(sentence)
        for end in range(_CONTEXT, len(padded) + 1):
            for size in range(1, _CONTEXT + 1):
                context = tuple(padded[end - size : end])
                self._seen[context] += 1
                self._ended[context] += end == len(padded)

    def probability(self, words: Sequence[str]) -> float:
        """That these words are a whole sentence; longer contexts rest on shorter ones."""
        padded = [_START] * (_CONTEXT - 1) + list(words)
        estimate = self._usual
        for size in range(1, _CONTEXT + 1):
            context = tuple(padded[-size:])
            evidence = self._ended[context] + _WEIGHT * estimate
            estimate = evidence / (self._seen[context] + _WEIGHT)
        return estimate


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
