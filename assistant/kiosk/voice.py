"""Speech on its way to one page: made in a thread, sent piece by piece, ended at once."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from assistant.kiosk.wire import Marks, Part, Speech, SpeechEnd, ToPage
from assistant.kiosk.work import Workers
from assistant.messages import SpeechChunk, VoiceSettings
from assistant.protocols import Synthesiser

_FRAME: Final = 32 * 1024
"""Bytes of sound in one frame, at most: a stop gets through between two of them."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    """A text to be read to a visitor."""

    text: str
    parts: tuple[Part, ...]
    voice: VoiceSettings
    urgent: bool = False
    """An emergency: only a touch or a key ends it."""


class Speaks(Protocol):
    """What a visitor needs of a voice: ``Voice`` sounds in the page, another in the room."""

    telling: Telling | None
    """What was read last; None once it was stopped."""

    async def tell(self, telling: Telling) -> None:
        """Begin to read; what is being read ends."""

    async def stop(self) -> None:
        """End the reading at once."""

    def close(self) -> None:
        """The page is gone."""


class Voice:
    """Reads one text at a time to one page."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        workers: Workers,
        send: Callable[[ToPage], Awaitable[None]],
        send_sound: Callable[[bytes], Awaitable[None]],
    ) -> None:
        self._synthesiser = synthesiser
        self._workers = workers
        self._send = send
        self._send_sound = send_sound
        self._task: asyncio.Task[None] | None = None
        self.telling: Telling | None = None

    async def tell(self, telling: Telling) -> None:
        """Begin to read; what is being read ends."""
        await self.stop()
        if telling.text:
            self.telling = telling
            self._task = asyncio.create_task(self._stream(telling))

    async def stop(self) -> None:
        """End the reading at once, here and in the page."""
        task, self._task = self._task, None
        told, self.telling = self.telling, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if told is not None:
            await self._send(SpeechEnd(stopped=True))

    def close(self) -> None:
        """The page is gone: end without telling it."""
        if self._task is not None:
            self._task.cancel()

    async def _stream(self, telling: Telling) -> None:
        await self._send(
            Speech(telling.text, self._synthesiser.rate, telling.parts, telling.urgent)
        )
        chunks: asyncio.Queue[SpeechChunk | None] = asyncio.Queue()
        ended = threading.Event()
        making = asyncio.create_task(self._make(telling, chunks, ended))
        try:
            while (chunk := await chunks.get()) is not None:
                await self._pass_on(chunk)
            await self._send(SpeechEnd())
        finally:
            ended.set()
            making.cancel()

    async def _make(
        self,
        telling: Telling,
        chunks: "asyncio.Queue[SpeechChunk | None]",
        ended: threading.Event,
    ) -> None:
        """Make the speech in a thread; a failure leaves the visitor the text on the screen."""
        loop = asyncio.get_running_loop()

        def make() -> None:
            for chunk in _until(ended, self._synthesiser.speak(telling.text, telling.voice)):
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)

        try:
            await self._workers.run(make)
        except Exception:
            _log.exception("the voice failed")
        finally:
            chunks.put_nowait(None)

    async def _pass_on(self, chunk: SpeechChunk) -> None:
        if chunk.marks:
            await self._send(Marks(chunk.marks))
        for start in range(0, len(chunk.pcm), _FRAME):
            await self._send_sound(chunk.pcm[start : start + _FRAME])


def _until(ended: threading.Event, chunks: Iterator[SpeechChunk]) -> Iterator[SpeechChunk]:
    for chunk in chunks:
        if ended.is_set():
            return
        yield chunk
