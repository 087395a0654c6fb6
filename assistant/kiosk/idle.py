"""Silence: first a question whether somebody is still there, then everything is forgotten."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

_LONGEST_SPEECH: Final = 180.0
"""Seconds after which a speech that never ends (a page that hangs) counts as silence."""


class Idle:
    """Watches one visitor. Speech that plays is no silence: nobody can answer before it ends."""

    def __init__(
        self,
        seconds: float,
        farewell: float,
        ask: Callable[[], Awaitable[None]],
        leave: Callable[[], Awaitable[None]],
    ) -> None:
        self._seconds = seconds
        self._farewell = farewell
        self._ask = ask
        self._leave = leave
        self._deadline = float("inf")
        self._changed = asyncio.Event()
        self.asked = False
        """Whether the question stands and was not answered."""

    def touch(self) -> None:
        """Somebody is there."""
        self.asked = False
        self._set(self._seconds)

    def speaking(self, on: bool) -> None:
        """Speech began or ended in the loudspeaker; only while a visitor is there."""
        if self._deadline != float("inf"):
            rest = self._farewell if self.asked else self._seconds
            self._set(_LONGEST_SPEECH if on else rest)

    def sleep(self) -> None:
        """Nobody is there any more."""
        self.asked = False
        self._deadline = float("inf")
        self._changed.set()

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            left = self._deadline - asyncio.get_running_loop().time()
            if left > 0:
                await self._pause(left)
            elif self.asked:
                self.sleep()
                await self._leave()
            else:
                self.asked = True
                self._set(self._farewell)
                await self._ask()

    def _set(self, seconds: float) -> None:
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._changed.set()

    async def _pause(self, seconds: float) -> None:
        """Until the deadline, or until it changes."""
        self._changed.clear()
        try:
            await asyncio.wait_for(
                self._changed.wait(), None if seconds == float("inf") else seconds
            )
        except TimeoutError:
            return
