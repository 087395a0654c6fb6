"""Sound files of any kind, as the recogniser takes them: 16 kHz, mono, 16 bit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.errors import AudioError

RATE: Final = 16000
"""Samples a second of everything that is recognised."""
LIMIT_MINUTES: Final = 10.0
"""A question is seconds long; more than this is a mistake, and would hold everything up."""

_BLOCK: Final = 1 << 16
"""Frames read at a time, so that memory is bounded by the limit and not by the file."""
_KINDS: Final = "WAV, FLAC and OGG files can be read"
_HEADS: Final = (
    b"RIFF", b"RIFX", b"RF64", b"fLaC", b"OggS", b"FORM", b".snd", b"caff", b"ID3",
    b"\xff\xfa", b"\xff\xfb", b"\xff\xf2", b"\xff\xf3",
)  # fmt: skip
"""How sound files begin. In any other file libsndfile's MPEG decoder looks for a beginning further
on, and complains on the terminal."""

_Floats = npt.NDArray[np.float32]


def read_audio(path: Path) -> bytes:
    """The file's sound as 16-bit little-endian mono samples at 16 kHz, channels averaged.

    Raises AudioError where the file is missing, no sound file, empty, cut off or longer than
    ten minutes.
    """
    _look(path)
    with _open(path) as file:
        seconds = file.frames / file.samplerate
        if seconds > 60 * LIMIT_MINUTES:
            raise AudioError(
                f"{path} is {seconds / 60:.0f} minutes long: at most {LIMIT_MINUTES:.0f} can be "
                "recognised; cut the question out of it"
            )
        samples = _mono(path, file)
        if not len(samples):
            raise AudioError(f"{path} holds no sound: record it again")
        return to_pcm(resample(samples, file.samplerate))


def resample(samples: _Floats, rate: int) -> _Floats:
    """Samples of any rate at 16 kHz, without aliasing."""
    if rate == RATE:
        return samples
    import soxr

    result: _Floats = soxr.resample(samples, rate, RATE)
    return result


def to_pcm(samples: _Floats) -> bytes:
    """Samples between -1 and 1 as 16-bit little-endian; what is beyond is clipped."""
    whole = np.rint(np.clip(np.nan_to_num(samples), -1.0, 1.0) * 32768.0)
    return bytes(np.minimum(whole, 32767).astype("<i2").tobytes())


def _look(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AudioError(f"{path} cannot be read: {reason}") from None
    if not path.is_file():
        raise AudioError(f"{path} is no file: name a sound file ({_KINDS})")
    if size == 0:
        raise AudioError(f"{path} is empty: record it again")


def _open(path: Path) -> Any:
    import soundfile

    try:
        if not _head(path).startswith(_HEADS):
            raise AudioError(f"{path} is no sound file: {_KINDS}")
        if missing := _missing_bytes(path):
            raise AudioError(f"{path} is cut off ({missing} bytes are missing): copy it again")
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, TypeError) as error:
        reason = str(error).rpartition(": ")[2].rstrip(".")
        raise AudioError(f"{path} is no sound file that can be read ({reason}): {_KINDS}") from None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise AudioError(f"{path} cannot be read: {error.strerror}") from None


def _mono(path: Path, file: Any) -> _Floats:
    parts = [part.mean(axis=1, dtype=np.float32) for part in _blocks(path, file)]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if len(samples) < file.frames:
        lost = (file.frames - len(samples)) / file.samplerate
        raise AudioError(f"{path} is cut off ({lost:.1f} seconds are missing): copy it again")
    return samples


def _blocks(path: Path, file: Any) -> Iterator[_Floats]:
    import soundfile

    try:
        yield from file.blocks(_BLOCK, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        reason = str(error).rpartition(": ")[2].rstrip(".")
        raise AudioError(f"{path} is damaged ({reason}): record or copy it again") from None


def _missing_bytes(path: Path) -> int:
    """How many bytes of sound a WAV's header promises and the file lacks.

    libsndfile plays what is there without a word. Programs that write to a pipe promise nothing
    (0) or everything (over 2 GB); such a header is not believed.
    """
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return 0
        size = path.stat().st_size
        while len(chunk := file.read(8)) == 8:
            length = int.from_bytes(chunk[4:], "little")
            if chunk[:4] == b"data":
                return max(0, length - (size - file.tell())) if length < 1 << 31 else 0
            file.seek(length + length % 2, 1)
        return 0
