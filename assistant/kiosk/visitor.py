"""One page, and the visitor in front of it: from the first touch until all is forgotten."""

import asyncio
import contextlib
import logging

from assistant.kiosk import wire
from assistant.kiosk.hearing import Heard
from assistant.kiosk.machine import frames, level
from assistant.kiosk.pipe import GoneError
from assistant.kiosk.talk import Talk
from assistant.listening.ears import Sound
from assistant.messages import Hypothesis, Utterance

_log = logging.getLogger(__name__)


class Visitor(Talk):
    """Serves one WebSocket: the page's messages and its sound."""

    async def serve(self) -> None:
        """Until the page is gone; then nothing of the visitor is left."""
        tasks = [
            asyncio.create_task(work)
            for work in (
                self._converse(),
                self._idle.watch(),
                self._pipe.lost(),
                self._listen_here(),
            )
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                with contextlib.suppress(GoneError):
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            self._voice.close()
            self._session.forget()

    async def _converse(self) -> None:
        await self._send(self._kiosk.hello)
        await self._enter("attract")
        async for message in self._pipe.received():
            try:
                async with self._turning:
                    await self._take(message)
            except GoneError:
                raise
            except Exception:
                _log.exception("a message of the page failed")
                await self._send(wire.Fault(self._kiosk.skill.texts.say("error")))

    async def _take(self, message: wire.FromPage | bytes) -> None:
        if isinstance(message, bytes):
            await self._hear(message)
        else:
            await self._obey(message)

    async def _obey(self, message: wire.FromPage) -> None:
        match message:
            case wire.Ask():
                await self._turn(Utterance(message.text, id=message.id))
            case wire.Listen():
                await self._listen(message)
            case wire.Mute():
                await self._mute(message.on)
            case wire.Playing():
                self._note_playing(message.on)
            case wire.Stop():
                await self._touched()
                await self._voice.stop()
            case wire.Active():
                await self._touched()
            case wire.Wipe():
                await self._leave()
            case wire.Read():
                await self._read(message.text)
            case wire.Settings():
                await self._set(message.display)

    async def _mute(self, on: bool) -> None:
        self._muted = on
        await self._hearing.close()
        await self._enter("attract" if self._phase == "attract" else "ready")

    async def _listen(self, message: wire.Listen) -> None:
        allowed = self._kiosk.greets or not message.greeting
        if message.on and allowed and not self._muted:
            await self._hearing.open(message.greeting)
            if not message.greeting:
                await self._touched()
                await self._voice.stop()
                await self._enter("listening")
        elif self._hearing.is_open and not message.on:
            waiting = self._hearing.waits_for_greeting
            hypothesis = await self._hearing.finish()
            if not waiting:
                await self._heard(hypothesis, again=False)

    async def _hear(self, pcm: bytes) -> None:
        """Sound of the microphone. What comes while it is muted or closed is dropped."""
        if self._muted or not self._hearing.is_open:
            return
        await self._note(await self._hearing.accept(pcm))

    async def _listen_here(self) -> None:
        """Where the machine's own microphone is used: its frames, until the page is gone."""
        if self._kiosk.machine is None:
            await asyncio.Event().wait()
            return
        async for sounds in frames(self._kiosk.machine):
            async with self._turning:
                await self._hear_here(sounds)

    async def _hear_here(self, sounds: list[Sound]) -> None:
        if self._muted or not self._hearing.is_open:
            return
        await self._note(await self._hearing.accept_sounds(sounds))
        if self._phase == "listening":
            await self._send(wire.State("listening", level=level(sounds[-1])))

    async def _note(self, heard: Heard) -> None:
        """What a stretch of sound brought."""
        if self._hearing.waits_for_greeting:
            await self._maybe_greeted(heard.hypothesis)
            return
        if heard.began:
            await self._touched()
        if heard.partial:
            await self._caption(heard.partial)
        if heard.hypothesis is not None:
            await self._heard(heard.hypothesis, again=self._display.keep_listening)

    async def _caption(self, partial: str) -> None:
        """What is heard so far; where it speaks over the assistant, that falls silent."""
        told = self._being_told
        if told is not None:
            if told.urgent or not self._hearing.interrupts(partial, told.text):
                return
            await self._voice.stop()
        await self._send(wire.Caption(partial))

    async def _maybe_greeted(self, hypothesis: Hypothesis | None) -> None:
        """A greeting starts a session; bystanders' talk leaves no trace."""
        if hypothesis is not None and self._kiosk.is_greeting(hypothesis.text):
            await self._hearing.open(greeting=False)
            await self._heard(hypothesis, again=True)

    async def _heard(self, hypothesis: Hypothesis, again: bool) -> None:
        """The end of an utterance; ``again``: the microphone stays open for the next."""
        if not again:
            await self._hearing.close()
        if self._ignores(hypothesis, again):
            return
        await self._send(wire.Caption(hypothesis.text, final=True))
        await self._turn(Utterance(hypothesis.text, hypothesis))

    def _ignores(self, hypothesis: Hypothesis, again: bool) -> bool:
        """Whether it was no utterance of the visitor's: our own voice, or, where nobody pressed
        a button to be heard, no word that is known."""
        told = self._being_told
        if told is not None and again:
            return told.urgent or not self._hearing.interrupts(hypothesis.text, told.text)
        return again and not hypothesis.text.replace("[unk]", " ").strip()
