"""The speech models that can be installed by name: ``models/catalogue.toml``, and a file of the
same name and form among the user's own models, for models that a clinic keeps itself."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.errors import ModelError

FILE: Final = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A model as its publisher describes it."""

    name: str
    language: str
    size_mb: int
    """Of the archive, in millions of bytes, rounded as published."""
    licence: str
    word_error_rate: str
    note: str = ""
    sha256: str = ""
    """Of the archive; empty where the publisher names none."""
    url: str = ""
    """Of the archive; empty where it lies at the base address under the model's name."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models known by name."""

    base: str
    """Address under which the archives lie, with a final slash."""
    entries: tuple[Entry, ...]

    def entry(self, name: str) -> Entry:
        """The model of that name. Raises ModelError, naming those that there are."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        known = "\n  ".join(entry.name for entry in self.entries)
        raise ModelError(f"no model named {name} is known; name one of these, or a zip:\n  {known}")

    def address(self, entry: Entry, mirror: str = "") -> str:
        """Where the archive is fetched from; a mirror keeps it under the same file name."""
        if not mirror and entry.url:
            return entry.url
        base = mirror or self.base
        return f"{base.rstrip('/')}/{entry.name}.zip"


def catalogue() -> Catalogue:
    """The shipped catalogue, the user's own entries before it.

    Raises ModelError where the user's file cannot be used.
    """
    shipped = _read(resources.shipped("models") / FILE)
    own = resources.user_models() / FILE
    if not own.is_file():
        return shipped
    return Catalogue(shipped.base, _read(own).entries + shipped.entries)


def _read(file: Path) -> Catalogue:
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        return Catalogue(data.get("base", ""), tuple(Entry(**model) for model in data["model"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{file} cannot be used ({error}): see the shipped catalogue") from None
