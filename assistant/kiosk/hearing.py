"""The ear of one page: its sound frames in, captions and hypotheses out.

What begins and ends an utterance is the spoken conversation's own; the echo of the loudspeaker is
taken out by the browser.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assistant.conversation.hearing import Began, Ended, Hearing, Partial
from assistant.conversation.own_words import is_own
from assistant.kiosk.kiosk import Kiosk
from assistant.listening import ears
from assistant.listening.endpointer import SlowSpeaker, Waits
from assistant.listening.vad import FRAME, SECONDS, VoiceDetector
from assistant.messages import Hypothesis

_PATIENCE: Final = 8.0
"""Seconds of silence after which nobody seems to want to speak."""
_BYTES: Final = FRAME * 2
_ENOUGH: Final = 3
"""Known words that interrupt the assistant; fewer may be the room, unless they are a control."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a frame of sound brought."""

    partial: str = ""
    """The text so far, where it changed."""
    hypothesis: Hypothesis | None = None
    """The utterance, where it ended; an empty text where nobody spoke."""
    began: bool = False
    """Whether somebody began to speak."""


class PageHearing:
    """Opens with the page's microphone; makes its recogniser when it is first needed."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._hearing: Hearing | None = None
        self._detector = VoiceDetector()
        self._slow = SlowSpeaker(kiosk.skill.settings.slow_speaker)
        self._digest = ""
        self._rest = b""
        self._silence = 0.0
        self.is_open = False
        self.waits_for_greeting = False

    async def open(self, greeting: bool) -> None:
        """Begin to listen, for an utterance or for a greeting."""
        await self._kiosk.workers.run(self._ready)
        self.is_open = True
        self.waits_for_greeting = greeting

    async def close(self) -> None:
        """Listen no more, and forget what was heard."""
        self.is_open = self.waits_for_greeting = False
        await self._kiosk.workers.run(self._reset)

    async def forget(self) -> None:
        """Another visitor."""
        await self.close()
        self._slow.forget()

    async def finish(self) -> Hypothesis:
        """End the utterance now; an empty one where nobody spoke."""
        return await self._kiosk.workers.run(self._finish)

    async def accept(self, pcm: bytes) -> Heard:
        """Take a frame of the microphone, of any length."""
        return await self._kiosk.workers.run(self._accept, pcm)

    async def accept_sounds(self, sounds: Sequence[ears.Sound]) -> Heard:
        """Take frames of the machine's own microphone."""
        return await self._kiosk.workers.run(self._frames, sounds)

    def interrupts(self, text: str, spoken: str) -> bool:
        """Whether this is a visitor speaking over the assistant, and not its own voice."""
        words = text.replace("[unk]", " ").split()
        if is_own(" ".join(words), spoken):
            return False
        return len(words) >= _ENOUGH or self._kiosk.judge.control(text) is not None

    def _ready(self) -> None:
        """A recogniser for the content in use, rested."""
        content = self._kiosk.skill.content
        if self._hearing is None or self._digest != content.digest:
            recogniser = self._kiosk.skill.recogniser()
            self._hearing = Hearing(recogniser, self._kiosk.judge.wait, self._slow, Waits())
            self._digest = content.digest
        self._reset()

    def _reset(self) -> None:
        if self._hearing is not None:
            self._hearing.reset()
        self._detector.reset()
        self._rest = b""
        self._silence = 0.0

    def _finish(self) -> Hypothesis:
        assert self._hearing is not None
        ended = [event for event in self._hearing.finish() if isinstance(event, Ended)]
        return ended[0].hypothesis if ended else Hypothesis("", 0.0)

    def _accept(self, pcm: bytes) -> Heard:
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % _BYTES
        self._rest = sound[whole:]
        frames = (sound[start : start + _BYTES] for start in range(0, whole, _BYTES))
        return self._frames(map(self._sound, frames))

    def _frames(self, sounds: Iterable[ears.Sound]) -> Heard:
        heard = Heard()
        for sound in sounds:
            heard = self._frame(sound, heard)
            if heard.hypothesis is not None:
                break
        return heard

    def _frame(self, sound: ears.Sound, heard: Heard) -> Heard:
        """One frame of 32 ms, added to what the frames before it brought."""
        assert self._hearing is not None
        partial, began = heard.partial, heard.began
        for event in self._hearing.feed(sound):
            match event:
                case Began():
                    began = True
                case Partial(text):
                    partial = text
                case Ended(hypothesis):
                    return Heard(partial, hypothesis, began)
        self._silence = 0.0 if self._hearing.active else self._silence + SECONDS
        nobody = self._silence >= _PATIENCE
        if nobody:
            self._silence = 0.0
        return Heard(partial, Hypothesis("", 0.0) if nobody else None, began)

    def _sound(self, pcm: bytes) -> ears.Sound:
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)
        power = float(np.mean(samples**2))
        return ears.Sound(pcm, self._detector.probability(samples), power)
