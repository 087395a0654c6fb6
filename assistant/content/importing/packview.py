"""What stands in a pack's files now, read leniently: the loader judges, an import only looks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.content.documents import DOCUMENTS
from assistant.content.importing.changes import sections_of
from assistant.content.importing.sections import ImportedDocument
from assistant.content.sentences import sentences
from assistant.errors import ContentError

_SAME: Final = 0.3
"""Share of sentences from which two texts are versions of one document."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that the pack has."""

    title: str
    path: Path
    sections: dict[str, str]
    """Heading -> text."""


@dataclass(frozen=True, slots=True)
class PackView:
    """A look at a pack's folder."""

    folder: Path

    def documents(self) -> Iterator[Known]:
        """The documents that pack.yaml lists and whose files are there."""
        for entry in _data(self.folder / "pack.yaml").get("documents") or []:
            path = self.folder / DOCUMENTS / str(entry.get("file", ""))
            if path.is_file():
                sections = _sections(path, *_state(path))
                yield Known(entry.get("title") or next(iter(sections), ""), path, sections)

    def intents(self) -> Iterator[dict[str, Any]]:
        """All intents, drafts too."""
        for path in sorted(self.folder.glob("*.y*ml")):
            yield from _data(path).get("intents") or []

    def citing(self, title: str) -> dict[str, list[str]]:
        """Heading -> ids of the intents that cite it."""
        found: dict[str, list[str]] = {}
        for intent in self.intents():
            for source in intent.get("sources") or []:
                if source.get("document") == title:
                    found.setdefault(source.get("section", ""), []).append(intent["id"])
        return found


def version_of(document: ImportedDocument, name: str, there: Iterable[Known]) -> Known | None:
    """The document of the same title or file ``name`` whose text is mostly the same."""
    for known in there:
        named = known.title == document.title or known.path.stem == name
        if named and _alike(known.sections, document):
            return known
    return None


def _data(path: Path) -> dict[str, Any]:
    """Empty where there is no file. Raises ContentError where it is broken."""
    return _parsed(path, *_state(path)) if path.exists() else {}


def _state(path: Path) -> tuple[int, int, int]:
    """Changes with every writing of a file: each is written as a new one."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=2_000)
def _parsed(path: Path, *state: int) -> dict[str, Any]:
    """A file is read once in an import of hundreds."""
    try:
        data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        text = " ".join(str(error).split())
        raise ContentError(f"{path}: {text}: mend it before you import") from None
    return data if isinstance(data, dict) else {}


@lru_cache(maxsize=2_000)
def _sections(path: Path, *state: int) -> dict[str, str]:
    return sections_of(path.read_text("utf-8"))


def _alike(sections: dict[str, str], document: ImportedDocument) -> bool:
    old = {s.text for text in sections.values() for s in sentences(text)}
    new = {s.text for section in document.sections for s in sentences(section.text)}
    if not old or not new:
        return old == new
    headings = {section.heading for section in document.sections} - {document.title}
    shared = len(headings & sections.keys()) / max(1, len(headings))
    return len(old & new) >= _SAME * min(len(old), len(new)) or shared > 0.5
