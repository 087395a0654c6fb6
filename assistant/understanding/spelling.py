"""Repairs words that exist nowhere towards words that the content knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding import sounds

_SHORTEST: Final = 4
"""Letters from which a word is repaired: shorter ones have too many neighbours."""
_SHORTEST_PART: Final = 2
_SINGLE_LETTERS: Final = frozenset("ai")


@dataclass(frozen=True)
class Words:
    """The words of some texts, the commonest first."""

    words: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    sounds: tuple[str, ...]
    """What each word sounds like."""


def count_words(texts: Iterable[str]) -> Words:
    """The words of normalised texts."""
    counts = Counter(" ".join(texts).split())
    words = sorted(counts, key=lambda word: (-counts[word], word))
    numbers = np.array([counts[word] for word in words], np.int64)
    return Words(tuple(words), numbers, tuple(map(sounds.word_key, words)))


class Speller:
    """Knows the content's words, with their counts, and English words that need no repair.

    A word that exists is never touched: "feeler" stays "feeler" however near "filler" is.
    """

    def __init__(self, known: Words, english: Collection[str]) -> None:
        """``known``: the content's; ``english`` holds words that are right as they are."""
        self._counts: dict[str, int] = dict(zip(known.words, known.counts.tolist(), strict=True))
        self._english = english
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word, sound in zip(known.words, known.sounds, strict=True):
            self._by_length[len(word)].append(word)
            self._by_sound[sound].append(word)
        self.word = lru_cache(maxsize=4096)(self._word)

    def repair(self, text: str) -> str:
        """A normalised text with its unknown words repaired, split, or left alone."""
        return " ".join(self.word(word) for word in text.split())

    def known(self, word: str) -> bool:
        """Whether the word exists, in the content or in English."""
        return word in self._counts or word in self._english

    def _word(self, word: str) -> str:
        if self.known(word) or len(word) < _SHORTEST - 1:
            return word
        return self._nearest(word) or self._parts(word) or word

    def _nearest(self, word: str) -> str | None:
        """The content's word at the least distance, the commonest of several; same first sound."""
        farthest = 0 if len(word) < _SHORTEST else 1 if len(word) < 6 else 2 if len(word) < 9 else 3
        shortest = max(_SHORTEST - 1, len(word) - farthest)
        near = [
            (self._distance(word, known, edits), -self._counts[known], known)
            for length in range(shortest, len(word) + farthest + 1)
            for known, edits, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=farthest,
                limit=None,
            )
        ]
        near += [
            (1.0, -self._counts[known], known)
            for known in self._by_sound.get(sounds.word_key(word), ())
            if OSA.normalized_similarity(word, known) >= 0.5
        ]
        best = min(near, default=None)
        return best[2] if best and best[0] <= max(farthest, 1) + 0.5 else None

    @staticmethod
    def _distance(word: str, known: str, edits: float) -> float:
        """Edits between the two; one less where they sound the same, more where they begin
        differently (people get the first letter right)."""
        if sounds.word_key(word) == sounds.word_key(known):
            return edits - 1.0
        return edits + (0.0 if word[0] == known[0] else 0.6)

    def _parts(self, word: str) -> str | None:
        """Words written together ("howdoes"), where all parts are the content's."""
        best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(word)
        for end in range(1, len(word) + 1):
            options = [
                (before[0] + self._cost(word[start:end]), [*before[1], word[start:end]])
                for start in range(max(0, end - 16), end)
                if (before := best[start]) and self._is_part(word[start:end])
            ]
            best[end] = min(options, default=None)
        found = best[-1]
        return " ".join(found[1]) if found and len(found[1]) <= 4 else None

    def _is_part(self, part: str) -> bool:
        return part in self._counts and (len(part) >= _SHORTEST_PART or part in _SINGLE_LETTERS)

    def _cost(self, part: str) -> float:
        """Fewer and commoner parts are better."""
        return 1.0 + 1.0 / (1 + self._counts[part])
