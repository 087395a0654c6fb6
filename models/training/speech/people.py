"""Recordings of people: the public coffee orders, of which one group trains and one measures.

Picovoice's `speech-to-intent-benchmark` (Apache-2.0) labels the slots of an order, not its words;
the aligner chooses the words among all that the benchmark's grammar allows for those slots.
The recordings carry no speaker's name: they are grouped by voice and room, so that no speaker
stands on both sides.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import yaml
from scipy.cluster.hierarchy import fcluster, linkage

from .align import Alignment, align, graph
from .features import mfcc
from .lexicon import Pronunciation, lexicon
from .network import STRIDE, Model
from .voices import RATE, Samples

GROUPS: Final = 8
"""Clusters of recordings; each holds one speaker or several that sound alike in like rooms."""
TRAINING_SHARE: Final = 0.6
MARGIN: Final = 40
"""Outputs (30 ms each) kept before and after the speech."""
WORST: Final = -2.5
"""Mean score an output below which a recording does not say what its label says."""

Slots = Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """A recording with its label."""

    path: Path
    slots: Slots


def read_orders(folder: Path) -> list[Order]:
    """All recordings of a folder with `labels.json`, by name."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    return [
        Order(folder / name, {k: " ".join(v.split()) for k, v in label.items()})
        for name, label in sorted(labels.items())
    ]


def read_samples(path: Path) -> Samples:
    """A 16 kHz mono recording; raises ValueError for any other."""
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != RATE or samples.ndim != 1:
        raise ValueError(f"{path.name}: 16 kHz mono wanted, {rate} Hz found")
    return np.asarray(samples, np.float32)


def sound_of(samples: Samples) -> npt.NDArray[np.float64]:
    """What tells voice and room apart: mean cepstra of the quiet, mean and spread of the loud."""
    frames = mfcc(samples).astype(np.float64)
    energy = frames[:, 0]
    quiet = frames[energy <= np.percentile(energy, 20)].mean(0)
    loud = frames[energy > np.percentile(energy, 60)]
    return np.concatenate([quiet[:25], loud.mean(0)[:25], loud.std(0)[:13]])


def split(orders: Sequence[Order]) -> tuple[list[Order], list[Order]]:
    """Orders for training and for measuring: whole groups, the largest to training first.

    Groups are Ward clusters of `sound_of`; training gets the largest, then those that still fit
    into its share.
    """
    sounds = np.stack([sound_of(read_samples(order.path)) for order in orders])
    sounds = (sounds - sounds.mean(0)) / sounds.std(0)
    groups = fcluster(linkage(sounds, "ward"), GROUPS, "maxclust")
    numbers, sizes = np.unique(groups, return_counts=True)
    chosen, room = set(), TRAINING_SHARE * len(orders) + 1
    for number, size in sorted(zip(numbers, sizes, strict=True), key=lambda pair: -pair[1]):
        if size <= room:
            chosen.add(number)
            room -= size
    training = [o for o, group in zip(orders, groups, strict=True) if group in chosen]
    return training, [o for o, group in zip(orders, groups, strict=True) if group not in chosen]


def read_expressions(path: Path) -> list[str]:
    """The order templates of the benchmark's grammar."""
    grammar = yaml.safe_load(path.read_text("utf-8"))
    return list(grammar["context"]["expressions"]["orderDrink"])


def readings(order: Order, expressions: Sequence[str]) -> Iterator[list[list[str]]]:
    """What may have been said: sequences of places, each a list of alternative phrases."""
    for expression in expressions:
        tokens = re.findall(r"\[[^\]]*\]|\$\w+:\w+|\S+", expression)
        names = [t[1:].split(":")[0] for t in tokens if t[0] == "$"]
        if sorted(names) != sorted(order.slots):
            continue
        yield [
            [phrase.strip().lower() for phrase in token[1:-1].split(",")]
            if token[0] == "["
            else [order.slots[token[1:].split(":")[0]] if token[0] == "$" else token.lower()]
            for token in tokens
        ]


def pronounced(phrase: str) -> Iterator[Pronunciation]:
    """All pronunciations of a phrase, its words run together."""
    for parts in itertools.product(*(lexicon()[word] for word in phrase.split())):
        yield tuple(itertools.chain.from_iterable(parts))


def heard(
    order: Order, expressions: Sequence[str], model: Model
) -> tuple[Samples, Alignment] | None:
    """The speech of a recording, its ends cut, with the units of its best reading.

    None where no reading fits.
    """
    samples = read_samples(order.path)
    scores = model.scores(mfcc(samples))
    found = [
        align(
            scores, graph([[p for phrase in place for p in pronounced(phrase)] for place in places])
        )
        for places in readings(order, expressions)
    ]
    best = max((a for a in found if a), key=lambda a: a.score, default=None)
    if best is None or best.score / len(scores) < WORST:
        return None
    return cut(samples, best, len(scores))


def cut(samples: Samples, alignment: Alignment, outputs: int) -> tuple[Samples, Alignment]:
    """Without most of the silence at both ends; the alignment moves along."""
    spoken = [i for i, unit in enumerate(alignment.units) if unit]
    ends = [*alignment.starts[1:], outputs]
    first = max(0, alignment.starts[spoken[0]] - MARGIN)
    last = min(outputs, ends[spoken[-1]] + MARGIN)
    starts = tuple(max(0, start - first) for start in alignment.starts)
    kept = [i for i, end in enumerate(ends) if end > first and alignment.starts[i] < last]
    moved = Alignment(
        tuple(alignment.units[i] for i in kept), tuple(starts[i] for i in kept), alignment.score
    )
    hop = STRIDE * RATE // 100
    return samples[first * hop : last * hop], moved
