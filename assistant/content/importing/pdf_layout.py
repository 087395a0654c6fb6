"""From pieces of text with places to lines, and from lines to blocks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, NamedTuple

from assistant.content.importing.blocks import Block, tidy

_LARGER: Final = 1.12
"""Times the body's size from which a line is a heading."""
_GAP: Final = 1.35
"""Times the usual distance between lines from which a new paragraph begins."""
_LONGEST_HEADING: Final = 120
_REPEATED: Final = 3
"""Pages on which a line at the edge must stand to be the page's furniture."""
_EDGE: Final = 0.1
"""Share of the printed height, at its top and bottom, where furniture stands."""
_BULLET: Final = re.compile(r"^(?:[•●▪‣◦∙·*–\uf0b7\uf0a7-]|\(?\d{1,2}[.)])\s+")
_NUMBER: Final = re.compile(r"\d+")
_NUMBER_ONLY: Final = re.compile(r"^(?:page\s*)?\d+(?:\s*(?:/|of)\s*\d+)?$", re.IGNORECASE)


class Piece(NamedTuple):
    """Text as the file holds it."""

    text: str
    x: float
    y: float
    """From the page's bottom, in points."""
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line."""

    text: str
    y: float
    size: float
    """Of most of its letters."""
    bold: bool
    """Throughout."""


def lines(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces of one height joined, in the file's order, which follows columns."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if piece.text == "\n":
            continue
        same = found and abs(found[-1][-1].y - piece.y) < max(1.0, 0.3 * piece.size)
        if same and piece.x >= found[-1][0].x - 1:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [line for group in found if (line := _line(group)).text]


def _line(group: Sequence[Piece]) -> Line:
    sizes: Counter[float] = Counter()
    for piece in group:
        sizes[piece.size] += len(piece.text.strip())
    text = tidy("".join(piece.text for piece in group))
    bold = all(piece.bold for piece in group if piece.text.strip())
    return Line(text, group[0].y, sizes.most_common(1)[0][0], bold)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without what is printed at the edge of each, and without page numbers."""
    heights = [line.y for page in pages for line in page]
    top, bottom = (max(heights), min(heights)) if heights else (0.0, 0.0)
    margin = _EDGE * (top - bottom)

    def at_edge(line: Line) -> bool:
        return line.y >= top - margin or line.y <= bottom + margin

    edges = Counter(chain.from_iterable({_shape(li) for li in p if at_edge(li)} for p in pages))
    furniture = {shape for shape, number in edges.items() if number >= _REPEATED}

    def is_furniture(line: Line) -> bool:
        return at_edge(line) and (_shape(line) in furniture or _is_number(line))

    return [[line for line in page if not is_furniture(line)] for page in pages]


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", line.text.lower())


def _is_number(line: Line) -> bool:
    return bool(_NUMBER_ONLY.match(line.text))


def blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """Headings, items and paragraphs; a paragraph may go on over the page's end."""
    everything = [line for page in pages for line in page]
    style = _Style(everything)
    group: list[Line] = []
    for line in everything:
        if group and not style.goes_on(group[-1], line):
            yield style.block(group)
            group = []
        group.append(line)
    if group:
        yield style.block(group)


class _Style:
    """What a document's body looks like, and what stands out from it."""

    def __init__(self, everything: Sequence[Line]) -> None:
        letters: Counter[float] = Counter()
        bold = 0
        for line in everything:
            letters[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
        self._size = letters.most_common(1)[0][0] if letters else 10.0
        self._mostly_bold = bold > 0.5 * sum(letters.values())
        larger = {s for s in letters if s >= self._size * _LARGER}
        self._levels = {size: n + 1 for n, size in enumerate(sorted(larger, reverse=True))}
        gaps = Counter(
            round(a.y - b.y)
            for a, b in pairwise(everything)
            if 0 < a.y - b.y < 2 * self._size and a.size == b.size == self._size
        )
        self._gap = gaps.most_common(1)[0][0] if gaps else self._size * 1.2

    def level(self, line: Line) -> int:
        """Of a heading; 0 for all else."""
        if len(line.text) > _LONGEST_HEADING or not any(c.isalpha() for c in line.text):
            return 0
        if line.size in self._levels:
            return min(6, self._levels[line.size])
        bold = line.bold and not self._mostly_bold and line.size >= self._size
        ends = line.text.endswith((".", ",", ";", ":")) or bool(_BULLET.match(line.text))
        return min(6, len(self._levels) + 2) if bold and not ends else 0

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether two lines belong together."""
        if _BULLET.match(line.text) or self.level(before) != self.level(line):
            return False
        gap = before.y - line.y
        if gap <= 0:  # the next column or page: a sentence that has not ended goes on
            return not before.text.endswith((".", "!", "?", ":")) and not self.level(line)
        return gap <= max(_GAP * self._gap, _GAP * 1.2 * line.size if self.level(line) else 0)

    def block(self, group: Sequence[Line]) -> Block:
        """Lines as one block, words broken at a line's end made whole."""
        text = ""
        for line in group:
            if re.search(r"[a-z]-$", text) and line.text[:1].islower():
                text = text[:-1] + line.text
            else:
                text = f"{text} {line.text}".strip()
        if level := self.level(group[0]):
            return Block("heading", text, level)
        if bullet := _BULLET.match(text):
            return Block("item", text[bullet.end() :])
        return Block("text", text)
