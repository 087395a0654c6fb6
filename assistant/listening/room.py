"""Room on the disk, looked at before it is needed."""

import shutil
from pathlib import Path

from assistant.errors import ModelError


class NoRoomError(ModelError):
    """A disk is full: what was fetched so far is good, and is kept."""


def need_room(folder: Path, more: int) -> None:
    """Raises NoRoomError where the folder's disk has not so many bytes more."""
    free = shutil.disk_usage(folder).free
    if more > free:
        raise NoRoomError(
            f"{folder} has {free / 1e6:.0f} MB free, {more / 1e6:.0f} are needed: make room there, "
            "then call again"
        )
