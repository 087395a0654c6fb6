"""The rules' small language, matched in linear time.

The language is explained to its readers at the head of ``intents/house/safety/words.yaml``. A
pattern is a regular expression over words; it is followed along all its branches at once (Thompson
1968), and no part may repeat without bound, so that a search costs at most a constant for each word
of the text. Lists are shared between patterns, and looked for once at each place.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

_LEXER: Final = re.compile(r"\.{1,3}|[()\[\]|]|[^\s()\[\]|.]+")
_LEAD_WORDS: Final = """
please excuse me sorry hello hi hey um uh er oh so well and but right ok okay just tell dear doctor
nurse quick question anyway
"""
_LEAD: Final = frozenset([",", *_LEAD_WORDS.split()])
"""Words that may stand before what a sentence begins with."""
_GAPS: Final = {".": (1, 1), "..": (0, 3), "...": (0, 7)}
_COMMON_WORDS: Final = """
i my me he she it the a an and or of to in on is s am are was has have had be been do does did
not no can will would could should you we they his her this that just so very all got get going
gone went feel for with at as if when what how there one feels your
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())

Anchor: TypeAlias = frozenset[str]
"""Words (or beginnings, ending in ``*``) of which one must occur for a pattern to apply."""


class PatternError(ValueError):
    """A pattern is not well-formed; the message says what is wrong."""


@dataclass(slots=True)
class Text:
    """The words searched in, and what has been looked for already."""

    words: Sequence[str]
    seen: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)


class Node(Protocol):
    """A piece of a pattern."""

    anchor: Anchor | None
    """None where the piece may be absent."""

    def ends(self, text: Text, start: int) -> frozenset[int]:
        """Every place where the piece can end when it begins at ``start``."""


_NOWHERE: Final[frozenset[int]] = frozenset()


class _Words:
    """One of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.anchor: Anchor | None = frozenset(words)
        self._exact = {word for word in words if not word.endswith("*")}
        self._beginnings = tuple(word[:-1] for word in words if word.endswith("*"))

    def ends(self, text: Text, start: int) -> frozenset[int]:
        if start < len(text.words) and text.words[start] == "," and "," not in self._exact:
            start += 1  # a pause between any two words is no obstacle
        if start >= len(text.words):
            return _NOWHERE
        word = text.words[start]
        if word in self._exact or (self._beginnings and word.startswith(self._beginnings)):
            return frozenset((start + 1,))
        return _NOWHERE


class _Sequence:
    def __init__(self, parts: Sequence[Node]) -> None:
        anchors = [part.anchor for part in parts if part.anchor is not None]
        self.anchor = min(anchors, key=_cost) if anchors else None
        self._parts = parts

    def ends(self, text: Text, start: int) -> frozenset[int]:
        places = frozenset((start,))
        for part in self._parts:
            places = frozenset().union(*(part.ends(text, place) for place in places))
            if not places:
                break
        return places


class _Either:
    """Alternatives; found once at each place, however many patterns ask."""

    def __init__(self, options: Sequence[Node]) -> None:
        anchors = [option.anchor for option in options]
        known = [anchor for anchor in anchors if anchor is not None]
        self.anchor = frozenset().union(*known) if len(known) == len(anchors) else None
        self._options = options

    def ends(self, text: Text, start: int) -> frozenset[int]:
        key = id(self), start
        if key not in text.seen:
            text.seen[key] = _NOWHERE.union(*(o.ends(text, start) for o in self._options))
        return text.seen[key]


class _Optional:
    anchor: Anchor | None = None

    def __init__(self, part: Node) -> None:
        self._part = part

    def ends(self, text: Text, start: int) -> frozenset[int]:
        return self._part.ends(text, start) | {start}


class _Gap:
    def __init__(self, least: int, most: int) -> None:
        self.anchor: Anchor | None = None
        self._least, self._most = least, most

    def ends(self, text: Text, start: int) -> frozenset[int]:
        most = min(start + self._most, len(text.words))
        return frozenset(range(start + self._least, most + 1))


class _Start:
    """Nothing, where a sentence begins."""

    anchor: Anchor | None = None

    def ends(self, text: Text, start: int) -> frozenset[int]:
        return frozenset((start,)) if _LEAD.issuperset(text.words[:start]) else _NOWHERE


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue, ready to be looked for."""

    source: str
    node: Node
    anchor: Anchor
    words: frozenset[str]
    """Its literal words and beginnings."""


