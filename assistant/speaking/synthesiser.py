"""The synthesiser on our eSpeak, driven through pyttsx3's interface."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from assistant.messages import SpeechChunk, VoiceSettings, WordMark
from assistant.speaking import driver
from assistant.speaking.espeak import SpokenWord
from assistant.speaking.text import Piece, Respelling, plain_text, sentences

_LIBRARY: Final = threading.Lock()
"""eSpeak keeps its state in globals: one sentence at a time in the whole process."""


class EspeakSynthesiser:
    """Speaks a sentence at a time, each in a few milliseconds. Safe to share between threads."""

    def __init__(self, say: Mapping[str, str]) -> None:
        """``say``: the packs' respellings. Raises ModelError where eSpeak cannot be loaded."""
        import pyttsx3

        driver.register()
        with _LIBRARY:
            self._engine: Any = pyttsx3.init(driver.NAME)
            self.rate: int = self._engine.getProperty("samplerate")
            self._voices: Sequence[str] = tuple(self._engine.getProperty("voices"))
        self._respelling = Respelling(say)

    def voices(self) -> Sequence[str]:
        """eSpeak's names; a variant may follow, as in ``en-us+f3``."""
        return self._voices

    def speak(self, text: str, voice: VoiceSettings) -> Iterator[SpeechChunk]:
        """Yield the speech, sentence after sentence; closing the iterator ends it at once.

        Raises SettingsError where there is no such voice.
        """
        spoken = 0
        for piece in sentences(plain_text(text)):
            for chunk in self._sentence(piece, voice, spoken / self.rate):
                spoken += len(chunk.pcm) // 2
                yield chunk

    def _sentence(self, piece: Piece, voice: VoiceSettings, start: float) -> list[SpeechChunk]:
        text, trace = self._respelling.apply(piece.text)
        chunks: list[SpeechChunk] = []
        last = -1

        def receive(pcm: bytes, words: Sequence[SpokenWord], **_: Any) -> None:
            nonlocal last
            marks = []
            for word in words:
                mark = trace.back(WordMark(word.offset, word.length, start + word.time))
                said = piece.text[mark.offset : mark.offset + mark.length]
                if mark.offset > last and any(map(str.isalnum, said)):
                    marks.append(replace(mark, offset=mark.offset + piece.offset))
                    last = mark.offset  # a respelt word of several parts is one word
            if pcm or marks:
                chunks.append(SpeechChunk(pcm, tuple(marks)))

        self._run(text, voice, receive)
        return chunks

    def _run(self, text: str, voice: VoiceSettings, receive: Callable[..., None]) -> None:
        """One utterance of the engine. Its queue swallows exceptions: they are raised here."""
        failures: list[Exception] = []
        with _LIBRARY:
            tokens = [
                self._engine.connect("audio", receive),
                self._engine.connect("error", lambda name, exception: failures.append(exception)),
            ]
            try:
                for name in ("rate", "volume", "voice"):
                    self._engine.setProperty(name, getattr(voice, name))
                self._engine.say(text)
                self._engine.runAndWait()
            finally:
                for token in tokens:
                    self._engine.disconnect(token)
        if failures:
            raise failures[0]
