"""One page, and the visitor in front of it: from the first touch until all is forgotten."""

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import Final

from starlette.websockets import WebSocket

from assistant.kiosk import wire
from assistant.kiosk.hearing import PageHearing
from assistant.kiosk.idle import Idle
from assistant.kiosk.kiosk import Kiosk
from assistant.kiosk.pipe import GoneError, Pipe
from assistant.kiosk.telling import tell
from assistant.kiosk.voice import Telling, Voice
from assistant.messages import Hypothesis, Reply, Utterance

_LEAVING: Final = ("goodbye", "start_over")
"""Controls after which nothing of the visitor may stay."""

_log = logging.getLogger(__name__)


class Visitor:
    """Serves one WebSocket."""

    def __init__(self, socket: WebSocket, kiosk: Kiosk) -> None:
        settings = kiosk.skill.settings
        self._kiosk = kiosk
        self._pipe = Pipe(socket)
        self._send = self._pipe.send
        self._voice = Voice(
            kiosk.skill.synthesiser(), kiosk.workers, self._send, self._pipe.send_sound
        )
        self._idle = Idle(
            settings.idle_seconds, settings.farewell_seconds, self._ask_still_there, self._expire
        )
        self._hearing = PageHearing(kiosk)
        self._session = kiosk.skill.session()
        self._display = kiosk.display
        self._phase: wire.Phase = "attract"
        self._muted = False
        self._playing = False
        self._turning = asyncio.Lock()
        """Messages and the clock take turns: a session must not be wiped in the middle of one."""

    async def serve(self) -> None:
        """Until the page is gone; then nothing of the visitor is left."""
        tasks = [
            asyncio.create_task(work)
            for work in (self._converse(), self._idle.watch(), self._pipe.lost())
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
                self._playing = message.on
                self._idle.speaking(message.on)
            case wire.Stop():
                await self._touched()
                await self._voice.stop()
            case wire.Active():
                await self._touched()
            case wire.Wipe():
                await self._leave()
            case wire.Settings():
                await self._set(message.display)

    async def _touched(self) -> None:
        """Somebody is there: a question whether that is so is taken away."""
        asked = self._idle.asked
        self._idle.touch()
        if asked:
            await self._voice.stop()
            await self._send(wire.Here())
        if self._phase == "attract":
            await self._enter("ready")

    async def _enter(self, phase: wire.Phase) -> None:
        self._phase = phase
        await self._send(wire.State(phase, self._muted))

    async def _set(self, display: wire.Display) -> None:
        self._display = display
        self._session.voice = replace(self._session.voice, rate=display.rate, volume=display.volume)
        if not display.sound:
            await self._voice.stop()

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
        heard = await self._hearing.accept(pcm)
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

    @property
    def _being_told(self) -> Telling | None:
        """What the loudspeaker is saying."""
        return self._voice.telling if self._playing else None

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

    async def _turn(self, utterance: Utterance) -> None:
        """One question, answered: shown, then read aloud."""
        await self._touched()
        await self._voice.stop()
        await self._enter("thinking")
        reply = await self._reply(utterance)
        await self._send(wire.Replied(reply))
        if reply.control in _LEAVING:
            await self._forget_and_say(reply)
            return
        await self._say(reply)
        await self._enter("listening" if self._hearing.is_open else "ready")

    async def _reply(self, utterance: Utterance) -> Reply:
        display, reply = await self._kiosk.workers.run(
            self._kiosk.reply, utterance, self._session, self._display
        )
        if display != self._display:
            await self._set(display)
            await self._send(wire.Settings(display))
        return reply

    async def _say(self, reply: Reply) -> None:
        if self._display.sound:
            text, parts = tell(reply, self._display.everything)
            urgent = reply.outcome == "emergency"
            await self._voice.tell(Telling(text, parts, self._session.voice, urgent))

    async def _expire(self) -> None:
        async with self._turning:
            await self._leave()

    async def _ask_still_there(self) -> None:
        async with self._turning:
            await self._ask_whether_there()

    async def _ask_whether_there(self) -> None:
        text = self._kiosk.skill.texts.say("still_there")
        await self._send(wire.StillThere(text, self._kiosk.skill.settings.farewell_seconds))
        if self._display.sound:
            await self._voice.tell(Telling(text, (), self._session.voice))

    async def _leave(self) -> None:
        """The visitor has finished, or left."""
        await self._voice.stop()
        await self._forget()
        await self._send(wire.Wiped())
        await self._enter("attract")

    async def _forget_and_say(self, reply: Reply) -> None:
        voice = self._session.voice
        sound = self._display.sound
        await self._forget()
        await self._send(wire.Wiped(reply.answer))
        if sound:
            await self._voice.tell(Telling(reply.speech, (), voice))
        await self._enter("attract")

    async def _forget(self) -> None:
        """Nothing of this visitor stays: words, settings, sound."""
        self._session.forget()
        self._session = self._kiosk.skill.session()
        self._display = self._kiosk.display
        await self._hearing.forget()
        self._idle.sleep()
        self._muted = self._playing = False
