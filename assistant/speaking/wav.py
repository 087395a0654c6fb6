"""Speech into a WAV file, whole or not at all."""

import contextlib
import os
import shutil
import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from assistant.errors import AudioError
from assistant.messages import SpeechChunk


def write_wav(path: Path, chunks: Iterable[SpeechChunk], rate: int) -> None:
    """Write 16-bit mono; the file appears complete, or stays as it was.

    A device or a pipe is written to, never replaced; of a link, what it leads to is replaced.
    Raises AudioError where the place cannot be written to.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            with tempfile.TemporaryFile() as whole:
                _write(whole, chunks, rate)
                whole.seek(0)
                with path.open("wb") as place:
                    shutil.copyfileobj(whole, place)
        else:
            _replace(path.resolve(), chunks, rate)
    except OSError as error:
        raise AudioError(f"{path} cannot be written: {error.strerror or error}") from None


def _replace(path: Path, chunks: Iterable[SpeechChunk], rate: int) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, chunks, rate)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()


def _write(file: BinaryIO, chunks: Iterable[SpeechChunk], rate: int) -> None:
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        for chunk in chunks:
            sound.writeframes(chunk.pcm)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
