"""The file in which the matcher's derived numbers are kept."""

import contextlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.understanding.bank import Bank
from assistant.understanding.head import Floats, Head
from assistant.understanding.phrases import Counts
from assistant.understanding.prepared import Prepared
from assistant.understanding.spelling import Words
from assistant.understanding.strangeness import Usage

VERSION: Final = 8
"""Of the file and of how its numbers are made; a change makes all that was kept anew."""
_KEPT: Final = 6
"""Files kept at most."""
_PARTS: Final = (("bank", Bank), ("words", Words), ("usage", Usage), ("counts", Counts))
"""Those of ``Prepared`` that hold nothing but arrays and texts."""
_STEPS: Final = 7
"""Steps from nought to a vector's largest number."""

Sums = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Derived:
    """All that one encoder and the questions give."""

    prepared: Prepared
    sums: Sums
    """Check sums of the texts: which vector is whose."""
    vectors: Floats
    """Shape (texts, width), made coarse: fifteen steps cost no right answer and half a byte."""
    head: Head


def sums(texts: Sequence[str]) -> Sums:
    """64-bit check sums, the same in every run."""
    pairs = [(zlib.crc32(data), zlib.adler32(data)) for data in map(str.encode, texts)]
    return np.array([high << 32 | low for high, low in pairs], np.uint64)


def coarse(vectors: Floats) -> Floats:
    """The vectors as they come back from the file; what is coarse already stays as it is."""
    return _unpacked(*_packed(vectors))


def read(path: Path, key: str) -> Derived | None:
    """What was kept in the file; None where there is none, it is torn, or of another key."""
    kept = _loaded(path)
    if str(kept.get("key")) != key:
        return None
    with contextlib.suppress(KeyError, ValueError):
        return _derived(kept)
    return None


def vectors(paths: Iterable[Path], encoder: str) -> dict[int, Floats]:
    """Vectors of texts (by their sums) that files hold from an encoder of that digest."""
    found: dict[int, Floats] = {}
    for path in paths:
        kept = _loaded(path)
        if str(kept.get("encoder")) == f"{VERSION} {encoder}":
            own = _unpacked(kept["vectors"], kept["scales"])
            found.update(zip(map(int, kept["sums"]), own, strict=True))
    return found


def _loaded(path: Path) -> dict[str, Any]:
    """All arrays of a file; none where it is missing or torn: that raises nearly anything."""
    with (
        contextlib.suppress(Exception),
        path.open("rb") as file,  # here, because np.load leaves a torn file open
        np.load(file, allow_pickle=False) as kept,
    ):
        return dict(kept)
    return {}


def write(path: Path, key: str, encoder: str, derived: Derived) -> bool:
    """Keep it whole or not at all; False where it cannot be kept."""
    packed, scales = _packed(derived.vectors)
    arrays = {
        "key": np.array(key), "encoder": np.array(f"{VERSION} {encoder}"), "sums": derived.sums,
        "vectors": packed, "scales": scales, "weights": derived.head.weights.astype(np.float16),
        "biases": derived.head.biases, "keys": _stored(derived.prepared.keys),
        **{
            f"{part}_{field.name}": _stored(getattr(getattr(derived.prepared, part), field.name))
            for part, shape in _PARTS
            for field in fields(shape)
        },
    }  # fmt: skip
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, arrays)
        return True
    return False


def _write(path: Path, arrays: dict[str, Any]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".understanding-")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, **arrays)
        Path(name).chmod(0o644)  # a kiosk's user reads what another one built
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def others(folder: Path) -> list[Path]:
    """The files kept in a folder, the oldest first."""
    return sorted(folder.glob("understanding-*.npz"), key=lambda path: path.stat().st_mtime)


def forget_old(folder: Path) -> None:
    """Keep the newest few files."""
    for path in others(folder)[:-_KEPT]:
        path.unlink(missing_ok=True)


def _derived(kept: Any) -> Derived:
    head = Head(np.asarray(kept["weights"], np.float32), kept["biases"])
    parts: dict[str, Any] = {
        part: shape(**{f.name: _restored(kept[f"{part}_{f.name}"]) for f in fields(shape)})
        for part, shape in _PARTS
    }
    prepared = Prepared(keys=_restored(kept["keys"]), **parts)
    vectors = _unpacked(kept["vectors"], kept["scales"])
    if not len(prepared.bank.texts) == len(prepared.bank.classes) == len(vectors):
        raise ValueError("parts of different files")
    return Derived(prepared, kept["sums"], vectors, head)


def _stored(value: Any) -> npt.NDArray[Any]:
    """Texts as their bytes, a line each; an array as it is."""
    if not isinstance(value, tuple):
        return np.asarray(value)
    return np.frombuffer("".join(f"{text}\n" for text in value).encode(), np.uint8)


def _restored(array: npt.NDArray[Any]) -> Any:
    """The other way; no part holds numbers of eight bits."""
    if array.dtype != np.uint8:
        return array
    return tuple(array.tobytes().decode().split("\n")[:-1])


def _packed(vectors: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Two numbers from -7 to 7 a byte, and each vector's scale. The width is even.

    The scale has eleven binary digits: seven times it is exact, so that what is coarse stays so.
    """
    largest = np.abs(vectors).max(axis=1, initial=0.0) / _STEPS
    scales = np.maximum(largest, 1e-4).astype(np.float16).astype(np.float32)
    steps = (np.round(vectors / scales[:, None]) + _STEPS).astype(np.uint8)
    return steps[:, ::2] << 4 | steps[:, 1::2], scales.astype(np.float32)


def _unpacked(packed: npt.NDArray[np.uint8], scales: Floats) -> Floats:
    steps = np.stack([packed >> 4, packed & 15], axis=2).reshape(len(packed), 2 * packed.shape[1])
    return np.asarray((steps.astype(np.float32) - _STEPS) * scales[:, None], np.float32)
