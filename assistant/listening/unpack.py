"""Unpacks an archive from outside: into one folder, and nothing else, whatever it holds."""

import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Final

from assistant.errors import ModelError
from assistant.listening.room import need_room

_MOST_FILES: Final = 2000
_MOST_BYTES: Final = 8_000_000_000
_RATIO: Final = 20
"""Unpacked bytes for each packed one; models are numbers and hardly shrink, a bomb does."""
_ALLOWANCE: Final = 50_000_000
"""Unpacked bytes that are always allowed."""
_BLOCK: Final = 1 << 20
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError,
)  # fmt: skip
"""All that Python's readers raise over bytes that are no whole zip; NotImplementedError is
zipfile's own, for a packing that it does not know."""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack into a folder that exists and is empty.

    Raises ModelError where the archive is damaged, or holds a path that leads out of the folder,
    a link, two files of one name, or more than a model can; NoRoomError where the disk is full.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            _check(archive, entries)
            left = min(_MOST_BYTES, _RATIO * archive.stat().st_size + _ALLOWANCE)
            need_room(folder, min(left, sum(entry.file_size for entry in entries)))
            for entry in entries:
                target = folder.joinpath(*PurePosixPath(entry.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(entry) as source, target.open("xb") as file:
                    left -= _copy(source, file, left)
    except _DAMAGED as error:
        raise ModelError(f"{archive} is no whole zip ({error}): fetch it again") from None
    except RuntimeError as error:  # zipfile's answer to a password
        raise ModelError(f"{archive} cannot be unpacked ({error})") from None
    except OSError as error:
        raise ModelError(f"{archive} cannot be unpacked: {error.strerror or error}") from None


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Look at all names before a byte is written."""
    if not entries:
        raise ModelError(f"{archive} is empty")
    if len(entries) > _MOST_FILES:
        raise ModelError(f"{archive} holds {len(entries)} files: that is no model")
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise ModelError(f"{archive} holds two files of one name: it is not used")
    for entry in entries:
        if problem := _problem(entry):
            raise ModelError(f"{archive} holds {entry.filename!r}, {problem}: it is not used")


def _problem(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "a link or a device"
    if "\\" in name or ":" in name or "\0" in name or PureWindowsPath(name).drive:
        return "a name that not every system can take"
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        return "a path that leads out of the model's folder"
    return ""


def _copy(source: IO[bytes], target: IO[bytes], left: int) -> int:
    """Bytes copied; the archive's own word on its sizes is not relied on."""
    copied = 0
    while block := source.read(_BLOCK):
        copied += len(block)
        if copied > left:
            raise ModelError("the archive unpacks to more than a model can be: it is not used")
        target.write(block)
    return copied
