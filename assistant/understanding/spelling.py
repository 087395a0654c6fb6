"""Repairs words that exist nowhere towards words that the content knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from assistant.understanding import sounds

_SHORTEST: Final = 4
"""Letters from which a word is repaired: shorter ones have too many neighbours."""
_SHORTEST_PART: Final = 2
_SINGLE_LETTERS: Final = frozenset("ai")


class Speller:
    """Knows the content's words, with their counts, and English words that need no repair.

    A word that exists is never touched: "feeler" stays "feeler" however near "filler" is.
    """

    def __init__(self, texts: Iterable[str], english: Collection[str]) -> None:
        """``texts`` are normalised; ``english`` holds words that are right as they are."""
        self._counts = Counter(word for text in texts for word in text.split())
        self._english = english
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._counts, key=lambda word: (-self._counts[word], word)):
            self._by_length[len(word)].append(word)
            self._by_sound[sounds.word_key(word)].append(word)
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
        near = [
            (self._distance(word, known, farthest), -self._counts[known], known)
            for length in range(len(word) - farthest, len(word) + farthest + 1)
            for known in self._by_length.get(length, ())
            if len(known) >= _SHORTEST - 1
        ]
        near += [
            (1.0, -self._counts[known], known)
            for known in self._by_sound.get(sounds.word_key(word), ())
            if OSA.normalized_similarity(word, known) >= 0.5
        ]
        best = min(near, default=None)
        return best[2] if best and best[0] <= max(farthest, 1) + 0.5 else None

    @staticmethod
    def _distance(word: str, known: str, farthest: int) -> float:
        """Edits between the two; one less where they sound the same, more where they begin
        differently (people get the first letter right)."""
        edits = OSA.distance(word, known, score_cutoff=farthest)
        if edits > farthest:
            return edits + 1.0
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
