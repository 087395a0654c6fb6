"""Cuts text into sentences, each with its place, so that it can be quoted word for word."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BREAK: Final = re.compile(
    r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-Ý])"  # an end, a space, a beginning
    r"|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])"  # the space forgotten: "religiously.Protecting"
    r"|\n{2,}"
)
_NO_END: Final = re.compile(
    r"(?:\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|approx|vs|etc|e\.g|i\.e|min|max|ca|resp)\.)$"
)
_WORDS: Final = re.compile(r"[A-Za-z]{2,}")


class Span(NamedTuple):
    """A sentence."""

    text: str
    start: int
    """Index of its first character."""
    end: int


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text of paragraphs; what holds no words is none.

    An abbreviation does not end one.
    """
    start = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        gap = found.end() if found else len(text)
        closing = found[0].rstrip() if found else ""
        if found and "\n" not in found[0] and _NO_END.search(text[start:end]):
            continue
        piece = text[start : end + len(closing)]
        lead = len(piece) - len(piece.lstrip())
        if len(_WORDS.findall(piece)) >= 2:
            whole = piece.strip()
            yield Span(whole, start + lead, start + lead + len(whole))
        start = gap


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())
