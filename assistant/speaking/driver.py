"""Our eSpeak behind pyttsx3's driver interface.

pyttsx3's stock eSpeak driver returns before a file exists, cannot be stopped within a sentence
and needs ``aplay``. This one speaks synchronously and hands the sound to the topic ``audio``
(``pcm``: bytes, ``words``: eSpeak's ``SpokenWord``), to which ``engine.connect`` subscribes.
"""

import sys
import types
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from assistant.errors import SettingsError
from assistant.speaking.espeak import Espeak, SpokenWord

NAME: Final = "clinic_espeak"
"""What ``pyttsx3.init`` calls it."""
DEFAULT_VOICE: Final = "en-us"


class EspeakDriver:
    """One utterance at a time; ``stop`` may come from any thread."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._espeak = Espeak()
        self._properties: dict[str, Any] = {"rate": 150, "volume": 1.0, "voice": ""}
        for name, value in list(self._properties.items()):
            self.setProperty(name, value)

    def say(self, text: str) -> None:
        """Speak to the subscribers of ``audio`` and ``started-word``."""
        self._proxy.notify("started-utterance")
        completed = self._espeak.speak(text, self._deliver)
        self._proxy.notify("finished-utterance", completed=completed)

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak to a WAV; it is complete when this returns."""
        pieces: list[bytes] = []
        self._espeak.speak(text, lambda pcm, _: pieces.append(pcm))
        with wave.open(str(Path(filename)), "wb") as file:
            file.setparams((1, 2, self._espeak.rate, 0, "NONE", ""))
            file.writeframes(b"".join(pieces))

    def _deliver(self, pcm: bytes, words: Sequence[SpokenWord]) -> None:
        for word in words:
            self._proxy.notify("started-word", location=word.offset, length=word.length)
        self._proxy.notify("audio", pcm=pcm, words=words)

    def stop(self) -> None:
        """End the utterance at once."""
        self._espeak.abort()

    def getProperty(self, name: str) -> Any:  # noqa: N802 (pyttsx3's name)
        """``rate``, ``volume``, ``voice``, the list ``voices``, or ``samplerate``."""
        if name == "voices":
            return self._espeak.voices()
        return self._espeak.rate if name == "samplerate" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 (pyttsx3's name)
        """Set ``rate``, ``volume`` or ``voice``; SettingsError where there is no such voice."""
        if name == "rate":
            self._espeak.set_rate(int(value))
        elif name == "volume":
            self._espeak.set_volume(float(value))
        elif name == "voice" and not self._espeak.set_voice(value or DEFAULT_VOICE):
            raise SettingsError(f"there is no voice {value!r}; `assistant say --voices` lists them")
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 (pyttsx3's name)
        """Carry out what is queued; the queue ends with ``endLoop``."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 (pyttsx3's name)
        """Nothing is left running."""

    def iterate(self) -> Iterator[None]:
        """For an event loop of the caller's own."""
        self._proxy.setBusy(False)
        yield

    def destroy(self) -> None:
        """The library stays loaded: it cannot be started twice."""


def register() -> None:
    """Make ``pyttsx3.init(NAME)`` find this driver."""
    module = types.ModuleType(f"pyttsx3.drivers.{NAME}")
    module.__dict__["buildDriver"] = EspeakDriver
    sys.modules[module.__name__] = module
