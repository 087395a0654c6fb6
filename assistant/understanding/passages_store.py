"""Keeps the vectors of documents' sentences, so that each is computed once."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant import resources
from assistant.understanding.encoder import WIDTH, Encoder, Vectors

VERSION: Final = 1
"""Of the files' contents; a change makes all that was kept anew."""
_BATCH: Final = 64
"""Texts between two reports of progress."""
_WORKERS: Final = 4
"""Texts that are encoded at the same time, at most: the voice needs a core too."""
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

    A document is kept as soon as it is done: what is cut off goes on from there the next time.
    Vectors are float32 of shape (texts, width), rounded to 127ths: what is kept and what is fresh
    give the same scores.
    """
    paths = [_path(group, encoder) for group in groups]
    kept = [_read(path, len(group)) for path, group in zip(paths, groups, strict=True)]
    missing = [index for index, found in enumerate(kept) if found is None]
    texts = [text for index in missing for text in groups[index]]
    fresh = chain.from_iterable(_encode(texts, encoder, progress))
    for index in missing:
        own = np.array(list(islice(fresh, len(groups[index]))), np.int8).reshape(-1, WIDTH)
        kept[index] = own
        _write(paths[index], own)
    if missing:
        _forget_old()
    return [
        np.asarray(found.astype(np.float32) / 127, np.float32)
        for found in kept
        if found is not None
    ]


def _encode(
    texts: Sequence[str], encoder: Encoder, progress: Progress
) -> Iterator[npt.NDArray[np.int8]]:
    """The vectors of all texts in order, a batch at a time; each core computes its own batches."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    done = 0
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        for vectors in pool.map(encoder.fresh, batches):
            progress(done, len(texts))
            done += len(vectors)
            yield np.clip(np.rint(vectors * 127), -127, 127).astype(np.int8)
    if done:
        progress(done, done)


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


def _forget_old() -> None:
    """Erase the vectors longest unused, where there are very many."""
    found = sorted(
        (resources.cache() / "passages").glob("*.npy"), key=lambda path: path.stat().st_mtime
    )
    for path in found[:-_KEPT]:
        path.unlink(missing_ok=True)
