"""The microphone as a stream of frames at 16 kHz; notices when it dies, or gives only zeros."""

import queue
import time
from types import TracebackType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.errors import AudioError
from assistant.listening.devices import close_stream, open_stream
from assistant.listening.vad import FRAME, RATE

Floats = npt.NDArray[np.float32]

_BLOCK: Final = 0.01
"""Seconds that a callback brings."""
_LATENCY: Final = 0.02
_STALLED: Final = 1.0
"""Seconds without a callback after which the microphone is gone."""
_ZEROS: Final = 5.0
"""Seconds of nothing but zeros after which it is taken for unplugged or muted."""


class Microphone:
    """One open microphone. ``read`` from one thread."""

    def __init__(self, device: str = "", *, flat: bool = False) -> None:
        """Open it by name or number, the default where empty. Raises AudioError.

        ``flat``: it stands in for one that gave only zeros, until it gives something else.
        """
        self._blocks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._rest = np.zeros(0, np.float32)
        self._zeros = round(_ZEROS * RATE) if flat else 0
        self.arrived = 0.0
        """When the last frame's end came in, by ``time.perf_counter``."""
        self._stream, rate = open_stream(
            "input", device, RATE, _BLOCK, latency=_LATENCY, callback=self._receive
        )
        self._resample = _resampler(rate)

    def __enter__(self) -> "Microphone":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the microphone go."""
        close_stream(self._stream)

    @property
    def flat(self) -> bool:
        """Whether it has given nothing but zeros for a while."""
        return self._zeros >= _ZEROS * RATE

    @property
    def waiting(self) -> int:
        """Samples at 16 kHz that came and were not read yet."""
        return round(self._blocks.qsize() * _BLOCK * RATE) + len(self._rest)

    def _receive(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        """PortAudio's callback."""
        self._blocks.put((time.perf_counter(), bytes(data)))

    def read(self) -> Floats:
        """The next frame of ``FRAME`` samples, -1 to 1.

        Raises AudioError where none comes: the microphone or the sound server is gone.
        """
        while len(self._rest) < FRAME:
            try:
                self.arrived, data = self._blocks.get(timeout=_STALLED)
            except queue.Empty:
                raise AudioError("the microphone went away") from None
            self._take(np.frombuffer(data, "<i2"))
        frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
        return frame

    def _take(self, samples: npt.NDArray[np.int16]) -> None:
        self._zeros = 0 if samples.any() else self._zeros + len(samples)
        floats = samples.astype(np.float32) / 32768
        self._rest = np.concatenate((self._rest, self._resample(floats)))


def _resampler(rate: int) -> Any:
    if rate == RATE:
        return lambda samples: samples
    import soxr

    stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="MQ")
    return lambda samples: stream.resample_chunk(samples, last=False)
