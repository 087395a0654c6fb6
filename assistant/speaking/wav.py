"""Speech into a WAV file, whole or not at all."""

import contextlib
import os
import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import AudioError
from assistant.messages import SpeechChunk


def write_wav(path: Path, chunks: Iterable[SpeechChunk], rate: int) -> None:
    """Write 16-bit mono; the file appears complete, or stays as it was.

    Raises AudioError where the place cannot be written to.
    """
    path = Path(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file, wave.open(file, "wb") as sound:
            sound.setparams((1, 2, rate, 0, "NONE", ""))
            for chunk in chunks:
                sound.writeframes(chunk.pcm)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise AudioError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
