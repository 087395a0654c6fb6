"""Plays speech so that it stops at once, pauses, and survives a loudspeaker that goes away."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.errors import AudioError
from assistant.listening.devices import close_stream, open_stream
from assistant.messages import SpeechChunk

Samples = npt.NDArray[np.int16]

_BLOCK: Final = 0.01
"""Seconds that a callback asks for."""
_LATENCY: Final = 0.06
"""Seconds of sound before the loudspeaker; with less, a busy machine breaks it up."""
_FADE: Final = 0.004
"""Seconds over which sound that is stopped fades: a cut would click."""
_AHEAD: Final = 2.0
"""Seconds of speech made ready ahead of the loudspeaker."""


class Player:
    """One loudspeaker. ``play``, ``stop``, ``pause`` and ``resume`` may come from any thread."""

    def __init__(
        self, rate: int, *, device: str = "", tap: Callable[[Samples, int], None] | None = None
    ) -> None:
        """Open the loudspeaker by name or number, the default where empty.

        ``rate`` is that of the chunks. ``tap`` is handed every block that goes out, silence too,
        and its rate: an echo canceller needs to know what was played. Raises AudioError.
        """
        self._chunk_rate = rate
        self._device = device
        self._tap = tap
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._done = threading.Event()
        self._done.set()
        self._buffer = np.zeros(0, np.int16)
        self._turn = 0
        self._feeding = False
        self._paused = False
        self._gain = 1.0
        self._played = 0
        self._first: float | None = None
        self._stream: Any = None
        self._rate = rate
        self.open()

    def __enter__(self) -> "Player":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(drain=kind is None)

    def open(self) -> None:
        """Open the loudspeaker anew. Raises AudioError where there is none."""
        self.close()
        self._stream, self._rate = open_stream(
            "output", self._device, self._chunk_rate, _BLOCK, latency=_LATENCY, callback=self._fill
        )

    def close(self, *, drain: bool = False) -> None:
        """Let the loudspeaker go; ``drain`` waits until what was handed over is heard."""
        self.stop()
        stream, self._stream = self._stream, None
        if stream is not None:
            close_stream(stream, drain=drain)

    @property
    def alive(self) -> bool:
        """False where the loudspeaker went away; ``open`` tries it again."""
        return self._stream is not None and bool(self._stream.active)

    @property
    def playing(self) -> bool:
        """Whether something is being said or paused."""
        return not self._done.is_set()

    @property
    def position(self) -> float:
        """Seconds of the present speech that were handed to the loudspeaker."""
        return self._played / self._rate

    @property
    def first_sound(self) -> float | None:
        """When the present speech's first sound was handed over, by ``time.perf_counter``."""
        return self._first

    def play(self, chunks: Iterable[SpeechChunk]) -> None:
        """Say this instead of what is being said; returns at once.

        Raises AudioError where the loudspeaker went away and cannot be opened again.
        """
        self.stop()
        if not self.alive:
            self.open()
        with self._lock:
            self._turn += 1
            self._played, self._first, self._paused = 0, None, False
            self._feeding = True
            self._done.clear()
            turn = self._turn
        threading.Thread(target=self._feed, args=(iter(chunks), turn), daemon=True).start()

    def stop(self) -> None:
        """Be silent at once; what was being said is gone."""
        with self._lock:
            self._turn += 1
            self._paused = self._feeding = False
            self._buffer = self._faded()
            self._room.notify_all()
        self._done.set()

    def pause(self) -> None:
        """Be silent at once, and keep what was being said for ``resume``."""
        with self._lock:
            self._paused = self.playing

    def resume(self) -> None:
        """Go on where ``pause`` fell silent."""
        with self._lock:
            self._paused = False

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is said, or the loudspeaker went away; False after ``timeout`` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self._done.wait(0.1):
            if end is not None and time.monotonic() > end:
                return False
            if not self.alive:
                self.stop()
                raise AudioError(
                    "the loudspeaker went away; `assistant devices` shows what is there"
                )
        return True

    def _feed(self, chunks: Iterator[SpeechChunk], turn: int) -> None:
        """Fill the buffer from the synthesiser until all is there, or something else is said."""
        convert = _resampler(self._chunk_rate, self._rate)
        try:
            for chunk in chunks:
                if not self._append(convert(np.frombuffer(chunk.pcm, "<i2"), False), turn):
                    break
            else:
                self._append(convert(np.zeros(0, np.int16), True), turn)
        finally:
            if close := getattr(chunks, "close", None):
                close()
            with self._lock:
                if turn == self._turn:
                    self._feeding = False

    def _append(self, samples: Samples, turn: int) -> bool:
        with self._lock:
            while turn == self._turn and len(self._buffer) > _AHEAD * self._rate:
                self._room.wait(0.5)
            if turn == self._turn:
                self._buffer = np.concatenate((self._buffer, samples))
            return turn == self._turn

    def _fill(self, out: Any, frames: int, _time: Any, _status: Any) -> None:
        """PortAudio's callback. It must not raise: that would end the stream without a word."""
        block = np.zeros(frames, np.int16)
        with self._lock:
            if self._paused:
                block[:] = self._fade_to(0.0, self._peek(frames))
            else:
                block[:] = self._fade_to(1.0, self._take(frames))
        out[:] = block.tobytes()
        if self._tap:
            self._tap(block, self._rate)

    def _peek(self, frames: int) -> Samples:
        """What would come next; it is taken as long as the fade lets it be heard."""
        return self._take(frames) if self._gain > 0 else np.zeros(frames, np.int16)

    def _take(self, frames: int) -> Samples:
        taken, self._buffer = self._buffer[:frames], self._buffer[frames:]
        if len(taken) and self._first is None and np.any(np.abs(taken) > 200):
            self._first = time.perf_counter()
        self._played += len(taken)
        self._room.notify_all()
        if not len(self._buffer) and not self._feeding:
            self._done.set()
        return np.concatenate((taken, np.zeros(frames - len(taken), np.int16)))

    def _fade_to(self, gain: float, block: Samples) -> Samples:
        if gain == self._gain:
            return block
        steps = max(1, min(len(block), round(_FADE * self._rate)))
        ramp = np.full(len(block), gain)
        ramp[:steps] = np.linspace(self._gain, gain, steps)
        self._gain = gain
        faded: Samples = (block * ramp).astype(np.int16)
        return faded

    def _faded(self) -> Samples:
        """The few samples that bring what is being said to silence."""
        rest = self._buffer[: round(_FADE * self._rate)]
        faded: Samples = (rest * np.linspace(1.0, 0.0, len(rest))).astype(np.int16)
        return faded


def _resampler(source: int, target: int) -> Callable[[Samples, bool], Samples]:
    """From the synthesiser's rate to the loudspeaker's, piece by piece."""
    if source == target:
        return lambda samples, last: samples
    import soxr

    stream = soxr.ResampleStream(source, target, 1, dtype="int16", quality="MQ")
    return lambda samples, last: np.asarray(stream.resample_chunk(samples, last=last))
