"""Silence, on a clock that is quick enough for a test."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from assistant.kiosk.idle import Idle


class _Events:
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.idle = Idle(0.1, 0.1, self._asked, self._left)

    async def _asked(self) -> None:
        self.seen.append("asked")

    async def _left(self) -> None:
        self.seen.append("left")

    async def run(self, seconds: float) -> list[str]:
        watching = asyncio.create_task(self.idle.watch())
        await asyncio.sleep(seconds)
        watching.cancel()
        return self.seen


def _run(talk: Coroutine[Any, Any, list[str]]) -> list[str]:
    """In a thread of its own: the browser of other tests keeps this one's event loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, talk).result()


def test_nobody_there_is_no_silence() -> None:
    async def nobody() -> list[str]:
        return await _Events().run(0.5)

    assert _run(nobody()) == []


def test_silence_is_asked_about_and_then_everything_is_forgotten_once() -> None:
    async def silent() -> list[str]:
        events = _Events()
        events.idle.touch()
        return await events.run(1.0)

    assert _run(silent()) == ["asked", "left"]


def test_an_answer_begins_anew() -> None:
    async def answered() -> list[str]:
        events = _Events()
        events.idle.touch()
        watching = asyncio.create_task(events.run(1.5))
        while events.seen != ["asked"]:
            await asyncio.sleep(0.01)
        events.idle.touch()
        assert not events.idle.asked
        return await watching

    assert _run(answered()) == ["asked", "asked", "left"]


def test_speech_is_no_silence() -> None:
    async def spoken() -> list[str]:
        events = _Events()
        events.idle.touch()
        events.idle.speaking(True)
        return await events.run(0.6)

    assert _run(spoken()) == []
