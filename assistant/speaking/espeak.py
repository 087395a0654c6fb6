"""The eSpeak NG library through ctypes, in synchronous retrieval: sound comes back in pieces.

The library and its data are the package ``espeakng-loader``'s, so no system package is needed.
It keeps its state in globals: one instance a process, one caller at a time.
"""

import contextlib
import ctypes
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assistant.errors import ModelError

_SYNCHRONOUS: Final = 2
_DONT_EXIT: Final = 0x8000
_UTF8: Final = 1
_END_PAUSE: Final = 0x1000
_WORD_EVENT: Final = 1
_RATE, _VOLUME = 1, 2
_WOMAN: Final = "+f3"
_BUFFER_MS: Final = 60
"""Sound a callback delivers at most; an abort waits for one callback."""
_CURE: Final = "pip install --force-reinstall espeakng-loader"


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char_p),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word that eSpeak began to say."""

    offset: int
    """Index of its first character in the text."""
    length: int
    time: float
    """Seconds from the start of this text's sound."""


class Espeak:
    """Speaks one text at a time; ``abort`` may be called from any thread."""

    def __init__(self) -> None:
        """Load the library. Raises ModelError where it or its data is missing."""
        self._library = _load()
        self.rate: int = self._start()
        self._voices = self._list_voices()
        self._aborted = threading.Event()
        self._sink: Callable[[bytes, Sequence[SpokenWord]], None] | None = None
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _start(self) -> int:
        data = os.environ["ESPEAK_DATA_PATH"].encode()
        rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, _DONT_EXIT))
        if rate <= 0:
            raise ModelError(f"eSpeak's voices cannot be read; cure: {_CURE}")
        return rate

    def set_rate(self, words_a_minute: int) -> None:
        """Speak at this speed (80 to 450 words a minute)."""
        self._library.espeak_SetParameter(_RATE, words_a_minute, 0)

    def set_volume(self, volume: float) -> None:
        """Speak this loud, 0 to 1."""
        self._library.espeak_SetParameter(_VOLUME, round(volume * 100), 0)

    def set_voice(self, name: str) -> bool:
        """Speak with this voice; False, and no change, where there is none of that name.

        A variant may follow the name: ``en-gb+f3``.
        """
        language, plus, variant = name.partition("+")
        known = self._voices.get(language)
        full = f"{known}{plus}{variant}"
        return known is not None and self._library.espeak_SetVoiceByName(full.encode()) == 0

    def voices(self) -> list[str]:
        """The names of the voices for English, each as it is and as a woman's."""
        return sorted(name + variant for name in self._voices for variant in ("", _WOMAN))

    def _list_voices(self) -> dict[str, str]:
        """English languages, such as ``en-us``, and the library's name for their voice."""
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        voices: dict[str, str] = {}
        for voice in _pointers(self._library.espeak_ListVoices(None)):
            language = voice.languages[1:].split(b"\0")[0].decode()  # a priority byte comes first
            if language.startswith("en"):
                voices.setdefault(language, voice.identifier.decode())
        return voices

    def speak(self, text: str, sink: Callable[[bytes, Sequence[SpokenWord]], None]) -> bool:
        """Speak into ``sink`` (16-bit mono samples, words begun); False where it was aborted.

        The text must be free of eSpeak's own notation: see ``text.plain_text``.
        """
        self._aborted.clear()
        self._sink = sink
        data = text.encode() + b"\0"
        with _uninterrupted():
            self._library.espeak_Synth(data, len(data), 0, 1, 0, _UTF8 | _END_PAUSE, None, None)
        self._sink = None
        return not self._aborted.is_set()

    def abort(self) -> None:
        """End the text being spoken."""
        self._aborted.set()

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        """Called by the library with each piece of sound; 1 ends the synthesis."""
        if self._aborted.is_set() or self._sink is None:
            return 1
        pcm = ctypes.string_at(samples, count * 2) if samples and count > 0 else b""
        self._sink(pcm, list(_words(events)))
        return 1 if self._aborted.is_set() else 0


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for a sentence's few milliseconds: in what C calls it would be lost, and told
    with a stack trace. (Windows has no such mask.)"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _words(events: Any) -> Iterator[SpokenWord]:
    index = 0
    while events[index].type != 0:
        event = events[index]
        if event.type == _WORD_EVENT:
            start = event.text_position - 1
            yield SpokenWord(start, event.length, event.audio_position / 1000)
        index += 1


def _pointers(listed: Any) -> Iterator[Any]:
    index = 0
    while listed[index]:
        yield listed[index].contents
        index += 1


def _load() -> Any:
    """The library, with its data's place set first: without it the C code ends the process."""
    try:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except (ImportError, OSError, RuntimeError) as error:
        raise ModelError(
            f"the speech synthesis cannot be loaded ({error}); cure: {_CURE}"
        ) from None
    synth = library.espeak_Synth
    synth.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int]
    synth.argtypes += [ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]
    return library
