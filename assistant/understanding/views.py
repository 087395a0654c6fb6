"""How like an utterance is to the known texts of a class: in meaning, in letters and in sounds."""

from collections.abc import Iterable, Sequence
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

    def __init__(self, bank: Bank, vectors: Floats) -> None:
        """``vectors`` (texts, width): those of the bank's texts."""
        self._vectors = vectors
        self._texts = bank.texts
        self._keys = [sounds.key(text) for text in bank.texts]
        self._count = len(bank.intents) + len(bank.kinds)
        self._starts = np.searchsorted(bank.classes, np.arange(self._count + 1))

    def meaning(self, vector: Floats, classes: Iterable[int]) -> Floats:
        """Mean cosine to each class's nearest three texts: shape (classes of the bank,)."""
        result = np.zeros(self._count, np.float32)
        for owner in classes:
            if len(own := self._vectors[self._rows(owner)]):
                cosines = own @ vector
                few = min(_NEIGHBOURS, len(cosines))
                result[owner] = np.partition(cosines, len(cosines) - few)[-few:].mean()
        return result

    def letters(self, text: str, classes: Iterable[int]) -> Floats:
        """The best likeness in letters, 0 to 1 (RapidFuzz): near-verbatim, and typing errors."""
        return self._ratios(text, self._texts, classes)

    def sounds(self, text: str, classes: Iterable[int]) -> Floats:
        """The same on what the words sound like."""
        return self._ratios(sounds.key(text), self._keys, classes)

    def _ratios(self, text: str, known: Sequence[str], classes: Iterable[int]) -> Floats:
        result = np.zeros(self._count, np.float32)
        for owner in classes:
            if own := known[self._rows(owner)]:
                ratios = process.cdist([text], own, scorer=fuzz.ratio, dtype=np.float32, workers=1)
                result[owner] = ratios.max() / 100.0
        return result

    def _rows(self, owner: int) -> slice:
        return slice(int(self._starts[owner]), int(self._starts[owner + 1]))
