"""Questions that were not answered, kept only where the clinic turns it on.

Nothing of the person is kept: no sound, no session, no clock time; a day at most, numbers and
names blanked, and each question erased after the days that the settings say.
"""

import datetime
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.content.sentences import word_set
from assistant.settings import Settings

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS misses (
    question TEXT NOT NULL,
    outcome TEXT NOT NULL,
    day INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (question, outcome, day)
) WITHOUT ROWID
"""
_BUSY: Final = 0.25
"""Seconds to wait for another process; a conversation must not stand still for the journal."""
_LONGEST: Final = 300
"""Characters kept of a question."""
_NUMBERS: Final = word_set(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred thousand million oh first second third fourth fifth sixth seventh eighth
    ninth tenth january february april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """
)
_MONTH_WORDS: Final = frozenset(("march", "may"))
"""Also other words: only blanked beside a number."""
_NAMED: Final = re.compile(
    r"\b(?P<before>my name(?: is|'s)|i am called|i'm called|mr|mrs|ms|miss|mister|missus|dr|"
    r"doctor|nurse|professor)\b\.?(?P<names>(?:\s+[\w'’-]+){1,3})",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\bat \S+ dot \S+", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[#+]?\w*\d[\w.,:/-]*")
_CAPITAL: Final = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:['’-][A-Za-z]+)*")
_LONGEST_NAME: Final = 2
"""Words of a name that is spoken, and so has no capitals to tell where it ends."""
_BLANK: Final = "…"


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not answered."""

    question: str
    """Numbers and names are replaced by "…"."""
    outcome: str
    """``decline`` or ``clarify``."""
    day: datetime.date
    times: int
    """How often it was asked that day."""


class Journal:
    """The file of misses. Opened anew each time: a kiosk may run for weeks."""

    def __init__(
        self,
        path: Path,
        days: int,
        known: Iterable[str] = (),
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        """``days``: after so many a question is erased. ``known``: words that are no person's
        names, though they are written with a capital."""
        self.path = path
        self._days = days
        self._known = frozenset(word.lower() for word in known)
        self._today = today
        self._lock = threading.Lock()

    def add(self, question: str, outcome: str) -> None:
        """Take note of a question. Never raises: a full disk or a locked file is the journal's
        trouble, not the visitor's."""
        text = blanked(question, self._known)
        if not re.search(r"[^\W\d_]{2}", text):
            return
        try:
            with self._lock, _Open(self.path) as database:
                self._erase_old(database)
                database.execute(
                    "INSERT INTO misses (question, outcome, day) VALUES (?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET times = times + 1",
                    (text, outcome, self._today().toordinal()),
                )
        except (sqlite3.Error, OSError):
            return

    def misses(self) -> list[Miss]:
        """All that is kept, newest day first. Raises OSError where the file cannot be read."""
        if not self.path.exists():
            return []
        try:
            with self._lock, _Open(self.path) as database:
                self._erase_old(database)
                rows = database.execute(
                    "SELECT question, outcome, day, times FROM misses ORDER BY day DESC, question"
                ).fetchall()
        except sqlite3.Error as error:
            raise OSError(f"{self.path}: {error}") from None
        return [Miss(q, o, datetime.date.fromordinal(day), n) for q, o, day, n in rows]

    def erase(self, questions: Iterable[str] | None = None) -> int:
        """Erase all, or these questions; how many rows went. Raises OSError."""
        if not self.path.exists():
            return 0
        try:
            with self._lock, _Open(self.path) as database:
                if questions is None:
                    return database.execute("DELETE FROM misses").rowcount
                rows = [(question,) for question in questions]
                return database.executemany("DELETE FROM misses WHERE question = ?", rows).rowcount
        except sqlite3.Error as error:
            raise OSError(f"{self.path}: {error}") from None

    def _erase_old(self, database: sqlite3.Connection) -> None:
        oldest = self._today().toordinal() - self._days
        database.execute("DELETE FROM misses WHERE day <= ?", (oldest,))


class _Open:
    """A connection for one transaction; what is erased is overwritten with zeros."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._database = sqlite3.connect(self._path, timeout=_BUSY, check_same_thread=False)
        try:
            self._path.chmod(0o600)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.execute(_SCHEMA)
        except BaseException:
            self._database.close()
            raise
        return self._database

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._database.commit()
                # Erased rows would live on in the log until the next checkpoint.
                self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._database.close()


def open_journal(settings: Settings) -> Journal | None:
    """The journal; None where the clinic has not turned it on."""
    return journal_of(settings) if settings.misses else None


def journal_of(settings: Settings) -> Journal:
    """The file of misses, to look into, whether or not more are kept now."""
    return Journal(resources.user_data() / "misses.sqlite3", settings.misses_days)


def blanked(question: str, known: Iterable[str] = ()) -> str:
    """The question on one line, without what could tell who asked: numbers, dates, addresses,
    names after "my name is", "Dr" and the like, and capitalised words within a sentence."""
    text = " ".join(question.split())[:_LONGEST]
    text = _ADDRESS.sub(_BLANK, text)
    text = _NAMED.sub(lambda found: found["before"] + _blanked_names(found["names"]), text)
    familiar = frozenset(known)
    text = _CAPITAL.sub(lambda f: f[0] if f[0].lower() in familiar else _BLANK, text)
    text = _DIGITS.sub(_BLANK, text)
    words = [_BLANK if _plain(word) in _NUMBERS else word for word in text.split()]
    words = [
        _BLANK if _plain(word) in _MONTH_WORDS and _BLANK in words[max(0, n - 1) : n + 2] else word
        for n, word in enumerate(words)
    ]
    return re.sub(rf"{_BLANK}(?:[\s,.]*{_BLANK})+", _BLANK, " ".join(words))


def _blanked_names(text: str) -> str:
    """The words behind a title, blank up to the first that is no name."""
    words = text.split()
    names = next((n for n, word in enumerate(words) if _plain(word) in _NO_NAMES), len(words))
    return " ".join(
        ["", *[_BLANK] * min(names, _LONGEST_NAME), *words[min(names, _LONGEST_NAME) :]]
    )


_NO_NAMES: Final = word_set(
    """
    a about after all also an and any are as asked at be because been before but by can could
    did do does for from get gets getting got had has have he her his how i if in is it it's
    its just me might more my not of off on or out said says she should so some still than
    that the their them then there these they think thinks this to told too took uses using
    very want wants was we were what when where which who whose why will with would you your
    """
)


def _plain(word: str) -> str:
    return word.lower().strip(".,;:!?\"'()")
