"""Plain text, as it is copied from a web page or a leaflet: headings are short lines."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from assistant.content.importing.blocks import Block, Extract, tidy
from assistant.content.importing.decoding import decode
from assistant.content.importing.limits import Watch

_LONGEST_HEADING: Final = 80
_MOST_WORDS: Final = 12
_BULLET: Final = re.compile(r"^\s*(?:[•●▪‣◦∙·*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_UNDERLINE: Final = re.compile(r"^\s*([=\-~_*#])\1{2,}\s*$")
_MARKED: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ENDS: Final = tuple('.,;:…"”)')


def read_plain(data: bytes, path: Path, watch: Watch) -> Extract:
    """Blocks of a text file. Raises Refused where its bytes are no text."""
    return Extract(tuple(blocks(decode(data))))


def blocks(text: str) -> Iterator[Block]:
    """Headings, paragraphs and list items of a text."""
    for lines in _groups(text.replace("\r\n", "\n").replace("\r", "\n")):
        yield from _group(lines)


def looks_like_heading(line: str) -> bool:
    """Short, not a sentence, and beginning like one: a capital letter or a number."""
    words = line.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and len(line) <= _LONGEST_HEADING
        and not line.endswith(_ENDS)
        and (line[0].isupper() or line[0].isdigit() or line[0] in "\"“'‘¿")
        and any(letter.isalpha() for letter in line)
        and ". " not in line
    )


def _groups(text: str) -> Iterator[list[str]]:
    """Lines between empty lines; a line drawn under a heading stays with it."""
    group: list[str] = []
    for line in text.split("\n"):
        if tidy(line):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _group(lines: Sequence[str]) -> Iterator[Block]:
    if len(lines) > 1 and _UNDERLINE.match(lines[1]) and not _BULLET.match(lines[0]):
        yield Block("heading", tidy(lines[0]), 1 if "=" in lines[1] else 2)
        lines = lines[2:]
    elif marked := _MARKED.match(lines[0].strip()):
        yield Block("heading", tidy(marked[2]), len(marked[1]))
        lines = lines[1:]
    elif _opens_with_heading(lines):
        yield Block("heading", tidy(lines[0]), 2)
        lines = lines[1:]
    yield from _paragraphs([line for line in lines if not _UNDERLINE.match(line)])


def _opens_with_heading(lines: Sequence[str]) -> bool:
    """A heading alone, or right above its text: then it is no line that was merely broken."""
    first = tidy(lines[0])
    if _BULLET.match(lines[0]) and not (len(lines) == 1 and first[0].isdigit()):
        return False
    if not looks_like_heading(first):
        return False
    if len(lines) == 1:
        return True
    second = tidy(lines[1])
    width = max(len(line) for line in lines[1:])
    broken = len(first) + 1 + len(second.split()[0]) > max(width, 40)
    begins = second[:1].isupper() or bool(_BULLET.match(lines[1]))
    listed = all(looks_like_heading(tidy(line)) for line in lines)
    return begins and not broken and not listed


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    """Items of lists, and the lines of a paragraph joined."""
    pieces: list[str] = []
    item = False
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet and pieces:
            yield _joined(pieces, item)
            pieces = []
        if bullet:
            item = True
        pieces.append(line[bullet.end() :] if bullet else line)
    if pieces:
        yield _joined(pieces, item)


def _joined(lines: Sequence[str], item: bool) -> Block:
    """Lines as one, a word broken by a hyphen made whole."""
    text = ""
    for line in (tidy(line) for line in lines):
        if re.search(r"[a-z]-$", text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}".strip()
    return Block("item" if item else "text", text)
