"""Says replies, stops, and knows what it is saying."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from assistant.conversation.parts import Loudspeaker
from assistant.errors import AudioError
from assistant.messages import Reply, SpeechChunk, VoiceSettings, WordMark
from assistant.protocols import Synthesiser

_TAIL: Final = 1.0
"""Seconds for which what was said may still be heard: the sound server, the room."""


@dataclass(slots=True)
class _Speech:
    text: str
    marks: list[WordMark] = field(default_factory=list)
    protected: bool = False


class Mouth:
    """One thing is said at a time. ``clock`` gives seconds."""

    def __init__(
        self, speaker: Loudspeaker, synthesiser: Synthesiser, clock: Callable[[], float]
    ) -> None:
        self._speaker = speaker
        self._synthesiser = synthesiser
        self._clock = clock
        self._speech = _Speech("")
        self._paused = False
        self._ended = -_TAIL

    def prepare(self, text: str, voice: VoiceSettings) -> Iterator[SpeechChunk]:
        """Begin to synthesise; the first piece of sound is ready when this returns."""
        chunks = self._synthesiser.speak(text, voice)
        first = next(chunks, None)
        return _joined(first, chunks)

    def say(self, reply: Reply, chunks: Iterator[SpeechChunk]) -> None:
        """Say a reply that was prepared; AudioError where the loudspeaker is gone."""
        speech = _Speech(reply.speech, protected=reply.outcome == "emergency")
        self._speech, self._paused = speech, False
        if reply.speech:
            self._speaker.play(_noting(chunks, speech.marks))

    def tone(self, chunk: SpeechChunk) -> None:
        """Play a tone, unless something is being said; without a loudspeaker there is none."""
        if not self._speaker.playing:
            try:
                self._speaker.play([chunk])
            except AudioError:
                return

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or paused."""
        if self._speaker.playing:
            self._ended = self._clock()
        return self._speaker.playing

    @property
    def protected(self) -> bool:
        """Whether what is being said must not be cut off by a voice."""
        return self._speech.protected and self.speaking

    @property
    def paused(self) -> bool:
        """Whether it fell silent to hear whether it is spoken to."""
        return self._paused and self.speaking

    def recent(self) -> str:
        """The text that was being said until a moment ago; empty after a while of silence."""
        if not self.speaking and self._clock() - self._ended > _TAIL:
            return ""
        return self._speech.text

    def pause(self) -> None:
        """Fall silent, and remember where."""
        self._paused = True
        self._speaker.pause()

    def resume(self) -> None:
        """Go on where it fell silent."""
        self._paused = False
        self._speaker.resume()

    def stop(self) -> str:
        """Be silent for good; returns the words that were said."""
        position, was = self._speaker.position, self.speaking
        self._speaker.stop()
        self._paused = False
        said = [mark for mark in self._speech.marks if mark.time <= position]
        return self._speech.text[: said[-1].offset + said[-1].length] if was and said else ""


def _joined(first: SpeechChunk | None, rest: Iterator[SpeechChunk]) -> Iterator[SpeechChunk]:
    if first is not None:
        yield first
        yield from rest


def _noting(chunks: Iterator[SpeechChunk], marks: list[WordMark]) -> Iterator[SpeechChunk]:
    for chunk in chunks:
        marks.extend(chunk.marks)
        yield chunk
