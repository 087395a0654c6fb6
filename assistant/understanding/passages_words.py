"""Word by word: whether each word of a question has its like in a sentence.

A sentence can be near to a question as a whole and yet be about something else: "how do I clean an
oven" is near to "wipe the hearing aid". Each word in its context is therefore compared with each of
the sentence, and the best likeness counts (late interaction: Khattab & Zaharia 2020, ColBERT), the
more so the rarer the word is in the documents.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assistant.understanding.encoder import Encoder, Vectors
from assistant.understanding.passages_index import STOP, Sentence, stem

_KEPT = 400
"""Sentences whose words are kept: 30 kB each."""
_READERS = 2
"""Sentences that are read at the same time."""


class Asked:
    """The words of a question that mean something, with their vectors and weights."""

    def __init__(self, question: str, encoder: Encoder, weight: Callable[[str], float]) -> None:
        """``weight`` tells how telling a word (its stem) is."""
        words, vectors = encoder.in_context(question)
        chosen = [row for row, word in enumerate(words) if word not in STOP] or range(len(words))
        self.vectors = vectors[list(chosen)]
        """Shape (words, width)."""
        weights = np.array([weight(stem(words[row])) for row in chosen], np.float32)
        self.weights: Vectors = weights / max(float(weights.sum()), 1e-9)

    def held(self, likeness: Vectors) -> float:
        """How well all words are found, from the best likeness of each; at most 1."""
        return float(likeness @ self.weights)


class InContext:
    """The words of sentences, each under its section's heading."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[Sentence, Vectors] = OrderedDict()
        self._readers = ThreadPoolExecutor(_READERS)

    def read(self, rows: Sequence[Sentence]) -> None:
        """Read those that are not kept, several at a time: one takes five milliseconds or more."""
        new = [row for row in rows if row not in self._kept]
        for row, words in zip(new, self._readers.map(self._read, new), strict=True):
            self._kept[row] = words

    def likeness(self, asked: Asked, row: Sentence) -> Vectors:
        """For each word of the question that to the nearest word of the sentence: (words,)."""
        words = self._words(row)
        if not len(words):
            return np.zeros(len(asked.weights), np.float32)
        return np.asarray((asked.vectors @ words.T).max(axis=1), np.float32)

    def _words(self, row: Sentence) -> Vectors:
        found = self._kept.pop(row, None)
        if found is None:
            found = self._read(row)
        self._kept[row] = found
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def _read(self, row: Sentence) -> Vectors:
        return self._encoder.in_context(f"{row.section.heading}. {row.text}")[1]


class Lines:
    """The words of many short texts, to find the nearest of the texts."""

    def __init__(self, words: Sequence[Vectors]) -> None:
        """Each text's words in context, as the encoder gives them: shape (words, width)."""
        found = [vectors for vectors in words if len(vectors)]
        self._starts = np.cumsum([0, *(len(vectors) for vectors in found)])[:-1]
        self._vectors = np.concatenate(found) if found else np.zeros((0, 1), np.float32)

    def held(self, asked: Asked) -> float:
        """How well the words of a question are found in that text which holds them best."""
        if not len(self._starts) or not len(asked.weights):
            return 0.0
        nearest = np.maximum.reduceat(asked.vectors @ self._vectors.T, self._starts, axis=1)
        return float((asked.weights @ nearest).max())
