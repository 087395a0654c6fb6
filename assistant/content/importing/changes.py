"""What a new version of a document says differently, and whom it concerns."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.content.importing.sections import ImportedDocument
from assistant.content.markdown import parts
from assistant.content.sentences import sentences


@dataclass(frozen=True, slots=True)
class Change:
    """One section that differs."""

    heading: str
    kind: str
    """``new``, ``gone`` or ``changed``."""
    lines: tuple[str, ...] = ()
    """Sentences, ``-`` before those that went and ``+`` before those that came."""
    intents: tuple[str, ...] = ()
    """Ids of the intents that cite it and must be reviewed."""


def changes(
    old: Mapping[str, str], new: ImportedDocument, citing: Mapping[str, Iterable[str]]
) -> list[Change]:
    """The sections that differ; ``old`` has heading -> text, ``citing`` heading -> intent ids."""
    fresh = {section.heading: section.text for section in new.sections}
    found = []
    for heading in dict.fromkeys([*old, *fresh]):
        before, after = old.get(heading, ""), fresh.get(heading, "")
        if before == after:
            continue
        kind = "changed" if before and after else "new" if after else "gone"
        lines = tuple(_compared(before, after))
        found.append(Change(heading, kind, lines, tuple(citing.get(heading, ()))))
    return found


def sections_of(markdown: str) -> dict[str, str]:
    """Heading -> text of a document in the pack; text above the first section bears the title."""
    found = parts(markdown)
    title = next((part.heading for part in found if part.level == 1), "")
    return {part.heading or title: part.text for part in found if part.text}


def _compared(before: str, after: str) -> Iterator[str]:
    old = [sentence.text for sentence in sentences(before)] or before.splitlines()
    new = [sentence.text for sentence in sentences(after)] or after.splitlines()
    for line in difflib.ndiff(old, new):
        if line[0] in "+-":
            yield line
