"""What is wrong with content, where, and how to mend it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from assistant.errors import ContentError

Level: TypeAlias = Literal["error", "warning"]


class Place(NamedTuple):
    """Where something stands."""

    path: str
    """The file, as a person here can open it."""
    line: int = 0
    """From 1; 0 where the whole file is meant."""


Places: TypeAlias = dict[tuple[str, ...], Place]
"""(kind, name, ...) -> where it stands. Kinds: ``intent`` id, ``phrasing`` id text, ``test`` id
text, ``disagreement`` pack key, ``unanswered`` pack text, ``pack`` name, ``document`` pack
title."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    place: Place
    text: str
    cure: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        line = f":{self.place.line}" if self.place.line else ""
        cure = f": {self.cure}" if self.cure else ""
        return f"{self.place.path}{line}: {self.text}{cure}"


@dataclass(slots=True)
class Problems:
    """Collects problems, so that all are told and not only the first."""

    found: list[Problem] = field(default_factory=list)

    def error(self, place: Place, text: str, cure: str = "") -> None:
        """Something with which the content cannot be used."""
        self.found.append(Problem(place, text, cure))

    def warning(self, place: Place, text: str, cure: str = "") -> None:
        """Something that a person should look at."""
        self.found.append(Problem(place, text, cure, "warning"))

    @property
    def errors(self) -> list[Problem]:
        """Those that are no mere warnings."""
        return [problem for problem in self.found if problem.level == "error"]

    def raise_first(self) -> None:
        """Raise ContentError with the first error, and the number of the others."""
        if errors := self.errors:
            more = len(errors) - 1
            rest = f" (and {more} more: `assistant check` lists all)" if more else ""
            raise ContentError(f"{errors[0]}{rest}")


def shown(path: Path) -> str:
    """A path as a person here can open it: relative where it lies below this folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
