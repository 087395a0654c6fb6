"""Which words, pairs of words and pieces of words a class has: naive Bayes.

The sentence encoder has seen the questions in training and trusts its likeness too much; word
counts err in other places. Both together answer a quarter of the questions that one alone leaves.
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.understanding.bank import Bank
from assistant.understanding.head import Floats

_PIECE: Final = 4
"""Letters of a piece of a word; its ends count as letters."""
_PRIOR: Final = 0.05
"""How much of each feature every class is granted unseen; chosen on the tuning set."""


@dataclass(frozen=True)
class Counts:
    """How much of each feature the classes have: rows of a sparse matrix."""

    features: npt.NDArray[np.uint32]
    """Check sums of the features, ascending."""
    rarity: Floats
    """Logarithm of texts to texts with the feature."""
    starts: npt.NDArray[np.int32]
    """Where each feature's entries begin; one more than features."""
    classes: npt.NDArray[np.int16]
    """The class of each entry."""
    shares: npt.NDArray[np.float16]
    """What the class's score gains from the feature, times its weight in the text."""
    sizes: Floats
    """Logarithm of all that each class has."""


class Phrases:
    """The view: log-likelihood of a text's features under each class (Rennie et al. 2003)."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._shares = counts.shares.astype(np.float32)  # half precision is slow to reckon with

    def scores(self, text: str) -> Floats:
        """Shape (classes,)."""
        own, weights = _weighted(text, self._counts.features, self._counts.rarity)
        starts = self._counts.starts[own]
        lengths = self._counts.starts[own + 1] - starts
        before = np.cumsum(lengths) - lengths
        entries = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        gains = self._shares[entries] * np.repeat(weights, lengths)
        sizes = self._counts.sizes
        gained = np.bincount(self._counts.classes[entries], gains, len(sizes))
        return np.asarray(gained - weights.sum() * sizes, np.float32)


def count(bank: Bank) -> Counts:
    """Count the bank's features."""
    found = [np.unique(np.fromiter(map(_sum, _features(t)), np.uint32)) for t in bank.texts]
    features, seen = np.unique(np.concatenate([*found, np.zeros(0, np.uint32)]), return_counts=True)
    rarity = np.log(len(bank.texts) / seen).astype(np.float32)
    weighted = [_weighted(text, features, rarity) for text in bank.texts]
    number = len(bank.intents) + len(bank.kinds)
    owners = np.repeat(bank.classes, [len(own) for own, _ in weighted])
    cells = np.concatenate([np.zeros(0, np.int64), *(own for own, _ in weighted)]) * number + owners
    cells, places = np.unique(cells, return_inverse=True)
    amounts = np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in weighted)])
    masses = np.bincount(places, amounts, len(cells))
    totals = np.bincount(cells % number, masses, number) + _PRIOR * max(1, len(features))
    return Counts(
        features,
        rarity,
        np.searchsorted(cells // number, np.arange(len(features) + 1)).astype(np.int32),
        (cells % number).astype(np.int16),
        np.log1p(masses / _PRIOR).astype(np.float16),
        np.log(totals).astype(np.float32),
    )


def _weighted(
    text: str, features: npt.NDArray[np.uint32], rarity: Floats
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Places of the text's known features, and their weights (tf-idf, of length 1 together)."""
    counts = Counter(map(_sum, _features(text)))
    sums = np.fromiter(counts, np.uint32, len(counts))
    places = np.minimum(np.searchsorted(features, sums), max(0, len(features) - 1))
    known = features[places] == sums if len(features) else np.zeros(len(sums), bool)
    often = np.fromiter((1 + math.log(c) for c in counts.values()), np.float32, len(counts))
    weights = often[known] * rarity[places[known]]
    length = max(float(np.linalg.norm(weights)), 1e-9)
    return places[known], np.asarray(weights / length, np.float32)


def _features(text: str) -> Iterator[str]:
    words = text.split()
    yield from words
    yield from map(" ".join, pairwise(words))
    for word in words:
        whole = f"<{word}>"
        for start in range(len(whole) - _PIECE + 1):
            yield f"#{whole[start : start + _PIECE]}"


def _sum(feature: str) -> int:
    """The same in every run, unlike ``hash``."""
    return zlib.crc32(feature.encode())
