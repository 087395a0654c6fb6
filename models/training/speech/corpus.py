"""The spoken corpus: shards of a few hundred utterances on disk, made once, resumable."""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from . import voices
from .voices import RATE, Samples

SHARD: Final = 500
"""Utterances a shard."""


@dataclass(frozen=True)
class Utterance:
    """A text and how somebody said it."""

    text: str
    """Lower-case words of the dictionary."""
    samples: Samples
    """16 kHz, between -1 and 1."""
    speaker: str
    """Engine and voice, or the group of a recording."""


def save(path: Path, utterances: Sequence[Utterance]) -> None:
    """Writes a shard in one step: it is there whole or not at all."""
    samples = [np.round(u.samples * 32767).astype(np.int16) for u in utterances]
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            texts=np.array([u.text for u in utterances]),
            speakers=np.array([u.speaker for u in utterances]),
            ends=np.cumsum([len(s) for s in samples]),
            samples=np.concatenate(samples),
        )
    part.rename(path)


def load(path: Path) -> list[Utterance]:
    """The utterances of a shard."""
    with np.load(path) as file:
        parts = np.split(file["samples"], file["ends"][:-1])
        texts, speakers = file["texts"], file["speakers"]
    return [
        Utterance(str(t), (s / 32767).astype(np.float32), str(who))
        for t, s, who in zip(texts, parts, speakers, strict=True)
    ]


def padded(samples: Samples, rng: random.Random) -> Samples:
    """With 0.1 to 0.5 s of silence before and after."""
    before, after = (int(RATE * rng.uniform(0.1, 0.5)) for _ in range(2))
    return np.pad(samples, (before, after))


def read_aloud(texts: Iterable[str], seed: int) -> Iterator[Utterance]:
    """Each text in a random voice; a text that its engine refuses is left out."""
    rng, shares = random.Random(seed), voices.available()
    if not shares:
        raise RuntimeError("no synthesiser found: install flite, festival, espeak-ng or pico2wave")
    for text in texts:
        voice = voices.random_voice(shares, rng)
        try:
            samples = voices.speak(text, voice)
        except RuntimeError as error:
            print(f"left out: {text!r}: {error}", file=sys.stderr)
            continue
        yield Utterance(text, padded(samples, rng), f"{voice.engine}/{voice.name}")


def make(folder: Path, texts: Sequence[str], seed: int) -> list[Path]:
    """The shards of all texts, missing ones made now. Returns their paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    shards = []
    for number, start in enumerate(range(0, len(texts), SHARD)):
        path = folder / f"{number:04}.npz"
        if not path.exists():
            save(path, list(read_aloud(texts[start : start + SHARD], seed + number)))
            print(f"spoken {min(start + SHARD, len(texts))} of {len(texts)} texts", flush=True)
        shards.append(path)
    return shards
