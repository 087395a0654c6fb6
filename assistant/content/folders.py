"""Finds the packs and reads their files' bytes, once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.content.problems import Place, Problems, shown
from assistant.errors import ContentError
from assistant.settings import Settings

HOUSE: Final = "house"
"""The pack that is always loaded: control words, local facts, safety."""
LARGEST: Final = 20 * 1024 * 1024
"""Bytes that a file of a pack may have."""
_PATTERNS: Final = (
    "*.yaml", "*.yml", "phrasings/*.yaml", "phrasings/*.yml", "unanswered/*.yaml",
    "unanswered/*.yml", "safety/*.yaml", "safety/*.yml", "documents/**/*.md",
)  # fmt: skip
"""A pack's files; ``evaluation/`` is not among them, lest it be learned from."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a pack, as it was when it was read."""

    path: Path
    name: str
    """Relative to the pack's folder, with slashes."""
    data: bytes

    @property
    def shown(self) -> str:
        """The path as a person here can open it."""
        return shown(self.path)


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack's folder and what lies in it."""

    name: str
    path: Path
    files: Mapping[str, File]
    """Name relative to the folder -> file, sorted by name."""

    @property
    def shown(self) -> str:
        """The folder as a person here can open it."""
        return shown(self.path)

    def below(self, prefix: str) -> Iterator[File]:
        """The files whose name begins with ``prefix``."""
        return (file for name, file in self.files.items() if name.startswith(prefix))


def read_folders(settings: Settings, problems: Problems) -> list[PackFolder]:
    """The folders of the packs that the settings choose, by name, and ``house`` among them.

    A pack of the user's takes the place of the shipped one of that name; the house pack's files
    are taken over one by one, so that a clinic keeps only those that it changed. Raises
    ContentError where a named pack is not there.
    """
    places = _pack_places(settings)
    names = _chosen(settings.packs, list(places))
    return [_read(name, places[name], problems) for name in names]


def digest(folders: Iterable[PackFolder]) -> str:
    """SHA-256 over the names and bytes of all files."""
    whole = hashlib.sha256()
    for folder in folders:
        for name, file in folder.files.items():
            label = f"{folder.name}/{name}".encode()
            whole.update(b"%d %b %d " % (len(label), label, len(file.data)))
            whole.update(file.data)
    return whole.hexdigest()


def _pack_places(settings: Settings) -> dict[str, list[Path]]:
    """Pack name -> the folders that its files are taken from; later ones win."""
    shipped = resources.shipped("intents")
    if settings.content is None:
        places = {name: [path] for name, path in _packs_in(shipped).items()}
        own = _packs_in(resources.user_content())
    else:
        places, own = {}, _packs_in(settings.content)
        if not own:
            raise ContentError(
                f"{shown(settings.content)}: no pack here: a pack is a folder with a pack.yaml"
            )
    places[HOUSE] = [shipped / HOUSE]
    for name, path in own.items():
        places[name] = [*places[HOUSE], path] if name == HOUSE else [path]
    return dict(sorted(places.items()))


def _packs_in(folder: Path) -> dict[str, Path]:
    """Pack name -> folder; ``folder`` may also be a pack itself."""
    if (folder / "pack.yaml").exists():
        return {folder.resolve().name: folder}
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if _is_pack(path)}


def _is_pack(path: Path) -> bool:
    """A folder with YAML in it; ``house`` need not bring its own pack.yaml."""
    return not path.name.startswith(".") and any(path.glob("*.y*ml"))


def _chosen(wanted: list[str], names: list[str]) -> list[str]:
    for name in wanted:
        if name not in names:
            from assistant.content.schema import near  # late: its import takes time

            raise ContentError(f"no pack named {name!r}: {near(name, names)}")
    return [name for name in names if not wanted or name in wanted or name == HOUSE]


def _read(name: str, folders: list[Path], problems: Problems) -> PackFolder:
    files: dict[str, File] = {}
    for folder in folders:
        for path in sorted({path for pattern in _PATTERNS for path in folder.glob(pattern)}):
            relative = path.relative_to(folder).as_posix()
            if not path.name.startswith(".") and (file := _read_file(path, relative, problems)):
                files[relative] = file
    return PackFolder(name, folders[-1], dict(sorted(files.items())))


def _read_file(path: Path, name: str, problems: Problems) -> File | None:
    file = File(path, name, b"")
    try:
        size = path.stat().st_size
        if size <= LARGEST:
            return File(path, name, path.read_bytes())
        what = f"{size / 1e6:.0f} MB are too much"
        problems.error(Place(file.shown), what, f"split it: at most {LARGEST >> 20} MB a file")
    except OSError as error:
        problems.error(Place(file.shown), f"cannot be read: {error.strerror}", "mend or remove it")
    return None
