"""Puts documents into a pack: nothing is overwritten, and a kill leaves all whole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

import yaml

from assistant.content.documents import DOCUMENTS, REVIEW
from assistant.content.files import write_text
from assistant.content.importing.changes import Change, changes
from assistant.content.importing.drafting import draft_file, slug
from assistant.content.importing.formats import read_file
from assistant.content.importing.limits import Limits, Refused, Watch
from assistant.content.importing.packfile import new_pack, with_document
from assistant.content.importing.packview import Known, PackView, version_of
from assistant.content.importing.rendering import render
from assistant.content.importing.sections import ImportedDocument, build_document
from assistant.content.model import Section

EARLIER: Final = "earlier"
"""Folder of a pack with the documents that an update replaced; it is not loaded."""

_RESERVED: Final = ("pack", "review", "disagreements", "from_misses", "from-misses")

Outcome: TypeAlias = Literal["imported", "unchanged", "changed", "updated", "refused"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    file: Path
    outcome: Outcome
    document: ImportedDocument | None = None
    reason: str = ""
    """Why it was refused."""
    changes: tuple[Change, ...] = ()
    written: tuple[Path, ...] = ()


@dataclass(slots=True)
class Importer:
    """Takes files into the pack in ``folder``, which is made where it is not there."""

    folder: Path
    update: bool = False
    """Whether a changed document takes the place of the one in the pack."""
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[str], None] = lambda text: None

    def take(self, files: Sequence[Path]) -> Iterator[Result]:
        """One result a file, in order; a file that is refused does not stop the others."""
        for number, file in enumerate(files, start=1):
            label = f"{number} of {len(files)}: {file.name}"
            self.progress(label)
            try:
                yield self._take(file, label)
            except Refused as error:
                yield Result(file, "refused", reason=str(error))

    def _take(self, file: Path, label: str) -> Result:
        watch = Watch(self.limits, lambda text: self.progress(f"{label}, {text}"))
        document = build_document(read_file(file, watch), file.stem)
        if not document.sections:
            raise Refused("holds no text under its headings", "see whether it is the right file")
        there = list(self._view.documents())
        known = version_of(document, _name(file), there)
        if known is None:
            return self._add(file, _renamed(file, document, there), there)
        return self._compare(file, known, replace(document, title=known.title))

    @property
    def _view(self) -> PackView:
        return PackView(self.folder)

    def _add(self, file: Path, document: ImportedDocument, there: Sequence[Known]) -> Result:
        """The document, then its entry, then the drafts that cite it: at no moment does anything
        name what is not there."""
        path = self._free_document(_name(file), render(document), there)
        write_text(path, render(document))
        pack = self.folder / "pack.yaml"
        text = pack.read_text("utf-8") if pack.exists() else new_pack(self.folder.name)
        entry = {
            "file": path.name,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
        }
        write_text(pack, with_document(text, entry))
        written = (path, pack, self._draft(path.stem, document))
        return Result(file, "imported", document, written=written)

    def _compare(self, file: Path, known: Known, document: ImportedDocument) -> Result:
        citing = self._view.citing(known.title)
        found = tuple(changes(known.sections, document, citing))
        if not found:
            # No intent at all: the import before this one was cut off before its drafts.
            missing = () if citing else (self._draft(known.path.stem, document),)
            return Result(file, "unchanged", document, written=missing)
        if not self.update:
            return Result(file, "changed", document, changes=found)
        if cited := [change for change in found if change.kind == "gone" and change.intents]:
            told = ", ".join(f"{c.heading!r} ({', '.join(c.intents)})" for c in cited)
            raise Refused(f"lacks sections that intents cite: {told}", "change their sources first")
        written = self._replace(known, document, found)
        return Result(file, "updated", document, changes=found, written=written)

    def _replace(
        self, known: Known, document: ImportedDocument, found: Sequence[Change]
    ) -> tuple[Path, ...]:
        """The version in use is kept, and what its answers were compared with is noted first."""
        kept = self._free_path(self.folder / EARLIER / known.path.name)
        write_text(kept, known.path.read_text("utf-8"))
        self._note_reviewed(known)
        write_text(known.path, render(document))
        new = {change.heading for change in found if change.kind == "new"}
        added = tuple(section for section in document.sections if section.heading in new)
        if not added:
            return known.path, kept
        drafts = self._draft(known.path.stem, ImportedDocument(document.title, added))
        return known.path, kept, drafts

    def _draft(self, stem: str, document: ImportedDocument) -> Path:
        path = self._free_path(self.folder / f"{stem}.yaml")
        intents = list(self._view.intents())
        ids = [str(intent.get("id", "")) for intent in intents]
        asked = [[intent.get("title", ""), *(intent.get("questions") or [])] for intent in intents]
        titles = [text.lower() for texts in asked for text in texts]
        write_text(path, draft_file(document, self.folder.name, ids, titles))
        return path

    def _note_reviewed(self, known: Known) -> None:
        """The digests of the sections as they were, where no review has noted any."""
        path = self.folder / REVIEW
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) if path.exists() else {}
        noted = dict((data or {}).get("sections") or {})
        if known.title not in noted:
            noted[known.title] = {
                heading: Section(known.title, heading, text, "", 0).digest
                for heading, text in known.sections.items()
            }
            text = yaml.safe_dump({"sections": noted}, allow_unicode=True, sort_keys=False)
            write_text(path, str(text))

    def _free_document(self, wanted: str, text: str, there: Sequence[Known]) -> Path:
        """A file that nothing has; the same text, not listed, was left by an import cut off."""
        listed = {known.path.stem for known in there}
        name, number = wanted, 2
        while True:
            path = self.folder / DOCUMENTS / f"{name}.md"
            left = path.exists() and name not in listed and path.read_text("utf-8") == text
            if left or not (path.exists() or (self.folder / f"{name}.yaml").exists()):
                return path
            name, number = f"{wanted}-{number}", number + 1

    def _free_path(self, wanted: Path) -> Path:
        path, number = wanted, 2
        while path.exists():
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
            number += 1
        return path


def _renamed(file: Path, document: ImportedDocument, there: Sequence[Known]) -> ImportedDocument:
    """Another document of a title that is taken gets its file's name behind it: sources name
    documents by their titles."""
    titles = {known.title for known in there}
    if document.title not in titles:
        return document
    title, number = f"{document.title} ({file.stem})", 2
    while title in titles:
        title, number = f"{document.title} ({file.stem}, {number})", number + 1
    first, *rest = document.sections
    if first.heading == document.title:
        first = replace(first, heading=title)
    return replace(document, title=title, sections=(first, *rest))


def _name(file: Path) -> str:
    """The name of the document's files; none of those that mean something to the loader."""
    name = slug(file.stem, "-")
    reserved = name in _RESERVED or name.startswith("unanswered")
    return f"text-{name}" if reserved else name


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Files as they are named, and for a folder all in it whose names are not hidden."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            found += [file for file in inside if not _hidden(file.relative_to(path))]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
