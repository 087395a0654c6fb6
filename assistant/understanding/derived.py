"""What is made from the bank once and kept: vectors, the classifier on them, features' counts."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant import resources
from assistant.understanding.bank import Bank
from assistant.understanding.encoder import Encoder
from assistant.understanding.head import Floats, Head, fit
from assistant.understanding.phrases import Counts, count

SHIPPED: Final = "questions.npz"
"""Beside the encoder: what was made of the shipped packs, so that no first start has to."""
VERSION: Final = 4
"""Of this file's contents; a change makes all that was kept anew."""
SCALE: Final = 10.0
"""What the classifier multiplies vectors of length 1 by: its weights are then of size 1."""
PENALTY: Final = 1e-4
_KEPT: Final = 6
"""Files kept at most."""
_BATCH: Final = 256
_COUNTS: Final = tuple(field.name for field in fields(Counts))

Progress = Callable[[int, int], None]
"""Called with (done, all) texts or steps."""


@dataclass(frozen=True)
class Derived:
    """The trained layer of one bank with one encoder."""

    vectors: npt.NDArray[np.int8]
    """Shape (texts, width): the texts' vectors, 127 for 1."""
    head: Head
    counts: Counts


def derive(bank: Bank, encoder: Encoder, progress: Progress = lambda done, of: None) -> Derived:
    """What is shipped or kept for the bank, else made (a second for 200 texts) and kept."""
    key = key_of(bank, encoder)
    target = resources.cache() / f"understanding-{key}.npz"
    for place in (encoder.folder / SHIPPED, target):
        if (kept := read(place, key)) is not None:
            return kept
    made = make(bank, encoder, progress)
    if write(target, key, made):
        _forget_old(target.parent)
    return made


def key_of(bank: Bank, encoder: Encoder) -> str:
    """Tells what is made of this bank by this encoder from anything else."""
    return sha256(f"{VERSION} {encoder.digest} {bank.digest}".encode()).hexdigest()[:32]


def make(bank: Bank, encoder: Encoder, progress: Progress = lambda done, of: None) -> Derived:
    """Encode all texts, fit the classifier, count the features."""
    vectors = np.zeros((len(bank.texts), encoder.encode([]).shape[1]), np.float32)
    for start in range(0, len(bank.texts), _BATCH):
        progress(start, len(bank.texts))
        batch = bank.texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = encoder.encode(batch)
    progress(len(bank.texts), len(bank.texts))
    head = fit(vectors * SCALE, bank.classes, len(bank.intents) + len(bank.kinds), PENALTY)
    return Derived(np.round(vectors * 127).astype(np.int8), head, count(bank))


def read(path: Path, key: str) -> Derived | None:
    """What was kept in the file; None where there is none, it is torn, or of another key."""
    try:
        # Opened here: np.load leaves a torn file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["key"]) != key:
                return None
            head = Head(_floats(kept["weights"]), _floats(kept["biases"]))
            counts = {name: kept[f"counts_{name}"] for name in _COUNTS}
            return Derived(kept["vectors"], head, Counts(**counts))
    except Exception:  # a torn zip raises nearly anything; it is made anew then
        return None


def write(path: Path, key: str, derived: Derived) -> bool:
    """Keep it whole or not at all; False where it cannot be kept."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".understanding-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(
                    file,
                    key=np.array(key),
                    vectors=derived.vectors,
                    weights=derived.head.weights.astype(np.float16),
                    biases=derived.head.biases,
                    **{f"counts_{name}": getattr(derived.counts, name) for name in _COUNTS},
                )
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return True
    return False


def _floats(array: npt.NDArray[np.float16]) -> Floats:
    return np.asarray(array, np.float32)


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("understanding-*.npz"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-_KEPT]:
        path.unlink(missing_ok=True)