class Compiler:
    """Compiles cues that share lists."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        """``lists``: name in capitals -> entries. Raises PatternError."""
        self.lists: dict[str, Node] = {}
        self.list_words: dict[str, frozenset[str]] = {}
        for name, entries in lists.items():
            if not name.isupper():
                raise PatternError(f"list {name!r}: its name must be in capitals")
            parser = _Parser("|".join(map(str, entries)), self)
            self.lists[name] = parser.whole()
            self.list_words[name] = frozenset(parser.words)

    def compile(self, source: str) -> Pattern:
        """One cue. Raises PatternError."""
        parser = _Parser(source, self)
        node = parser.whole()
        if node.anchor is None:
            raise PatternError(f"{source!r} would match anything")
        return Pattern(source, node, node.anchor, frozenset(parser.words))


class _Parser:
    def __init__(self, source: str, compiler: Compiler) -> None:
        self._source = source
        self._compiler = compiler
        self._tokens = _LEXER.findall(source)
        self._at = 0
        self.words: set[str] = set()

    def whole(self) -> Node:
        node = self._alternatives()
        if self._token:
            raise PatternError(f"{self._source!r}: {self._token!r} closes nothing")
        return node

    @property
    def _token(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _alternatives(self) -> Node:
        options = [self._sequence()]
        while self._token == "|":
            self._at += 1
            options.append(self._sequence())
        single = [o for o in options if isinstance(o, _Words)]
        several: list[Node] = [o for o in options if not isinstance(o, _Words)]
        if single:
            several.insert(0, _Words(frozenset().union(*(o.anchor or () for o in single))))
        return several[0] if len(several) == 1 else _Either(several)

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._token and self._token not in ")]|":
            parts.append(self._element())
        if not parts:
            raise PatternError(f"{self._source!r}: an empty alternative")
        return parts[0] if len(parts) == 1 else _Sequence(parts)

    def _element(self) -> Node:
        token = self._token
        self._at += 1
        if token in _GAPS:
            return _Gap(*_GAPS[token])
        if token == "<":
            return _Start()
        if token in "([":
            return self._group(token)
        if token.isupper() and len(token) > 1:
            return self._list(token)
        return self._word(token.lower())

    def _group(self, opening: str) -> Node:
        inner = self._alternatives()
        if self._token != {"(": ")", "[": "]"}[opening]:
            raise PatternError(f"{self._source!r}: {opening!r} is not closed")
        self._at += 1
        return inner if opening == "(" else _Optional(inner)

    def _list(self, name: str) -> Node:
        if name not in self._compiler.lists:
            raise PatternError(f"{self._source!r}: there is no list {name} before it")
        self.words |= self._compiler.list_words[name]
        return self._compiler.lists[name]

    def _word(self, word: str) -> Node:
        if not word.rstrip("*").isalnum() and word != ",":
            raise PatternError(f"{self._source!r}: write {word!r} without signs")
        self.words.add(word)
        return _Words((word,))


def _cost(anchor: Anchor) -> int:
    """How often a pattern with this anchor would have to be tried: common words cost most."""
    return sum(50 if word in _COMMON else 1 for word in anchor)


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern at a place."""

    number: int
    """The pattern's place among the indexed ones."""
    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""


class PatternIndex:
    """Finds the patterns that apply to a text, trying only those whose anchor occurs."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._exact: dict[str, list[int]] = {}
        self._beginning: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for word in pattern.anchor:
                table = self._beginning if word.endswith("*") else self._exact
                table.setdefault(word.rstrip("*"), []).append(number)
        self._lengths = sorted({len(beginning) for beginning in self._beginning})

    def find(self, text: Text) -> list[Found]:
        """Every match, the longest one at each place of each pattern."""
        words = text.words
        found = []
        for number in sorted(self._possible(words)):
            pattern = self.patterns[number]
            begins_with_pause = pattern.source.startswith(",")
            for start, word in enumerate(words):
                if (word == ",") != begins_with_pause:
                    continue
                if ends := pattern.node.ends(text, start):
                    found.append(Found(number, start, max(ends)))
        return found

    def whole(self, text: Text) -> Found | None:
        """A pattern that is all of the text."""
        length = len(text.words)
        for number in sorted(self._possible(text.words)):
            if length in self.patterns[number].node.ends(text, 0):
                return Found(number, 0, length)
        return None

    def _possible(self, words: Sequence[str]) -> set[int]:
        numbers: set[int] = set()
        for word in set(words):
            numbers.update(self._exact.get(word, ()))
            for length in self._lengths:
                if length <= len(word):
                    numbers.update(self._beginning.get(word[:length], ()))
        return numbers
