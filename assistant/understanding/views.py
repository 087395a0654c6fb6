"""How like an utterance is to the known texts of a class: in meaning, in letters and in sounds."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from assistant.understanding import sounds
from assistant.understanding.bank import Bank

Floats = npt.NDArray[np.float32]

_NEIGHBOURS: Final = 3
"""Known utterances of a class that speak for it: one alone may be an odd one."""


class Likeness:
    """Compares with every text of the classes that are asked for, and with no other: most classes
    are out of the question by meaning and words already."""

    def __init__(self, bank: Bank, vectors: Floats, keys: Sequence[str]) -> None:
        """``vectors`` (texts, width) and ``keys``, the sounds, are those of the bank's texts."""
        self._count = len(bank.intents) + len(bank.kinds)
        starts = np.searchsorted(bank.classes, np.arange(self._count + 1)).tolist()
        rows = [slice(start, end) for start, end in pairwise(starts)]
        self._vectors = [vectors[own] for own in rows]
        self._texts = [bank.texts[own] for own in rows]
        self._keys = [keys[own] for own in rows]

    def meaning(self, vector: Floats, classes: Iterable[int]) -> Floats:
        """Mean cosine to each class's nearest three texts: shape (classes of the bank,)."""
        result = np.zeros(self._count, np.float32)
        for owner in classes:
            cosines = self._vectors[owner] @ vector
            if few := min(_NEIGHBOURS, len(cosines)):
                cosines.partition(len(cosines) - few)
                result[owner] = sum(cosines[-few:].tolist()) / few
        return result

    def letters(self, text: str, classes: Iterable[int]) -> Floats:
        """The best likeness in letters, 0 to 1 (RapidFuzz): near-verbatim, and typing errors."""
        return self._ratios(text, self._texts, classes)

    def sounds(self, text: str, classes: Iterable[int]) -> Floats:
        """The same on what the words sound like."""
        return self._ratios(sounds.key(text), self._keys, classes)

    def _ratios(self, text: str, known: Sequence[Sequence[str]], classes: Iterable[int]) -> Floats:
        result = np.zeros(self._count, np.float32)
        for owner in classes:
            # It leaves a text as soon as that cannot be better than the best one so far.
            if best := process.extractOne(text, known[owner], scorer=fuzz.ratio):
                result[owner] = best[1] / 100.0
        return result
