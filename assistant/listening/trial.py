"""Tries the devices: records a moment, and plays it again."""

import threading
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from assistant.errors import AudioError
from assistant.listening.devices import close_stream, open_stream

_RATE: Final = 16000
_BLOCK: Final = 0.02
_PATIENCE: Final = 3.0
"""Seconds that a recording may take longer than it should."""


@dataclass(frozen=True, slots=True)
class Take:
    """A recording: 16-bit mono samples."""

    pcm: bytes

    @property
    def level(self) -> int:
        """The loudest sample, 0 to 32767."""
        samples = np.frombuffer(self.pcm, "<i2").astype(np.int32)
        return int(np.abs(samples).max(initial=0))


def record(device: str, seconds: float) -> tuple[Take, int]:
    """Record from a microphone; the take and its rate.

    Raises AudioError where it cannot be opened, or gives nothing.
    """
    pieces: list[bytes] = []
    enough = threading.Event()
    rate = _RATE

    def receive(data: Any, _frames: int, _time: Any, _status: Any) -> None:
        pieces.append(bytes(data))
        if sum(map(len, pieces)) >= 2 * rate * seconds:
            enough.set()

    stream, rate = open_stream("input", device, _RATE, _BLOCK, callback=receive)
    heard = enough.wait(seconds + _PATIENCE)
    close_stream(stream)
    if not heard:
        raise AudioError("the microphone gives no sound; unplug it and plug it in again")
    return Take(b"".join(pieces)), rate


def play(device: str, take: Take, rate: int) -> None:
    """Play a take. Raises AudioError where the loudspeaker cannot be opened."""
    from assistant.messages import SpeechChunk
    from assistant.speaking.player import Player

    with Player(rate, device=device) as player:
        player.play([SpeechChunk(take.pcm)])
        player.wait()
