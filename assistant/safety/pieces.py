"""The pieces of a pattern, each followed from all places at once.

A set of places in a text is a number with one bit for each (Baeza-Yates & Gonnet 1992).
"""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Final, Protocol, TypeAlias

_LEAD_WORDS: Final = """
please excuse me sorry hello hi hey um uh er oh so well and but right ok okay just tell dear doctor
nurse quick question anyway
"""
_LEAD: Final = frozenset([",", *_LEAD_WORDS.split()])
"""Words that may stand before what a sentence begins with."""
_COMMON_WORDS: Final = """
i my me he she it the a an and or of to in on is s am are was has have had be been do does did
not no can will would could should you we they his her this that just so very all got get going
gone went feel for with at as if when what how there one feels your
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())

Anchor: TypeAlias = frozenset[str]
"""Words (or beginnings, ending in ``*``) of which one must occur for a pattern to apply."""


class Text:
    """The words searched in, and what has been looked for already."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words: Final = words
        self.of: Final[dict[str, int]] = {}
        """Each word's places."""
        for place, word in enumerate(words):
            self.of[word] = self.of.get(word, 0) | 1 << place
        self.pauses: Final = self.of.get(",", 0)
        self.every: Final = (2 << len(words)) - 1
        """All places, that after the last word among them."""
        self.found: Final[dict[object, int]] = {}

    @cached_property
    def beginnings(self) -> int:
        """Where a sentence may begin: behind nothing but words that lead to one."""
        before = next((p for p, w in enumerate(self.words) if w not in _LEAD), len(self.words))
        return (2 << before) - 1


class Node(Protocol):
    """A piece of a pattern."""

    anchor: Anchor | None
    """None where the piece may be absent."""

    def ends(self, text: Text, starts: int) -> int:
        """Every place where the piece can end when it begins at one of ``starts``."""


class Words:
    """One of some words."""

    def __init__(self, words: Anchor) -> None:
        self.anchor: Anchor | None = words
        self._words = words
        self._beginnings = tuple(word[:-1] for word in words if word.endswith("*"))

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        if (paused := starts & text.pauses) and "," not in self._words:
            starts = starts ^ paused | paused << 1  # a pause between any two words is no obstacle
        if (places := text.found.get(self)) is None:
            places = text.found[self] = self._places(text)
        return (starts & places) << 1

    def _places(self, text: Text) -> int:
        places = 0
        for word in self._words & text.of.keys():
            places |= text.of[word]
        if self._beginnings:
            for word, own in text.of.items():
                if word.startswith(self._beginnings):
                    places |= own
        return places


class Chain:
    """One piece after another."""

    def __init__(self, parts: Sequence[Node]) -> None:
        anchors = [part.anchor for part in parts if part.anchor is not None]
        self.anchor = min(anchors, key=_cost) if anchors else None
        self._parts = parts

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        for part in self._parts:
            if not (starts := part.ends(text, starts)):
                break
        return starts


class Either:
    """Alternatives; found once from the same places, however many patterns ask."""

    def __init__(self, options: Sequence[Node]) -> None:
        anchors = [option.anchor for option in options]
        known = [anchor for anchor in anchors if anchor is not None]
        self.anchor = frozenset().union(*known) if len(known) == len(anchors) else None
        self._options = options

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        key = self, starts
        if (ends := text.found.get(key)) is None:
            ends = 0
            for option in self._options:
                ends |= option.ends(text, starts)
            text.found[key] = ends
        return ends


class Optional:
    """A piece, or nothing."""

    anchor: Anchor | None = None

    def __init__(self, part: Node) -> None:
        self._part = part

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        return self._part.ends(text, starts) | starts


class Gap:
    """Any words, so many."""

    def __init__(self, least: int, most: int) -> None:
        self.anchor: Anchor | None = None
        self._least, self._most = least, most

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        ends = 0
        for length in range(self._least, self._most + 1):
            ends |= starts << length
        return ends & text.every


class Start:
    """Nothing, where a sentence begins."""

    anchor: Anchor | None = None

    def ends(self, text: Text, starts: int) -> int:
        """See ``Node``."""
        return starts & text.beginnings


@cache
def _cost(anchor: Anchor) -> int:
    """How often a pattern with this anchor would have to be tried: common words cost most."""
    return len(anchor) + 49 * len(anchor & _COMMON)
