"""From blocks to a document: title, publisher, date, and headings with their text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from rapidfuzz import fuzz

from assistant.content.importing.blocks import Block, Extract

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE: Final = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?"
    rf"\s+\d{{4}}|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})",
    re.IGNORECASE,
)
_READING_TIME: Final = re.compile(r"[\s|·•,–-]*\b\d+\s*min(?:ute)?s?\.?\s+read(?:ing)?\b.*$", re.I)
_PUBLISHED: Final = re.compile(
    r"^(?:published|posted|updated|last updated|written|reviewed|issued|produced)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_PUBLISHER: Final = re.compile(
    r"^(?:publisher|source|author)\s*:\s*(?P<name>.+)$|^by\s+(?P<by>\S.{1,60})$", re.I
)
_BY: Final = re.compile(r"\b(?:in|by)\s+(?P<name>[^,|·•]+)", re.IGNORECASE)
_LABELLED: Final = re.compile(r"^(?P<label>[A-Z][^:.?!]{2,60}):\s+(?P<text>\S.*)$")
_LONGEST_LABEL: Final = 6
"""Words."""
_SECTION_OF_ITS_OWN: Final = 120
"""Characters from which a labelled list item is a section: less is a mere list."""
_LIKE_A_TITLE: Final = 5
"""Words: a single word above so long a heading names the site, not the text."""
_ALIKE: Final = 85
"""Percent of likeness to the file's name."""
_LONGEST_META: Final = 120


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A heading with its text."""

    heading: str
    paragraphs: tuple[str, ...]
    level: int = 2

    @property
    def text(self) -> str:
        """As the content's loader gives it."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A document, ready to be written."""

    title: str
    sections: tuple[ImportedSection, ...]
    publisher: str = ""
    published: str = ""
    warnings: tuple[str, ...] = ()


def build_document(extract: Extract, stem: str) -> ImportedDocument:
    """Sections out of blocks; ``stem`` is the file's name, which often holds the title's words.

    Text before the first heading bears the title as its heading, as it does for the loader.
    """
    head, body = _split_head(extract.blocks)
    facts = _Facts(extract.publisher, extract.published)
    notes = [bool(facts.take(block.text)) for block in head]
    title, rest = _title(extract.title, head, notes, stem)
    kept = [block for block in body if not (_is_meta(block) and facts.take(block.text))]
    sections = _named(_sections(title, [*rest, *kept]))
    return ImportedDocument(title, sections, facts.publisher, facts.published, extract.warnings)


class _Facts:
    """Publisher and date, as the lines around the title tell them."""

    def __init__(self, publisher: str, published: str) -> None:
        self.publisher = publisher
        self.published = published

    def take(self, line: str) -> bool:
        """Whether the line told something of the kind, and nothing else."""
        plain = _READING_TIME.sub("", line)
        date = _DATE.search(plain)
        if found := _PUBLISHED.match(plain):
            self._note(found["rest"].replace(date[0] if date else "\0", ""), date)
            return True
        if found := _PUBLISHER.match(plain):
            self.publisher = self.publisher or (found["name"] or found["by"]).strip()
            return True
        if date and len(plain) - len(date[0]) < 3:
            self._note("", date)
            return True
        return not plain.strip()

    def _note(self, rest: str, date: re.Match[str] | None) -> None:
        self.published = self.published or (date[0] if date else "")
        if name := _BY.search(rest):
            self.publisher = self.publisher or name["name"].strip(" :.-–")


def _is_meta(block: Block) -> bool:
    return (
        block.kind != "item"
        and len(block.text) <= _LONGEST_META
        and bool(re.match(r"(?:last )?(?:published|posted|updated)\b", block.text, re.I))
        and bool(_DATE.search(block.text) or _READING_TIME.search(block.text))
    )


def _split_head(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The headings and short notes above the first text, and all from there on."""
    head = list(takewhile(_belongs_to_head, blocks))
    return head, list(blocks[len(head) :])


def _belongs_to_head(block: Block) -> bool:
    return block.kind == "heading" or bool(
        block.kind == "text"
        and len(block.text) <= _LONGEST_META
        and (_PUBLISHED.match(block.text) or _PUBLISHER.match(block.text))
    )


def _title(
    given: str, head: Sequence[Block], notes: Sequence[bool], stem: str
) -> tuple[str, list[Block]]:
    """The title, and the headings of the head that are sections' headings.

    ``notes`` tells which blocks of the head were a publisher's or a date's line: the heading
    right above one is the title.
    """
    headings = [block for block, note in zip(head, notes, strict=True) if not note]
    if not headings:
        return given or _from_stem(stem), []
    if given and not any(block.level == 1 for block in headings):
        return given, [block for block in headings if block.text != given][-1:]
    noted = [block for block, note in zip(head, notes[1:], strict=False) if note]
    ranks = [_rank(headings, n, given or stem, noted) for n in range(len(headings))]
    best = ranks.index(min(ranks))
    return headings[best].text, headings[best + 1 :]


def _rank(
    headings: Sequence[Block], index: int, named: str, noted: Sequence[Block]
) -> tuple[bool, bool, bool, bool, int]:
    """Lower is likelier the title: as the file is named, above a date, no site's name, first."""
    block = headings[index]
    words = re.sub(r"[^a-z0-9]+", " ", named.lower())
    alike = fuzz.token_set_ratio(words, re.sub(r"[^a-z0-9]+", " ", block.text.lower()))
    below = headings[index + 1] if index + 1 < len(headings) else None
    site = (
        below is not None
        and below.level == block.level
        and len(block.text.split()) == 1
        and (below.text.endswith("?") or len(below.text.split()) >= _LIKE_A_TITLE)
    )
    higher = min(other.level for other in headings)
    unlike = site or alike < _ALIKE
    return block.level > higher, unlike, block not in noted, site, index


def _from_stem(stem: str) -> str:
    return re.sub(r"[\s_-]+", " ", stem).strip().capitalize() or "Document"


def _sections(title: str, blocks: Iterable[Block]) -> list[ImportedSection]:
    """Each heading with the text up to the next; a long labelled list item is one too."""
    found: list[tuple[str, list[str], int]] = [(title, [], 1)]
    above = 1
    for block in blocks:
        if block.kind == "heading":
            above = max(2, block.level)
            found.append((block.text, [], above))
        elif labelled := _labelled(block):
            found.append((labelled[0], [labelled[1]], above + 1))
        else:
            found[-1][1].append(block.text)
    return [
        ImportedSection(heading, tuple(paragraphs), min(level, 6))
        for heading, paragraphs, level in found
        if paragraphs
    ]


def _labelled(block: Block) -> tuple[str, str] | None:
    """A list item such as "Correct Application: When it is ..." is a heading with its text."""
    found = _LABELLED.match(block.text) if block.kind == "item" else None
    if not found or len(found["text"]) < _SECTION_OF_ITS_OWN:
        return None
    short = len(found["label"].split()) <= _LONGEST_LABEL
    return (found["label"], found["text"]) if short else None


def _named(sections: Sequence[ImportedSection]) -> tuple[ImportedSection, ...]:
    """Sections of one name get a number, so that each can be cited."""
    seen: dict[str, int] = {}
    result = []
    for section in sections:
        seen[section.heading] = number = seen.get(section.heading, 0) + 1
        heading = f"{section.heading} ({number})" if number > 1 else section.heading
        result.append(ImportedSection(heading, section.paragraphs, section.level))
    return tuple(result)
