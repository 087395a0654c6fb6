"""What the head sees of an utterance: its sentence vector, its words and its pairs of words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.understanding.encoder import Vectors

_WEIGHT: Final = 2.0
"""Length of the words' part beside the sentence vector's length of 1: chosen on the held-out
hands (with the vector alone a fifth fewer emergencies are found at the same number of false
alarms)."""
_SELDOM: Final = 3
"""Occurrences in the examples below which a word or pair teaches nothing."""
_BEFORE: Final = "^"


@dataclass(frozen=True, slots=True)
class Bags:
    """Sparse rows: the columns that are set in each."""

    columns: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]
    count: int
    """Number of rows."""

    def times(self, weights: Vectors) -> Vectors:
        """The product with a matrix (columns, classes): shape (count, classes)."""
        result = np.zeros((self.count, weights.shape[1]), np.float32)
        for label in range(weights.shape[1]):
            terms = weights[self.columns, label] * self.values
            result[:, label] = np.bincount(self.rows, terms, minlength=self.count)
        return result

    def transposed_times(self, errors: Vectors, width: int) -> Vectors:
        """The transposed rows times a matrix (count, classes): shape (width, classes)."""
        result = np.zeros((width, errors.shape[1]), np.float32)
        for label in range(errors.shape[1]):
            terms = errors[self.rows, label] * self.values
            result[:, label] = np.bincount(self.columns, terms, minlength=width)
        return result


@dataclass(frozen=True)
class Vocabulary:
    """The words and pairs of words that count, each with its column."""

    words: tuple[str, ...]

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {word: column for column, word in enumerate(self.words)}

    def bags(self, texts: Sequence[Sequence[str]]) -> Bags:
        """The rows of some texts, given as words."""
        found = [self._of(text) for text in texts]
        lengths = np.array([len(columns) for columns in found], np.int64)
        values = _WEIGHT / np.sqrt(np.maximum(lengths, 1))
        return Bags(
            np.array([column for columns in found for column in columns], np.int64),
            np.repeat(np.arange(len(found)), lengths),
            np.repeat(values, lengths).astype(np.float32),
            len(found),
        )

    def _of(self, words: Sequence[str]) -> list[int]:
        columns = self._columns
        return sorted({columns[word] for word in _units(words) if word in columns})


def vocabulary(texts: Iterable[Sequence[str]]) -> Vocabulary:
    """The words and pairs that occur often enough."""
    counts = Counter(unit for words in texts for unit in set(_units(words)))
    return Vocabulary(tuple(sorted(unit for unit, n in counts.items() if n >= _SELDOM)))


def _units(words: Sequence[str]) -> list[str]:
    plain = [word for word in words if word != ","]
    pairs = zip([_BEFORE, *plain], plain, strict=False)
    return [*plain, *(f"{first} {second}" for first, second in pairs)]
