"""What is heard and said, as lines that are only ever appended: good to read, and to read aloud."""

import time
from collections.abc import Callable
from typing import Final

from assistant.messages import Reply
from assistant.show import lines

_EVERY: Final = 0.8
"""Seconds between two lines of what is being heard: a screen reader must keep up."""


class Captions:
    """Writes lines; no escape sequences, meaning in words."""

    def __init__(
        self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._clock = clock
        self._shown = ""
        self._at = 0.0

    def hearing(self, text: str) -> None:
        """Part of an utterance, while it is spoken."""
        now = self._clock()
        if text != self._shown and now - self._at >= _EVERY:
            self._shown, self._at = text, now
            self._write(f"... {text}")

    def heard(self, text: str) -> None:
        """A whole utterance."""
        self._shown = ""
        self._write(f"You: {text}" if text else "You: (not understood)")

    def saying(self, reply: Reply) -> None:
        """What is being said, and what is shown with it."""
        if reply.speech:
            self._write(f"Assistant: {reply.speech}")
        for line in lines(reply):
            if line != reply.speech:
                self._write(f"  {line}")

    def note(self, text: str) -> None:
        """Something about the conversation itself: what was stopped, which device is missing."""
        self._write(f"({text})")
