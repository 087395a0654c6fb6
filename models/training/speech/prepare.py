"""From spoken shards and recordings to training examples: alignment by the start network."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch

from . import corpus
from .align import Alignment, align, text_graph
from .corpus import Utterance
from .data import Example, usable
from .features import mfcc, subtract_mean
from .network import Model
from .people import Order, heard
from .voices import Samples

WORST: Final = -2.2
"""Mean score an output below which a voice does not say its text (a name read otherwise, …)."""
SCALE_EXAMPLES: Final = 1000
PEOPLE_SHARE: Final = 0.15
"""Share of the training examples that are recordings of people, by repeating them."""


def example(samples: Samples, alignment: Alignment) -> Example:
    """With the samples as the corpus stores them."""
    return Example(np.round(samples * 32767).astype(np.int16), alignment)


def aligned(utterances: Sequence[Utterance], model: Model) -> Iterator[Alignment | None]:
    """The alignment of each utterance; None where it does not say its text."""
    for utterance in utterances:
        scores = model.scores(mfcc(utterance.samples))
        found = align(scores, text_graph(utterance.text.split()))
        yield found if found and found.score / len(scores) >= WORST else None


def alignments(shard: Path, folder: Path, model: Model) -> list[Alignment | None]:
    """The alignments of a shard, kept on disk."""
    path = folder / shard.name
    if not path.exists():
        store(path, list(aligned(corpus.load(shard), model)))
        print(f"aligned {shard.name}", flush=True)
    return stored(path)


def store(path: Path, found: Sequence[Alignment | None]) -> None:
    """Writes alignments in one step; one that is missing has no units."""
    part = path.with_suffix(".part")
    units = [a.units if a else () for a in found]
    starts = [a.starts if a else () for a in found]
    with part.open("wb") as file:
        np.savez(
            file,
            ends=np.cumsum([len(u) for u in units]),
            units=np.concatenate([np.array(u, np.int16) for u in units]),
            starts=np.concatenate([np.array(s, np.int16) for s in starts]),
            scores=np.array([a.score if a else 0.0 for a in found]),
        )
    part.rename(path)


def stored(path: Path) -> list[Alignment | None]:
    """Reads what `store` wrote."""
    with np.load(path) as file:
        scores = file["scores"].tolist()
        units, starts = (np.split(file[key], file["ends"][:-1]) for key in ("units", "starts"))
    return [
        Alignment(tuple(u.tolist()), tuple(s.tolist()), score) if len(u) else None
        for u, s, score in zip(units, starts, scores, strict=True)
    ]


def synthetic(shards: Sequence[Path], folder: Path, model: Model) -> list[Example]:
    """Usable examples of all shards."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for shard in shards:
        pairs = zip(corpus.load(shard), alignments(shard, folder, model), strict=True)
        found += [example(u.samples, a) for u, a in pairs if a]
    return [e for e in found if usable(e)]


def recorded(orders: Sequence[Order], expressions: Sequence[str], model: Model) -> list[Example]:
    """Usable examples of recordings of people."""
    found = (heard(order, expressions, model) for order in orders)
    return [e for e in (example(*pair) for pair in found if pair) if usable(e)]


def scaled(model: Model, examples: Sequence[Example]) -> Model:
    """The same function, with the input scaled to unit spread over the examples.

    A network read from a model folder has the scale in its weights; training wants it apart.
    """
    if not (model.scale == 1).all():
        return model
    frames = [subtract_mean(mfcc(e.sound), model.mean) for e in examples[:SCALE_EXAMPLES]]
    scale = np.concatenate(frames).std(axis=0).astype(np.float32)
    weight = model.network.first.weight
    weight.data.mul_(torch.from_numpy(scale).to(weight.device)[None, :, None])
    return model._replace(scale=scale)


def mixed(voices: Sequence[Example], people: Sequence[Example]) -> list[Example]:
    """All voices, and the people as often as makes them `PEOPLE_SHARE` of the whole."""
    if not people:
        return list(voices)
    wanted = PEOPLE_SHARE / (1 - PEOPLE_SHARE) * len(voices)
    return [*voices, *list(people) * max(1, round(wanted / len(people)))]
