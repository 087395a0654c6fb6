"""Keeps the vectors of documents' sentences, so that each is computed once."""

import contextlib
import os
import queue
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant import resources
from assistant.understanding.encoder import Encoder, Vectors

VERSION: Final = 1
"""Of the files' contents; a change makes all that was kept anew."""
_BATCH: Final = 512
"""Texts between two reports of progress; within it, the encoder sorts by length."""
_WORKERS: Final = 4
"""Encoders at most, of 60 MB each."""
_KEPT: Final = 4_000
"""Files kept at most; a document has one, of 0.4 kB a sentence."""

Progress = Callable[[int, int], None]
"""Called with (done, all) texts."""


def vectors_of(
    groups: Sequence[Sequence[str]],
    encoder: Encoder,
    progress: Progress = lambda done, of: None,
) -> list[Vectors]:
    """The vectors of each group's texts (a document's), from the cache or computed and kept.

    Vectors are float32 of shape (texts, width), rounded to 127ths: what is kept and what is fresh
    give the same scores.
    """
    paths = [_path(group, encoder) for group in groups]
    kept = [_read(path, len(group)) for path, group in zip(paths, groups, strict=True)]
    missing = [index for index, found in enumerate(kept) if found is None]
    texts = [text for index in missing for text in groups[index]]
    fresh = _encode(texts, encoder, progress)
    start = 0
    for index in missing:
        own = fresh[start : start + len(groups[index])]
        start += len(own)
        kept[index] = own
        _write(paths[index], own)
    return [
        np.asarray(found.astype(np.float32) / 127, np.float32)
        for found in kept
        if found is not None
    ]


def _encode(texts: Sequence[str], encoder: Encoder, progress: Progress) -> npt.NDArray[np.int8]:
    """Sorted by length, so that each batch holds like ones and little padding is computed."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    result = np.zeros((len(texts), encoder.encode([]).shape[1]), np.int8)
    done = 0
    for rows, vectors in zip(batches, _several(texts, batches, encoder), strict=True):
        progress(done, len(order))
        result[rows] = np.clip(np.rint(vectors * 127), -127, 127).astype(np.int8)
        done += len(rows)
    if order:
        progress(done, len(order))
    return result


def _several(
    texts: Sequence[str], batches: Sequence[Sequence[int]], encoder: Encoder
) -> Iterator[Vectors]:
    """The batches' vectors in order; many are computed by an encoder a core."""
    workers = min(_WORKERS, os.cpu_count() or 1, len(batches))
    if workers < 2:
        yield from (encoder.encode([texts[row] for row in rows]) for rows in batches)
        return
    free: queue.SimpleQueue[Encoder] = queue.SimpleQueue()
    for worker in range(workers):
        free.put(encoder if worker == 0 else Encoder(encoder.folder))

    def compute(rows: Sequence[int]) -> Vectors:
        own = free.get()
        try:
            return own.encode([texts[row] for row in rows])
        finally:
            free.put(own)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(compute, batches)


def _path(texts: Iterable[str], encoder: Encoder) -> Path:
    whole = "\n".join([str(VERSION), encoder.digest, *texts])
    return resources.cache() / "passages" / f"{sha256(whole.encode()).hexdigest()[:32]}.npy"


def _read(path: Path, number: int) -> npt.NDArray[np.int8] | None:
    """None where there is no file, or it is not whole."""
    try:
        found: npt.NDArray[np.int8] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if found.dtype == np.int8 and found.ndim == 2 and len(found) == number else None


def _write(path: Path, vectors: npt.NDArray[np.int8]) -> None:
    """Whole or not at all; where that cannot be, they are computed again next time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vectors-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, vectors)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def forget_old() -> None:
    """Erase the vectors longest unused, where there are very many."""
    found = sorted(
        (resources.cache() / "passages").glob("*.npy"), key=lambda path: path.stat().st_mtime
    )
    for path in found[:-_KEPT]:
        path.unlink(missing_ok=True)
