"""The talk with one visitor: turns, how it looks and sounds, and the forgetting."""

import asyncio
from dataclasses import replace
from typing import Final

from starlette.websockets import WebSocket

from assistant.content.sentences import sentences
from assistant.kiosk import wire
from assistant.kiosk.hearing import PageHearing
from assistant.kiosk.idle import Idle
from assistant.kiosk.kiosk import Kiosk
from assistant.kiosk.loudspeaker import LoudspeakerVoice
from assistant.kiosk.pipe import Pipe
from assistant.kiosk.telling import tell
from assistant.kiosk.voice import Speaks, Telling, Voice
from assistant.messages import Reply, Utterance

_LEAVING: Final = ("goodbye", "start_over")
"""Controls after which nothing of the visitor may stay."""


class Talk:
    """What is remembered of a visitor, and what can be done with it."""

    def __init__(self, socket: WebSocket, kiosk: Kiosk) -> None:
        settings = kiosk.skill.settings
        self._kiosk = kiosk
        self._pipe = Pipe(socket)
        self._send = self._pipe.send
        self._voice = self._make_voice()
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

    def _make_voice(self) -> Speaks:
        synthesiser, workers = self._kiosk.skill.synthesiser(), self._kiosk.workers
        if self._kiosk.machine is None:
            return Voice(synthesiser, workers, self._send, self._pipe.send_sound)
        player = self._kiosk.machine.player
        return LoudspeakerVoice(synthesiser, player, workers, self._send, self._sounds)

    def _note_playing(self, on: bool) -> None:
        self._playing = on
        self._idle.speaking(on)

    async def _sounds(self, on: bool) -> None:
        """The machine's own loudspeaker begins or ends to speak."""
        self._note_playing(on)
        if self._phase != "attract":
            await self._enter("speaking" if on else self._waiting)

    @property
    def _waiting(self) -> wire.Phase:
        heard = self._hearing.is_open and not self._hearing.waits_for_greeting
        return "listening" if heard else "ready"

    async def _touched(self) -> None:
        """Somebody is there: a question whether that is so is taken away."""
        asked = self._idle.asked
        self._idle.touch()
        if asked:
            await self._voice.stop()
            await self._send(wire.Here())
        if self._phase == "attract":
            await self._enter(self._waiting)

    async def _enter(self, phase: wire.Phase) -> None:
        self._phase = phase
        await self._send(wire.State(phase, self._muted))

    async def _set(self, display: wire.Display) -> None:
        if self._display.keep_listening and not display.keep_listening:
            await self._hearing.close()
            if self._phase == "listening":
                await self._enter("ready")
        self._display = display
        self._session.voice = replace(self._session.voice, rate=display.rate, volume=display.volume)
        if not display.sound:
            await self._voice.stop()

    @property
    def _being_told(self) -> Telling | None:
        """What the loudspeaker is saying."""
        return self._voice.telling if self._playing else None

    async def _turn(self, utterance: Utterance) -> None:
        """One question, answered: shown, then read aloud."""
        await self._touched()
        await self._voice.stop()
        if utterance.heard is None and not self._display.keep_listening:
            await self._hearing.close()  # who types after all does not speak
        await self._enter("thinking")
        reply = await self._reply(utterance)
        await self._send(wire.Replied(reply))
        if reply.control in _LEAVING:
            await self._forget_and_say(reply)
            return
        await self._enter(self._waiting)
        await self._say(reply)

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

    async def _read(self, text: str) -> None:
        """Say what has the focus, to who wants everything read; an emergency is not cut off."""
        told = self._being_told
        if self._display.everything and self._display.sound and not (told and told.urgent):
            await self._voice.tell(Telling(text, (), self._session.voice))

    async def _expire(self) -> None:
        async with self._turning:
            await self._leave()

    async def _ask_still_there(self) -> None:
        async with self._turning:
            await self._ask_whether_there()

    async def _ask_whether_there(self) -> None:
        text = self._kiosk.skill.texts.say("still_there")
        if not self._hearing.is_open:  # the rest of it tells what to say, and nobody listens
            text = next((sentence.text for sentence in sentences(text)), text)
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
