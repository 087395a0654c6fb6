"""Speech through the machine's own loudspeaker; the page is told which word is being said."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from assistant.kiosk.voice import Telling
from assistant.kiosk.wire import Speech, SpeechEnd, Spoken, ToPage
from assistant.kiosk.work import Workers
from assistant.messages import SpeechChunk, WordMark
from assistant.protocols import Synthesiser
from assistant.speaking.player import Player

_EVERY: Final = 0.06
"""Seconds between two looks at where the loudspeaker is."""


class LoudspeakerVoice:
    """Reads one text at a time; takes the place of ``Voice`` where the machine sounds itself."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        player: Player,
        workers: Workers,
        send: Callable[[ToPage], Awaitable[None]],
        playing: Callable[[bool], Awaitable[None]],
    ) -> None:
        """``playing`` is called when speech begins and when it ends."""
        self._synthesiser = synthesiser
        self._player = player
        self._workers = workers
        self._send = send
        self._playing = playing
        self._task: asyncio.Task[None] | None = None
        self.telling: Telling | None = None

    async def tell(self, telling: Telling) -> None:
        """Begin to read; what is being read ends. Raises AudioError without a loudspeaker."""
        await self.stop()
        if not telling.text:
            return
        marks: list[WordMark] = []
        chunks = _noting(self._synthesiser.speak(telling.text, telling.voice), marks)
        await self._workers.run(self._player.play, chunks)
        self.telling = telling
        await self._send(
            Speech(telling.text, self._synthesiser.rate, telling.parts, telling.urgent)
        )
        await self._playing(True)
        self._task = asyncio.create_task(self._follow(marks))

    async def stop(self) -> None:
        """End the reading at once."""
        task, self._task = self._task, None
        told, self.telling = self.telling, None
        if task is not None and not task.done():
            task.cancel()
            self._player.stop()
            await self._playing(False)
        if told is not None:
            await self._send(SpeechEnd(stopped=True))

    def close(self) -> None:
        """The page is gone."""
        if self._task is not None:
            self._task.cancel()

    async def _follow(self, marks: list[WordMark]) -> None:
        last = -1
        while self._player.playing:
            said = [mark.offset for mark in marks if mark.time <= self._player.position]
            if said and said[-1] != last:
                last = said[-1]
                await self._send(Spoken(last))
            await asyncio.sleep(_EVERY)
        await self._send(SpeechEnd())
        await self._playing(False)


def _noting(chunks: Iterator[SpeechChunk], marks: list[WordMark]) -> Iterator[SpeechChunk]:
    for chunk in chunks:
        marks.extend(chunk.marks)
        yield chunk
