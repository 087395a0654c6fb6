"""The sessions of ``POST /ask``: named by the client, forgotten after a silence."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from assistant.dialogue.session import Session
from assistant.skill import Skill

_MOST: Final = 1000
"""Sessions kept; beyond that the one that was silent longest is forgotten."""


@dataclass
class Kept:
    """A session and when it was used."""

    session: Session
    used: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One turn at a time."""


class Sessions:
    """Keeps each session for ``seconds`` after its last turn."""

    def __init__(self, skill: Skill, seconds: float) -> None:
        self._skill = skill
        self._seconds = seconds
        self._kept: dict[str, Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, id: str) -> Kept:
        """The session of that name; a new one where there is none any more."""
        self.sweep()
        kept = self._kept.pop(id, None) or Kept(self._skill.session(id), 0.0)
        kept.used = time.monotonic()
        self._kept[id] = kept  # in the order of use: the first is the one silent longest
        if len(self._kept) > _MOST:
            self._forget(next(iter(self._kept)))
        return kept

    def sweep(self) -> None:
        """Forget what was silent for too long."""
        limit = time.monotonic() - self._seconds
        for id in [id for id, kept in self._kept.items() if kept.used < limit]:
            self._forget(id)

    def _forget(self, id: str) -> None:
        self._kept.pop(id).session.forget()
