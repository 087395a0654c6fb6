"""The sentences of the documents, and how well each fits a question."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.content.model import Section
from assistant.content.sentences import sentences, word_set
from assistant.understanding.encoder import Vectors

STOP: Final = word_set(
    """
    a about after all also an and any are as at be been before but by can could did do does
    for from get got had has have her him his how i if in into is it its just like many may me
    more most much my no not of on one only or our out over should so some than that the their
    them then there these they this those to too up us very was we were what when where which
    while who why will with would you your
    """
)
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ENDING: Final = re.compile(r"(?:ing|edly|ed|ies|es|s|ly|ness|ation|ions?|er)$")
_SATURATION: Final = 1.2
"""BM25's k1 (Robertson & Zaragoza 2009)."""
_LENGTH: Final = 0.5
"""BM25's b: sentences differ less in length than documents do."""
_BEFORE: Final = 0.5
_HEADING: Final = 0.5
_TITLE: Final = 0.1
"""Weights beside the sentence's own; the title only tells documents apart."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section, with its place."""

    section: Section
    text: str
    start: int
    """Index of its first character in the section's text."""
    end: int
    opens: bool
    """Whether it is the first of its paragraph."""


def sentences_of(section: Section) -> list[Sentence]:
    """A section's sentences, in order."""
    found: list[Sentence] = []
    for span in sentences(section.text):
        opens = "\n\n" in section.text[found[-1].end : span.start] if found else True
        found.append(Sentence(section, span.text, span.start, span.end, opens))
    return found


def stems(text: str) -> list[str]:
    """The words that mean something, without their endings."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return [stem(word) for word in words if word not in STOP]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending: crude, and enough to bring "relaxes" and "relaxing" together."""
    word = word.split("'")[0]
    shorter = _ENDING.sub("", word)
    return shorter.rstrip("e") if len(shorter) >= 3 else word


class Words:
    """BM25 over sentences, as the share of a question's weight that a sentence holds."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(stems(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], np.float32)
        mean = float(lengths.mean()) or 1.0
        self._number = len(texts)
        postings: dict[str, tuple[list[int], list[int]]] = {}
        for row, count in enumerate(counts):
            for word, times in count.items():
                rows, numbers = postings.setdefault(word, ([], []))
                rows.append(row)
                numbers.append(times)
        damped = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / mean)
        self._postings = {word: self._weights(*pair, damped) for word, pair in postings.items()}

    @staticmethod
    def _weights(rows: list[int], numbers: list[int], damped: Vectors) -> tuple[Vectors, Vectors]:
        times = np.array(numbers, np.float32)
        return np.array(rows), times * (_SATURATION + 1) / (times + damped[rows])

    def weight(self, word: str) -> float:
        """How telling a word is (inverse document frequency); most where it stands nowhere."""
        number = len(self._postings[word][0]) if word in self._postings else 0
        return float(np.log(1 + (self._number - number + 0.5) / (number + 0.5)))

    def scores(self, words: Iterable[str]) -> Vectors:
        """Between 0 and about 1 for each sentence."""
        result = np.zeros(self._number, np.float32)
        total = 0.0
        for word in set(words):
            weight = self.weight(word)
            total += weight
            if word in self._postings:
                rows, values = self._postings[word]
                result[rows] += weight * values
        return result / total if total else result


class Index:
    """All sentences that may be quoted."""

    def __init__(
        self, rows: Sequence[Sentence], vectors: Vectors, headings: Vectors, titles: Vectors
    ) -> None:
        """Vectors of shape (sentences, width): of each text, its heading, its document's title."""
        self.rows = tuple(rows)
        self.vectors = vectors
        self.places = _places(rows)
        """The number of each sentence's section."""
        context = _in_context(rows, vectors, _HEADING * headings + _TITLE * titles)
        self._both = (vectors + context) / 2
        self.words = Words(
            [f"{row.section.document}. {row.section.heading}. {row.text}" for row in self.rows]
        )

    def meaning(self, questions: Vectors) -> Vectors:
        """Mean likeness to the sentence alone and in its context, over forms of the question."""
        return np.asarray(self._both @ questions.mean(axis=0), np.float32)


def _places(rows: Sequence[Sentence]) -> npt.NDArray[np.int64]:
    changes = [a.section is not b.section for a, b in pairwise(rows)]
    return np.cumsum([0, *changes][: len(rows)])


def _in_context(rows: Sequence[Sentence], vectors: Vectors, above: Vectors) -> Vectors:
    """A sentence with the one before it and what stands above: "This effect" needs both.

    The mean of vectors stands for the vector of the joined text: it costs nothing.
    """
    before = np.zeros_like(vectors)
    for index in range(1, len(rows)):
        if rows[index].section is rows[index - 1].section:
            before[index] = vectors[index - 1]
    whole = vectors + _BEFORE * before + above
    lengths = np.linalg.norm(whole, axis=1, keepdims=True)
    return np.asarray(whole / np.maximum(lengths, 1e-9), np.float32)
