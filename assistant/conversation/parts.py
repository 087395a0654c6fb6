"""What a conversation needs from outside: something to speak with, and something to write on."""

from collections.abc import Iterable
from typing import Protocol

from assistant.messages import Reply, SpeechChunk


class Loudspeaker(Protocol):
    """Plays one thing at a time; ``assistant.speaking.player.Player`` is one."""

    @property
    def playing(self) -> bool:
        """Whether something is being said or paused."""

    @property
    def position(self) -> float:
        """Seconds of it that were played."""

    def play(self, chunks: Iterable[SpeechChunk]) -> None:
        """Say this instead; returns at once. Raises AudioError where there is no loudspeaker."""

    def stop(self) -> None:
        """Be silent, and forget what was being said."""

    def pause(self) -> None:
        """Be silent, and keep it."""

    def resume(self) -> None:
        """Go on."""


class Screen(Protocol):
    """Shows the conversation; ``Captions`` is one."""

    def hearing(self, text: str) -> None:
        """Part of an utterance, while it is spoken."""

    def heard(self, text: str) -> None:
        """A whole utterance."""

    def saying(self, reply: Reply) -> None:
        """A reply, as it begins to be said."""

    def note(self, text: str) -> None:
        """Something about the conversation itself."""
