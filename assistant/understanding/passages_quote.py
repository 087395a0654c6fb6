"""Cuts the words that are quoted out of a section."""

import re
from collections.abc import Sequence
from typing import Final

from assistant.messages import Source
from assistant.understanding.encoder import Vectors
from assistant.understanding.passages_index import Sentence

_LEANS: Final = re.compile(
    r"(?:this|that|these|those|it|they|he|she|its|their|such|however|therefore|thus|instead|"
    r"otherwise|also|but|and|so|the (?:result|same|former|latter))\b",
    re.IGNORECASE,
)
"""Beginnings of a sentence that is not understood without the one before it."""
_LONGEST: Final = 450
"""Characters of two sentences together: half a minute of speech."""
_NEARLY: Final = 0.97
"""Share of the best score from which the sentence after it is read too."""


def quotation(rows: Sequence[Sentence], scores: Vectors) -> Source:
    """The best sentence, with a neighbour where it leans on it; verbatim, with its place."""
    best = int(scores.argmax())
    section = rows[best].section
    first, last = best, best
    if _leans(rows, best) and _fits(rows, best - 1, best):
        first = best - 1
    elif _follows(rows, best, scores) and _fits(rows, best, best + 1):
        last = best + 1
    passage = section.text[rows[first].start : rows[last].end]
    return Source(section.document, section.heading, section.path, passage)


def _leans(rows: Sequence[Sentence], index: int) -> bool:
    return not rows[index].opens and bool(_LEANS.match(rows[index].text))


def _follows(rows: Sequence[Sentence], index: int, scores: Vectors) -> bool:
    after = index + 1
    return (
        after < len(rows)
        and not rows[after].opens
        and bool(scores[after] >= _NEARLY * scores[index])
    )


def _fits(rows: Sequence[Sentence], first: int, last: int) -> bool:
    """Whether two sentences are neighbours in one paragraph, and not too long together."""
    if first < 0 or rows[first].section is not rows[last].section or rows[last].opens:
        return False
    gap = rows[first].section.text[rows[first].end : rows[last].start]
    return bool(gap) and rows[last].end - rows[first].start <= _LONGEST
