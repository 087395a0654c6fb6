"""Independent views of how well an utterance fits each class of the bank."""

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from assistant.understanding import sounds
from assistant.understanding.bank import Bank

Floats = npt.NDArray[np.float32]

_NEIGHBOURS = 3
"""Known utterances of a class that speak for it: one alone may be an odd one."""


class Grouped:
    """Turns scores of the bank's texts into scores of its classes."""

    def __init__(self, classes: npt.NDArray[np.int64], count: int) -> None:
        self._order = np.argsort(classes, kind="stable")
        ordered = classes[self._order]
        self._present, self._starts = np.unique(ordered, return_index=True)
        self._count = count
        sizes = np.diff(np.append(self._starts, len(classes)))
        rows = np.repeat(np.arange(len(sizes)), sizes)
        self._row = rows
        self._column = np.arange(len(classes)) - self._starts[rows]
        self._shape = (len(sizes), int(sizes.max(initial=_NEIGHBOURS)))

    def best(self, scores: Floats, floor: float = 0.0) -> Floats:
        """The best score of each class: shape (classes,)."""
        result = np.full(self._count, floor, np.float32)
        if len(self._present):
            result[self._present] = np.maximum.reduceat(scores[self._order], self._starts)
        return result

    def nearest(self, scores: Floats, floor: float = 0.0) -> Floats:
        """The mean of each class's best three scores: shape (classes,)."""
        result = np.full(self._count, floor, np.float32)
        table = np.full(self._shape, -np.inf, np.float32)
        table[self._row, self._column] = scores[self._order]
        top = -np.partition(-table, _NEIGHBOURS - 1, axis=1)[:, :_NEIGHBOURS]
        there = np.isfinite(top)
        sums = np.where(there, top, 0.0).sum(axis=1)
        result[self._present] = sums / np.maximum(there.sum(axis=1), 1)
        return result


class Words:
    """Letters and words in common (RapidFuzz): near-verbatim questions and typing errors."""

    def __init__(self, bank: Bank) -> None:
        self._texts = bank.texts

    def scores(self, text: str) -> Floats:
        """Between 0 and 1 for each text of the bank."""
        return _ratios(text, self._texts)


class Sounds:
    """The same on what the words sound like."""

    def __init__(self, bank: Bank) -> None:
        self._keys = [sounds.key(text) for text in bank.texts]

    def scores(self, text: str) -> Floats:
        """Between 0 and 1 for each text of the bank."""
        return _ratios(sounds.key(text), self._keys)


def _ratios(text: str, known: tuple[str, ...] | list[str]) -> Floats:
    ratios = process.cdist([text], known, scorer=fuzz.ratio, dtype=np.float32, workers=1)
    return np.asarray(ratios[0] / 100.0, np.float32)
