"""A pack's documents: Markdown files, cut into sections at their headings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from assistant.content.folders import File, PackFolder
from assistant.content.markdown import Part, parts
from assistant.content.model import Document, Section
from assistant.content.problems import Place, Problems
from assistant.content.reading import Yaml, read_text, read_yaml
from assistant.content.schema import DocumentEntry, ReviewFile, checked, near

DOCUMENTS: Final = "documents/"
"""Folder of a pack's documents."""
REVIEW: Final = "review.yaml"
"""File with the digests of the sections that the answers were last compared with."""


def build_documents(
    folder: PackFolder, entries: list[DocumentEntry], yaml: Yaml, problems: Problems
) -> tuple[Document, ...]:
    """The documents that ``pack.yaml`` (``yaml``) lists."""
    reviewed = _reviewed(folder, problems)
    found = []
    for number, entry in enumerate(entries):
        place = yaml.at("documents", number, "file")
        file = folder.files.get(DOCUMENTS + entry.file)
        if file is None:
            there = [f.name.removeprefix(DOCUMENTS) for f in folder.below(DOCUMENTS)]
            problems.error(place, f"no file {DOCUMENTS}{entry.file}", near(entry.file, there))
        elif (text := read_text(file, problems)) is not None:
            document = _document(f"{folder.name}/{file.name}", entry, parts(text), reviewed)
            _check_sections(document, entry, file, place, problems)
            found.append(document)
    _check_unlisted(folder, entries, problems)
    return tuple(found)


def _document(
    path: str,
    entry: DocumentEntry,
    found: list[Part],
    reviewed: Mapping[str, Mapping[str, str]],
) -> Document:
    """Text before the first section, and a document without sections, bears the title."""
    first = next((part.heading for part in found if part.level == 1), "")
    title = entry.title or first or PurePosixPath(path).stem.replace("-", " ").capitalize()
    closed = {item.section for item in entry.not_for_answering}
    sections = [
        Section(title, heading, part.text, path, part.line, heading not in closed)
        for part in found
        if part.text and (heading := part.heading or title)
    ]
    if known := reviewed.get(title):
        sections = [replace(s, changed=known.get(s.heading) != s.digest) for s in sections]
    return Document(title, path, tuple(sections), entry.publisher, entry.published, entry.reviewed)


def _reviewed(folder: PackFolder, problems: Problems) -> Mapping[str, Mapping[str, str]]:
    """Document title -> heading -> digest; empty where the pack was never reviewed."""
    file = folder.files.get(REVIEW)
    yaml = read_yaml(file, problems) if file else None
    review = checked(ReviewFile, yaml, problems) if yaml else None
    return review.sections if review else {}


def _check_sections(
    document: Document, entry: DocumentEntry, file: File, place: Place, problems: Problems
) -> None:
    if not document.sections:
        problems.error(Place(file.shown), "has no text below its headings", "fill or remove it")
    counts = Counter(section.heading for section in document.sections)
    for section in document.sections:
        if counts[section.heading] > 1:
            there = Place(file.shown, section.line)
            text = f"heading {section.heading!r} stands {counts[section.heading]} times"
            problems.warning(there, text, "give each its own name, so that it can be cited")
    for item in entry.not_for_answering:
        if item.section not in counts:
            text = f"no section {item.section!r} in {document.title!r} to leave out"
            problems.error(place, text, near(item.section, counts))


def _check_unlisted(folder: PackFolder, entries: list[DocumentEntry], problems: Problems) -> None:
    listed = {DOCUMENTS + entry.file for entry in entries}
    for file in folder.below(DOCUMENTS):
        if file.name not in listed:
            cure = "list it in pack.yaml under documents, or remove it"
            problems.warning(Place(file.shown), "is not used", cure)
