"""The synthesiser on pyttsx3's own drivers: SAPI5 on Windows, NSSS on macOS."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np

from assistant.errors import ModelError, SettingsError
from assistant.messages import SpeechChunk, VoiceSettings
from assistant.speaking.text import Respelling, plain_text, sentences

_RATE: Final = 22050
_PATIENCE: Final = 30.0
"""Seconds that a sentence may take: these drivers are known to hang."""


class SystemSynthesiser:
    """Speaks a sentence at a time through a file; has no word marks.

    All calls are made in one thread: SAPI5 wants its loop in the thread that made it.
    """

    rate = _RATE

    def __init__(self, say: Mapping[str, str], driver: str | None = None) -> None:
        """``driver`` is pyttsx3's name; the platform's own by default. Raises ModelError."""
        self._respelling = Respelling(say)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pyttsx3")
        self._engine: Any = self._thread.submit(_init, driver).result(_PATIENCE)
        self._voices = self._thread.submit(self._list_voices).result(_PATIENCE)

    def voices(self) -> Sequence[str]:
        """The names of the system's voices."""
        return tuple(self._voices)

    def speak(self, text: str, voice: VoiceSettings) -> Iterator[SpeechChunk]:
        """Yield the speech, a sentence a chunk; closing the iterator ends it at once.

        Raises SettingsError where there is no such voice.
        """
        if voice.voice and voice.voice not in self._voices:
            raise SettingsError(f"there is no voice {voice.voice!r}; `assistant say --voices`")
        for piece in sentences(plain_text(text)):
            spelt, _ = self._respelling.apply(piece.text)
            yield self._thread.submit(self._sentence, spelt, voice).result(_PATIENCE)

    def _list_voices(self) -> dict[str, str]:
        """Names of voices and their ids; pyttsx3's drivers give objects, ours gives names."""
        listed = self._engine.getProperty("voices")
        return {getattr(v, "name", v): getattr(v, "id", v) for v in listed}

    def _sentence(self, text: str, voice: VoiceSettings) -> SpeechChunk:
        with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
            path = Path(folder, "speech.wav")
            self._engine.setProperty("rate", voice.rate)
            self._engine.setProperty("volume", voice.volume)
            if voice.voice:
                self._engine.setProperty("voice", self._voices[voice.voice])
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            return SpeechChunk(_read(path))


def _init(driver: str | None) -> Any:
    try:
        import pyttsx3

        return pyttsx3.init(driver)
    except Exception as error:  # each driver raises its platform's own kinds
        raise ModelError(f"the system's voices cannot be used: {error}") from None


def _read(path: Path) -> bytes:
    """The file (WAV or AIFF) as 16-bit mono at our rate."""
    import soundfile
    import soxr

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), rate, _RATE)
    return bytes((np.clip(mono, -1, 1) * 32767).astype("<i2").tobytes())
