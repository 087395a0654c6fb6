"""Loads the packs that the settings choose."""

from dataclasses import dataclass, field

from assistant.content import cache
from assistant.content.folders import HOUSE, PackFolder, digest, read_folders
from assistant.content.model import Content
from assistant.content.problems import Places, Problems
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """Content with what was found on the way; ``check`` and the watcher want to know it all."""

    content: Content | None
    """None where an error forbids to use it."""
    problems: Problems
    places: Places = field(default_factory=dict)
    """Where things stand: (kind, name, ...) -> place; see ``Places``."""


def load_content(settings: Settings) -> Content:
    """The content that the settings choose; the house pack is always among it.

    What was loaded once is taken from the cache until a file changes. Raises ContentError
    ("file:line: what: cure") where a pack cannot be used.
    """
    problems = Problems()
    folders = read_folders(settings, problems)
    problems.raise_first()
    key = _key(folders)
    if kept := cache.read(key):
        return kept
    loaded = build(folders, problems)
    problems.raise_first()
    assert loaded.content is not None
    cache.write(key, loaded.content)
    return loaded.content


def load_all(settings: Settings) -> Loaded:
    """The same without the cache, with every problem instead of the first as an exception.

    Raises ContentError only where there is no such pack or folder.
    """
    problems = Problems()
    return build(read_folders(settings, problems), problems)


def build(folders: list[PackFolder], problems: Problems) -> Loaded:
    """Content out of the files' bytes."""
    # Imported here: a start from the cache needs no YAML, no schema and no Markdown.
    from assistant.content.build import PackBuilder
    from assistant.content.house import build_house

    places: Places = {}
    packs = []
    for folder in folders:
        pack = PackBuilder(folder, problems, places).build()
        if pack is not None:
            packs.append(pack)
    house = build_house(next(f for f in folders if f.name == HOUSE), problems)
    content = None if problems.errors else Content(tuple(packs), digest(folders), house)
    return Loaded(content, problems, places)


def _key(folders: list[PackFolder]) -> str:
    return " ".join([digest(folders), *(str(folder.path.resolve()) for folder in folders)])
