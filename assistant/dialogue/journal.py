"""The questions that were not answered, where the clinic has turned that on: what a receptionist
needs to see, and nothing that tells who asked."""

import contextlib
import logging
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.settings import Settings

_LONGEST: Final = 300
"""Characters of a question that are kept."""
_NUMBERS: Final = re.compile(r"\w*\d[\w.,:/-]*")
_NAMED: Final = re.compile(
    r"\b(my name(?:'s| is)|i am called|i'm called|mister|missus|mr|mrs|ms|miss|dr|doctor)"
    r"\.?\s+(?:[^\W\d_][\w'-]*)(?:\s+[A-Z][\w'-]*)*",
    re.IGNORECASE,
)
_CAPITALISED: Final = re.compile(r"(?<=[^\s.?!])\s+(?!I\b)[A-Z][\w'-]+")
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS misses (
    id INTEGER PRIMARY KEY, question TEXT NOT NULL, outcome TEXT NOT NULL, day TEXT NOT NULL
)"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was declined or asked back."""

    id: int
    question: str
    """With numbers and names blanked."""
    outcome: str
    day: date


def blanked(question: str) -> str:
    """The question with numbers as ``#`` and what may be a name as ``…``."""
    text = _NAMED.sub(lambda found: f"{found[1]} …", question[:_LONGEST])
    return _NUMBERS.sub("#", _CAPITALISED.sub(" …", text))


class Journal:
    """Keeps misses in one SQLite file; a failure to write is logged and never told a visitor."""

    def __init__(self, path: Path, days: int) -> None:
        self._path = path
        self._days = days

    def add(self, question: str, outcome: str) -> None:
        """Keep one, and forget those that are too old. Never raises."""
        try:
            with self._open() as data:
                oldest = date.today() - timedelta(days=self._days)
                data.execute("DELETE FROM misses WHERE day < ?", (oldest.isoformat(),))
                row = (blanked(question), outcome, date.today().isoformat())
                data.execute("INSERT INTO misses (question, outcome, day) VALUES (?, ?, ?)", row)
        except (OSError, sqlite3.Error) as error:
            _log.warning("a question could not be noted: %s", error)

    def all(self) -> list[Miss]:
        """Every miss, oldest first."""
        with self._open() as data:
            rows = data.execute("SELECT id, question, outcome, day FROM misses ORDER BY id")
            return [Miss(id, text, how, date.fromisoformat(day)) for id, text, how, day in rows]

    def erase(self, ids: list[int] | None = None) -> int:
        """Erase these, or all; what is erased is overwritten. Returns how many there were."""
        with self._open() as data:
            if ids is None:
                return data.execute("DELETE FROM misses").rowcount
            removed = data.executemany("DELETE FROM misses WHERE id = ?", [(id,) for id in ids])
            return removed.rowcount

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._path, timeout=2.0)) as data:
            data.execute("PRAGMA secure_delete = ON")
            with data:
                data.execute(_SCHEMA)
                yield data


def open_journal(settings: Settings) -> Journal | None:
    """The journal; None where the clinic has not turned it on."""
    return journal(settings) if settings.misses else None


def journal(settings: Settings) -> Journal:
    """The journal, also where nothing more is noted: for looking at it, and erasing it."""
    return Journal(resources.user_data() / "misses.sqlite", settings.misses_days)
