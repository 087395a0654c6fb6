"""What is made from the bank once and kept: vectors, the classifier on them, features' counts."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from assistant import resources
from assistant.understanding import keeping
from assistant.understanding.bank import Questions
from assistant.understanding.encoder import WIDTH, Encoder
from assistant.understanding.head import Floats, fit
from assistant.understanding.keeping import Derived
from assistant.understanding.prepared import prepare

SHIPPED: Final = "questions.npz"
"""Beside the encoder: what was made of the shipped packs, so that no first start has to."""
SCALE: Final = 10.0
"""What the classifier multiplies vectors of length 1 by: its weights are then of size 1."""
PENALTY: Final = 1e-4
_BATCH: Final = 256

Progress = Callable[[int, int], None]
"""Called with (done, all) texts."""


def derive(
    questions: Questions, encoder: Encoder, progress: Progress = lambda done, of: None
) -> Derived:
    """What is shipped or kept for the questions; else it is made and kept.

    A new text costs a two-hundredth of a second; those known from before cost nothing, so that a
    changed pack is learned in a second or two.
    """
    key, folder = key_of(questions, encoder), resources.cache()
    shipped, target = encoder.folder / SHIPPED, folder / f"understanding-{key}.npz"
    for place in (shipped, target):
        if (kept := keeping.read(place, key)) is not None:
            return kept
    before = keeping.vectors([shipped, *keeping.others(folder)], encoder.digest)
    made = make(questions, encoder, progress, before)
    if keeping.write(target, key, encoder.digest, made):
        keeping.forget_old(folder)
    return made


def key_of(questions: Questions, encoder: Encoder) -> str:
    """Tells what is made of these questions by this encoder from anything else."""
    parts = f"{keeping.VERSION} {encoder.digest} {questions.digest}"
    return sha256(parts.encode()).hexdigest()[:32]


def make(
    questions: Questions,
    encoder: Encoder,
    progress: Progress = lambda done, of: None,
    before: Mapping[int, Floats] | None = None,
) -> Derived:
    """Encode all texts but those whose vectors are known, fit the classifier, count the features.

    The same questions give the same whatever is known: a text's vector depends on the text alone.
    """
    before = before or {}
    prepared = prepare(questions)
    bank = prepared.bank
    sums = keeping.sums(bank.texts)
    vectors = np.zeros((len(bank.texts), WIDTH), np.float32)
    new = [place for place, text in enumerate(sums) if int(text) not in before]
    for start in range(0, len(new), _BATCH):
        progress(start, len(new))
        batch = new[start : start + _BATCH]
        vectors[batch] = encoder.encode([bank.texts[place] for place in batch])
    vectors = keeping.coarse(vectors)
    for place, text in enumerate(sums):
        if int(text) in before:
            vectors[place] = before[int(text)]
    progress(len(new), len(new))
    head = fit(vectors * SCALE, bank.classes, len(bank.intents) + len(bank.kinds), PENALTY)
    return Derived(prepared, sums, vectors, head)


def ship(questions: Questions, encoder: Encoder, target: Path, progress: Progress) -> bool:
    """Make all anew and write it to ``target``; False where it cannot be written."""
    made = make(questions, encoder, progress)
    return keeping.write(target, key_of(questions, encoder), encoder.digest, made)
