"""What a misspelt, run-together or misheard word most likely was, among the rules' words."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST: Final = 4
"""Letters below which nearly every word is near another one."""
_LONG: Final = 7
"""Letters from which two errors may be made."""
_GLUED: Final = 6
"""Letters from which a word may be two or more run together."""
_JOINERS: Final = frozenset(
    ("i", "my", "is", "a", "me", "he", "she", "not", "can", "cant", "the", "am", "im", "s")
)
"""Short words that others are run together with."""


class Spelling:
    """Puts the rules' words in place of what only looks or sounds like them."""

    def __init__(
        self, vocabulary: Iterable[str], misheard: Mapping[str, Sequence[str]], known: Iterable[str]
    ) -> None:
        """``known``: words that are right as they stand (those of harmless sentences)."""
        words = {word.rstrip("*") for word in vocabulary}
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST)
        self._known = (
            {word.rstrip("*") for word in known} | words | {h for r in misheard.values() for h in r}
        )
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= _SHORTEST:
                self._alike.setdefault((word[0], len(word)), []).append(word)
        self._glue = frozenset({*self._words, *_JOINERS})
        self._misheard = {
            tuple(heard.split()): meant.split()
            for meant, readings in misheard.items()
            for heard in readings
        }
        self._longest = max((len(heard) for heard in self._misheard), default=1)
        self._nearest = lru_cache(maxsize=4096)(self._look_up)

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words with typing errors mended; the same list where there are none."""
        result: list[str] = []
        for word in words:
            result += self._nearest(word)
        return self._rejoined(result)

    def heard(self, words: Sequence[str]) -> list[str]:
        """The words with what is often misheard put right."""
        result: list[str] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                if meant := self._misheard.get(tuple(words[at : at + length])):
                    result += meant
                    at += length
                    break
            else:
                result.append(words[at])
                at += 1
        return result

    def _look_up(self, word: str) -> list[str]:
        if word in self._known or len(word) < _SHORTEST or not word.isalpha():
            return [word]
        errors = 2 if len(word) >= _LONG else 1
        lengths = range(len(word) - errors, len(word) + errors + 1)
        alike = [w for n in lengths for w in self._alike.get((word[0], n), ())]
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=errors)
        if near:  # of words equally near, one of the rules', and the longest, which says most
            return [min(near, key=self._unlikelihood)[0]]
        parts = self._split(word) if len(word) >= _GLUED else None
        return parts or [word]

    def _unlikelihood(self, found: tuple[str, float, int]) -> tuple[float, bool, int]:
        word, errors, _ = found
        return errors, word not in self._words, -len(word)

    def _split(self, word: str) -> list[str] | None:
        """The fewest words of the rules that make up this one."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], word[start:end]
                if before is None or piece not in self._glue:
                    continue
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = [*before, piece]
        parts = best[-1]
        return _apart(parts) if parts and len(parts) > 1 else None

    def _rejoined(self, words: list[str]) -> list[str]:
        """Two pieces that only together are a word ("swal lowing")."""
        result: list[str] = []
        for word in words:
            if result and word not in self._known and result[-1] + word in self._words:
                result[-1] += word
            else:
                result.append(word)
        return result


def _apart(parts: Iterable[str]) -> list[str]:
    full = {"cant": ["can", "not"], "im": ["i", "am"]}
    return [word for part in parts for word in full.get(part, [part])]
