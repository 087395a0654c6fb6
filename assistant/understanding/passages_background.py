"""What visitors ask whatever a leaflet says: the foil against which a passage must stand out."""

from functools import cache
from importlib.resources import files
from typing import Final

from assistant.understanding.encoder import Encoder, Vectors
from assistant.understanding.passages_words import Asked, Lines

_ANSWERED: Final = 0.62
"""Likeness of a sentence to such a question from which the documents do speak of it."""


@cache
def questions() -> tuple[str, ...]:
    """The lines of ``background.txt``; ``{it}`` stands for the subject."""
    text = files("assistant.understanding").joinpath("background.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


class Background:
    """The questions that these documents leave open."""

    def __init__(self, encoder: Encoder, subject: str, sentences: Vectors) -> None:
        """``subject``: what the documents are about, "it" where they have no common subject."""
        lines = [line.replace("{it}", subject) for line in questions()]
        answered = (encoder.encode(lines) @ sentences.T).max(axis=1) >= _ANSWERED
        self.texts = tuple(t for t, out in zip(lines, answered, strict=True) if not out)
        self._lines = Lines(self.texts, encoder)

    def held(self, asked: Asked) -> float:
        """How well the words of a question are found in the nearest of them."""
        return self._lines.held(asked)
