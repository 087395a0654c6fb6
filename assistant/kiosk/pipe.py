"""One WebSocket: messages in and out, within limits, and never waiting long for the other side."""

import asyncio
from collections.abc import AsyncIterator

from starlette.websockets import WebSocket

from assistant.kiosk import limits
from assistant.kiosk.wire import Fault, FromPage, ToPage, WireError, dump, parse


class GoneError(Exception):
    """The page closed the connection, broke the rules, or does not take in what is sent."""


class Pipe:
    """Sends from any task; receives in one."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._sending = asyncio.Lock()
        self._messages = limits.Bucket(*limits.MESSAGES)
        self._sound = limits.Bucket(*limits.SOUND)
        self._lost = asyncio.Event()

    async def send(self, message: ToPage) -> None:
        """Send a message. Raises GoneError."""
        await self._send({"type": "websocket.send", "text": dump(message)})

    async def send_sound(self, pcm: bytes) -> None:
        """Send a frame of sound. Raises GoneError."""
        await self._send({"type": "websocket.send", "bytes": pcm})

    async def lost(self) -> None:
        """Return once nothing can be sent any more."""
        await self._lost.wait()

    async def received(self) -> AsyncIterator[FromPage | bytes]:
        """The page's messages, and its frames of sound as bytes; ends with the connection."""
        while True:
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            if (pcm := event.get("bytes")) is not None:
                if not self._sound.take(len(pcm)):
                    raise await self._refuse("more sound than a microphone makes")
                yield pcm
                continue
            if not self._messages.take():
                raise await self._refuse("too many messages")
            if (message := await self._parsed(event["text"])) is not None:
                yield message

    async def _parsed(self, text: str) -> FromPage | None:
        """The message; where it cannot be used the page is told, and the connection goes on."""
        try:
            return parse(text)
        except WireError as error:
            await self.send(Fault(str(error)))
            return None

    async def _refuse(self, why: str) -> GoneError:
        await self._send({"type": "websocket.close", "code": 1008, "reason": why})
        return GoneError(why)

    async def _send(self, event: dict[str, object]) -> None:
        """A page that does not take in what is sent is given up: it must not pile up here."""
        try:
            async with self._sending:
                await asyncio.wait_for(self._socket.send(event), limits.PATIENCE)
        except Exception as error:  # what a server raises for a lost connection differs
            self._lost.set()
            raise GoneError(str(error)) from None
