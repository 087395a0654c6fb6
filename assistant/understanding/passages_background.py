"""What visitors ask whatever a leaflet says: the foil against which a passage must stand out."""

from functools import cache
from importlib.resources import files
from typing import Final

from assistant.understanding.encoder import Encoder, Vectors
from assistant.understanding.passages_store import vectors_of
from assistant.understanding.passages_words import Asked, Lines

_ANSWERED: Final = 0.62
"""Likeness of a sentence to such a question from which the documents do speak of it."""


@cache
def questions() -> tuple[str, ...]:
    """The lines of ``background.txt``; ``{it}`` stands for the subject."""
    text = files("assistant.understanding").joinpath("background.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _words(encoder: Encoder, line: str) -> Vectors:
    """Read once: an edit of the content makes all anew, but seldom the subject."""
    return encoder.in_context(line)[1]


class Background:
    """The questions that these documents leave open."""

    def __init__(self, encoder: Encoder, subject: str, sentences: Vectors) -> None:
        """``subject``: what the documents are about, "it" where they have no common subject."""
        lines = [line.replace("{it}", subject) for line in questions()]
        (vectors,) = vectors_of([lines], encoder)
        answered = (vectors @ sentences.T).max(axis=1) >= _ANSWERED
        open_ = [line for line, out in zip(lines, answered, strict=True) if not out]
        self._lines = Lines([_words(encoder, line) for line in open_])

    def held(self, asked: Asked) -> float:
        """How well the words of a question are found in the nearest of them."""
        return self._lines.held(asked)
