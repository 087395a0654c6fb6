"""What the assistant remembers of one visitor, until it is forgotten."""

import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from assistant.messages import Choice, Reply, Triage, VoiceSettings

REMEMBERED: Final = 20
"""Replies kept for ``back``: enough for any visit, and a long session does not grow."""


@dataclass
class Session:
    """One visitor's conversation; changed by each turn."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    """How to speak to this visitor."""
    replies: deque[Reply] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """What was answered, asked back or declined, newest last; what ``repeat`` and ``back`` use."""
    choices: tuple[Choice, ...] = ()
    """The questions offered last; selectable until the next question."""
    runners_up: tuple[Choice, ...] = ()
    """What the last question might have meant instead ("not that, the other one")."""
    asked: set[frozenset[str]] = field(default_factory=set)
    """Sets of choices offered before: never offered twice."""
    doubt: Triage | None = None
    """The emergency that the last utterance may have been; a "yes" confirms it."""
    failures: int = 0
    """Turns in a row that ended without an answer."""
    intent: str | None = None
    """The intent answered last, on which a follow-up leans."""

    @property
    def last(self) -> Reply | None:
        """The reply on the table, if there is one."""
        return self.replies[-1] if self.replies else None

    def forget(self) -> None:
        """Become a new session for the next visitor; the voice stays until it is set anew."""
        self.replies.clear()
        self.asked.clear()
        self.choices = self.runners_up = ()
        self.failures = 0
        self.doubt = None
        self.intent = None
