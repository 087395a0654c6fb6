"""Whether an utterance has a human voice in it: clatter alone must never become words."""

from typing import Final

import numpy as np

from assistant.listening.vad import FRAME, VoiceDetector

_VOICED: Final = 0.5
_FRAMES: Final = 3
"""Frames of voice that are enough (a tenth of a second). In a minute of kitchen noise no cut of
three seconds had one; every recorded order had them, with that noise at 6 dB, too."""


class Voiced:
    """Listens along until a voice was heard, then costs nothing more."""

    def __init__(self) -> None:
        self._detector = VoiceDetector()
        self._rest = b""
        self._found = 0

    def __bool__(self) -> bool:
        """Whether a voice was heard since the last reset."""
        return self._found >= _FRAMES

    def accept(self, pcm: bytes) -> None:
        """Take 16-bit mono samples at 16 kHz."""
        if self:
            return
        self._rest += pcm
        size = 2 * FRAME
        for start in range(0, len(self._rest) - size + 1, size):
            samples = np.frombuffer(self._rest[start : start + size], "<i2").astype(np.float32)
            frame = samples / np.float32(32768)
            self._found += self._detector.probability(frame) > _VOICED
        self._rest = self._rest[len(self._rest) - len(self._rest) % size :]

    def reset(self) -> None:
        """Forget what was heard."""
        self._detector.reset()
        self._rest = b""
        self._found = 0
