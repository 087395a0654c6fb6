"""The machine's sound devices: found, chosen by name or number, opened at a rate they take."""

import contextlib
import ctypes
import logging
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from assistant.errors import AudioError

Kind: TypeAlias = Literal["input", "output"]

CURE: Final = "sudo apt-get install libportaudio2 (Debian, Ubuntu)"
_WORD: Final = {"input": "microphone", "output": "loudspeaker"}
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_open: Final[list[Any]] = []
"""Streams now open: PortAudio's list of devices can only be read anew while there are none."""


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as PortAudio sees it."""

    number: int
    name: str
    inputs: int
    """Channels that can be recorded; 0 for a loudspeaker."""
    outputs: int
    """Channels that can be played; 0 for a microphone."""
    rate: int
    """The rate that it runs at by itself, in samples a second."""
    default: tuple[Kind, ...] = ()
    """Whether it is the one used where none is chosen."""


def sound() -> Any:
    """The module ``sounddevice``, imported late: it needs PortAudio.

    Raises AudioError where PortAudio is missing.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise AudioError(f"no sound on this machine ({error}); cure: {CURE}") from None
    _quiet_alsa()
    return sounddevice


@cache
def _quiet_alsa() -> None:
    """ALSA's library writes its complaints into the terminal, between the captions: log them."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_alsa_handler)


def _log_alsa(_file: bytes, _line: int, function: bytes, _error: int) -> None:
    """ALSA's handler; what follows the four arguments (a format and its values) is left alone."""
    _log.debug("ALSA: %s", function.decode("ascii", "replace"))


_alsa_handler: Final = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int
)(_log_alsa)
"""Kept, since ALSA keeps its address."""


def devices() -> Sequence[Device]:
    """All devices there are now. Raises AudioError where PortAudio is missing."""
    module = sound()
    refresh()
    try:
        chosen = module.default.device
        return [_device(info, chosen) for info in module.query_devices()]
    except module.PortAudioError as error:
        raise AudioError(f"the sound devices cannot be listed: {error}") from None


def refresh() -> None:
    """Read the list of devices anew, where no stream is open (PortAudio keeps an old one)."""
    module = sound()
    with _lock, contextlib.suppress(module.PortAudioError):
        if not _open:
            module._terminate()
            module._initialize()


def find(wanted: str, kind: Kind) -> Device:
    """The device of that name (a part of it is enough) or number; the default where empty.

    Raises AudioError, naming those that exist, where there is none.
    """
    able = [d for d in devices() if (d.inputs if kind == "input" else d.outputs)]
    if not able:
        raise AudioError(f"there is no {_WORD[kind]}; `assistant devices` shows what is there")
    if not wanted:
        return next((d for d in able if kind in d.default), able[0])
    exact = [d for d in able if wanted in (str(d.number), d.name)]
    similar = [d for d in able if wanted.lower() in d.name.lower()]
    if found := exact or similar:
        return found[0]
    known = ", ".join(f"{d.number} {d.name}" for d in able)
    raise AudioError(f"there is no {_WORD[kind]} {wanted!r}; there are: {known}")


def open_stream(
    kind: Kind, wanted: str, rate: int, block: float, **options: Any
) -> tuple[Any, int]:
    """A started raw mono 16-bit stream, and the rate it runs at: ``rate``, or the device's own.

    ``block`` is the length of a callback's piece in seconds; ``options`` go to ``sounddevice``.
    Raises AudioError where the device cannot be opened.
    """
    module = sound()
    device = find(wanted, kind)
    make = module.RawInputStream if kind == "input" else module.RawOutputStream
    failure: Exception | None = None
    for possible in dict.fromkeys((rate, device.rate)):
        settings = {"samplerate": possible, "blocksize": round(possible * block), "channels": 1}
        try:
            stream = make(device=device.number, dtype="int16", **settings, **options)
        except (module.PortAudioError, ValueError) as error:
            failure = error
            continue
        with _lock:
            _open.append(stream)
        try:
            stream.start()
            return stream, possible
        except module.PortAudioError as error:
            failure = error
            close_stream(stream)
    raise AudioError(f"the {_WORD[kind]} {device.name!r} cannot be opened: {failure}")


def close_stream(stream: Any, *, drain: bool = False) -> None:
    """Close a stream in any state; ``drain`` lets what was handed over be heard first."""
    module = sound()
    with contextlib.suppress(module.PortAudioError):
        if drain:
            stream.stop()
        else:
            stream.abort()
    with contextlib.suppress(module.PortAudioError):
        stream.close()
    with _lock, contextlib.suppress(ValueError):
        _open.remove(stream)


def _device(info: Any, chosen: Sequence[int]) -> Device:
    number = int(info["index"])
    kinds: tuple[Kind, ...] = ("input", "output")
    return Device(
        number,
        str(info["name"]),
        int(info["max_input_channels"]),
        int(info["max_output_channels"]),
        int(info["default_samplerate"]),
        tuple(kind for kind, default in zip(kinds, chosen, strict=True) if default == number),
    )
