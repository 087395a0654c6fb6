"""The rules' small language, matched in linear time.

The language is explained to its readers at the head of ``intents/house/safety/words.yaml``. A
pattern is a regular expression over words; it is followed along all its branches at once (Thompson
1968), and no part may repeat without bound, so that a search costs at most a constant for each word
of the text. Lists are shared between patterns, and looked for once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from assistant.safety.pieces import Anchor, Chain, Either, Gap, Node, Optional, Start, Text, Words

_LEXER: Final = re.compile(r"\.{1,3}|[()\[\]|]|[^\s()\[\]|.]+")
_ENDS: Final = frozenset(("", ")", "]", "|"))
_CLOSING: Final = {"(": ")", "[": "]"}
_GAPS: Final = {".": (1, 1), "..": (0, 3), "...": (0, 7)}


class PatternError(ValueError):
    """A pattern is not well-formed; the message says what is wrong."""


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
        self.words = cache(Words)
        """One piece for the same words, so that they are looked for once."""
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
        self._rest = [*reversed(_LEXER.findall(source))]
        self._token = ""
        """The one looked at; empty at the end."""
        self.words: set[str] = set()
        self._go_on()

    def whole(self) -> Node:
        node = self._alternatives()
        if self._token:
            raise PatternError(f"{self._source!r}: {self._token!r} closes nothing")
        return node

    def _go_on(self) -> None:
        self._token = self._rest.pop() if self._rest else ""

    def _alternatives(self) -> Node:
        options = [self._sequence()]
        while self._token == "|":
            self._go_on()
            options.append(self._sequence())
        if len(options) == 1:
            return options[0]
        single = [o.anchor or frozenset() for o in options if isinstance(o, Words)]
        several: list[Node] = [o for o in options if not isinstance(o, Words)]
        if single:
            several.insert(0, self._compiler.words(frozenset().union(*single)))
        return several[0] if len(several) == 1 else Either(several)

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._token not in _ENDS:
            parts.append(self._element())
        if not parts:
            raise PatternError(f"{self._source!r}: an empty alternative")
        return parts[0] if len(parts) == 1 else Chain(parts)

    def _element(self) -> Node:
        token = self._token
        self._go_on()
        if token in _GAPS:
            return Gap(*_GAPS[token])
        if token == "<":
            return Start()
        if token in _CLOSING:
            return self._group(token)
        if token.isupper() and len(token) > 1:
            return self._list(token)
        return self._word(token.lower())

    def _group(self, opening: str) -> Node:
        inner = self._alternatives()
        if self._token != _CLOSING[opening]:
            raise PatternError(f"{self._source!r}: {opening!r} is not closed")
        self._go_on()
        return inner if opening == "(" else Optional(inner)

    def _list(self, name: str) -> Node:
        if name not in self._compiler.lists:
            raise PatternError(f"{self._source!r}: there is no list {name} before it")
        self.words |= self._compiler.list_words[name]
        return self._compiler.lists[name]

    def _word(self, word: str) -> Node:
        if not word.rstrip("*").isalnum() and word != ",":
            raise PatternError(f"{self._source!r}: write {word!r} without signs")
        self.words.add(word)
        return self._compiler.words(frozenset((word,)))


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
        found = []
        words = text.every >> 1 & ~text.pauses
        for number in sorted(self._possible(text.of)):
            pattern = self.patterns[number]
            starts = text.pauses if pattern.source.startswith(",") else words
            if not pattern.node.ends(text, starts):
                continue
            for start in range(len(text.words)):
                if ends := pattern.node.ends(text, starts & 1 << start):
                    found.append(Found(number, start, ends.bit_length() - 1))
        return found

    def whole(self, text: Text) -> Found | None:
        """A pattern that is all of the text."""
        length = len(text.words)
        for number in sorted(self._possible(text.of)):
            if self.patterns[number].node.ends(text, 1) >> length & 1:
                return Found(number, 0, length)
        return None

    def _possible(self, words: Iterable[str]) -> set[int]:
        numbers: set[int] = set()
        for word in words:
            numbers.update(self._exact.get(word, ()))
            for length in self._lengths:
                if length <= len(word):
                    numbers.update(self._beginning.get(word[:length], ()))
        return numbers
