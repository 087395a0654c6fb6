"""Text made fit for a synthesiser: no notation of its own, no control characters, in sentences."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.messages import WordMark

_LONGEST: Final = 400
"""Characters handed over at once; a longer sentence is cut at a space."""
_NOTATION: Final = frozenset("[]<>{}|\\^~`_")
"""Read by eSpeak as phonemes or markup, or spelled out; none of it is speech."""
_SIGNS: Final = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "So", "Sk"))
"""Unicode's categories of control characters, halves of characters, emoji and the like."""
_END: Final = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<=[.!?…:;])[\"')\]]*\s+(?![a-z])|\n+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a text."""

    text: str
    offset: int
    """Index of its first character in the whole text."""


def plain_text(text: str) -> str:
    """The text with everything a synthesiser must not see replaced by spaces, one for one."""
    return "".join(" " if _unspeakable(char) else char for char in text)


def _unspeakable(char: str) -> bool:
    return char in _NOTATION or unicodedata.category(char) in _SIGNS


def sentences(text: str) -> Iterator[Piece]:
    """The text's sentences in order, none longer than eSpeak takes well, none without a letter."""
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        for piece in _cut(text[start:end], start):
            if any(char.isalnum() for char in piece.text):
                yield piece
        start = end


def _cut(text: str, offset: int) -> Iterator[Piece]:
    while len(text) > _LONGEST:
        at = text.rfind(" ", 1, _LONGEST) + 1 or _LONGEST
        yield Piece(text[:at], offset)
        text, offset = text[at:], offset + at
    yield Piece(text, offset)


class Respelling:
    """Words spelt so that the voice says them right, and the way back to the original text."""

    def __init__(self, say: Mapping[str, str]) -> None:
        """``say`` maps words or phrases, in any case, to their spelling for the voice."""
        self._say = {word.lower(): spelling for word, spelling in say.items()}
        longest_first = sorted(map(re.escape, self._say), key=len, reverse=True)
        pattern = rf"\b(?:{'|'.join(longest_first)})\b" if longest_first else r"(?!)"
        self._pattern: Final = re.compile(pattern, re.IGNORECASE)

    def apply(self, text: str) -> tuple[str, "Trace"]:
        """The text for the voice, and how its places lead back."""
        parts: list[str] = []
        steps: list[_Step] = []
        done = length = 0
        for match in self._pattern.finditer(text):
            spelling = self._say[match[0].lower()]
            parts += (text[done : match.start()], spelling)
            length += match.start() - done
            steps.append(_Step(length, len(spelling), match.start(), len(match[0])))
            length += len(spelling)
            done = match.end()
        return "".join((*parts, text[done:])), Trace(tuple(steps))


@dataclass(frozen=True, slots=True)
class _Step:
    at: int
    length: int
    origin: int
    origin_length: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Leads places of a respelt text back to the original."""

    steps: Sequence[_Step]

    def back(self, mark: WordMark) -> WordMark:
        """The mark in the original text; inside a respelling it is the whole word."""
        shift = 0
        for step in self.steps:
            if mark.offset < step.at:
                break
            if mark.offset < step.at + step.length:
                return WordMark(step.origin, step.origin_length, mark.time)
            shift = step.origin + step.origin_length - step.at - step.length
        return WordMark(mark.offset + shift, mark.length, mark.time)
