"""Keeps loaded content, so that a start does not expand templates and parse YAML again."""

import contextlib
import hashlib
import io
import os
import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from assistant import messages, resources
from assistant.content.model import Content

_KEPT: Final = 8
"""Contents kept at most: one machine rarely uses more than two or three."""
_TRUSTED: Final = ("assistant.content.model", "assistant.messages", "pathlib")


class _Unpickler(pickle.Unpickler):
    """Makes nothing but content: a foreign file must not run code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module in _TRUSTED or module.startswith("pathlib.")) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):  # a function, even a method of Path, could do harm
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no content")


def read(key: str) -> Content | None:
    """The content kept under ``key``; None where there is none, or its file is torn or foreign."""
    try:
        stored = _Unpickler(io.BytesIO(_file(key).read_bytes())).load()
    except Exception:  # a torn pickle raises nearly anything; the content is loaded anew then
        return None
    return stored if isinstance(stored, Content) else None


def write(key: str, content: Content) -> None:
    """Keep content under ``key``, whole or not at all; where that cannot be, do without."""
    import tempfile  # late: needed only when content has changed

    target = _file(key)
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".content-")
        try:
            with os.fdopen(handle, "wb") as file:
                pickle.dump(content, file, pickle.HIGHEST_PROTOCOL)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _forget_old(target.parent)


def _file(key: str) -> Path:
    whole = hashlib.sha256(f"{key} {_code()}".encode()).hexdigest()
    return resources.cache() / f"content-{whole[:32]}.pickle"


@lru_cache(maxsize=1)
def _code() -> str:
    """Digest of the code that makes and holds content: a cache of other code is not read."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(str(messages.__file__))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("content-*.pickle"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-_KEPT]:
        path.unlink(missing_ok=True)
