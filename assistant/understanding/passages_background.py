"""What visitors ask whatever a leaflet says: the foil against which a passage must stand out."""

from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from assistant.understanding.encoder import Encoder, Vectors

_ANSWERED: Final = 0.62
"""Likeness of a sentence to such a question from which the documents do speak of it."""


@cache
def questions() -> tuple[str, ...]:
    """The lines of ``background.txt``; ``{it}`` stands for the subject."""
    text = files("assistant.understanding").joinpath("background.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


class Background:
    """Vectors of the questions that these documents leave open."""

    def __init__(self, encoder: Encoder, subject: str, sentences: Vectors) -> None:
        """``subject``: what the documents are about, "it" where they have no common subject."""
        vectors = encoder.encode([line.replace("{it}", subject) for line in questions()])
        open_ = (vectors @ sentences.T).max(axis=1) < _ANSWERED
        self._vectors = vectors[open_]

    def nearest(self, forms: Vectors) -> float:
        """Likeness of a question, in any of its forms (n, width), to the nearest of them."""
        return float((forms @ self._vectors.T).max()) if len(self._vectors) else 0.0

    def __len__(self) -> int:
        return int(np.shape(self._vectors)[0])
