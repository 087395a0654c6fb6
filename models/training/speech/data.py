"""Training examples and batches, made while training goes on: every copy sounds different."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from . import augment
from .align import SILENCE, Alignment, targets
from .augment import Rng, Surroundings
from .features import SIZE, Frames, mask_matrix, mfcc, subtract_mean, warp_matrix
from .network import STRIDE, Model, output_length, window
from .voices import RATE, Samples

LONGEST: Final = 8.5
"""Seconds; longer utterances are left out."""
BATCH: Final = 6200
"""Outputs a batch, padding included: about 48 utterances."""
WARPS: Final = tuple(np.linspace(0.86, 1.24, 20))
"""Factors of the vocal tract."""
NOTHING: Final = 0.05
"""Share of copies that are noise alone: the network must learn that noise says nothing."""
PAUSED: Final = 0.4
LONGEST_PAUSE: Final = 80
"""Share of batches with pauses added at both ends, and the most outputs (30 ms) of both."""
IGNORE: Final = -100


@dataclass(frozen=True)
class Example:
    """An utterance and its units in time."""

    samples: npt.NDArray[np.int16]
    alignment: Alignment

    @property
    def sound(self) -> Samples:
        """The samples between -1 and 1."""
        return np.asarray(self.samples / np.float32(32768), np.float32)


class Batch(NamedTuple):
    """What a training step takes."""

    frames: torch.Tensor
    """(batch, frames, 40), normalised, with the network's context."""
    lengths: torch.Tensor
    """Outputs of each utterance."""
    units: torch.Tensor
    """(batch, most units)."""
    counts: torch.Tensor
    """Units of each utterance."""
    wanted: torch.Tensor
    """(batch, outputs): the aligned output, `IGNORE` after the end."""


def usable(example: Example) -> bool:
    """Not too long, and with more outputs than units at every speed."""
    seconds = len(example.samples) / RATE
    units = len(example.alignment.units)
    return seconds <= LONGEST and units * max(augment.SPEEDS) + 4 < seconds * 100 / 3


@cache
def warps() -> tuple[Frames, ...]:
    """The matrices of `WARPS`."""
    return tuple(warp_matrix(factor) for factor in WARPS)


def varied(frames: Frames, mean: npt.NDArray[np.float64], rng: Rng) -> Frames:
    """Another speaker (warped), mean-free, at times with bands or a moment missing."""
    frames = subtract_mean(frames @ warps()[rng.integers(len(WARPS))].T, mean)
    if rng.random() < 0.35:
        width = int(rng.integers(2, 8))
        frames = frames @ mask_matrix(int(rng.integers(0, SIZE - width)), width).T
    if rng.random() < 0.25:
        width = int(rng.integers(5, 16))
        start = int(rng.integers(0, max(1, len(frames) - width)))
        frames[start : start + width] = 0
    return frames


class Pace(NamedTuple):
    """What all copies in a batch share, so that they stay of like length."""

    speed: float
    pause: int
    """Outputs of silence added, before and after the speech together."""


def random_pace(rng: Rng) -> Pace:
    """Some speed, and at times a pause."""
    pause = int(rng.integers(2, LONGEST_PAUSE)) if rng.random() < PAUSED else 0
    return Pace(float(rng.choice(augment.SPEEDS)), pause)


def with_pauses(example: Example, pause: int, rng: Rng) -> Example:
    """With silence before and after, for noises to fill: what sounds there is no word."""
    if not pause:
        return example
    before = int(rng.integers(1, pause))
    after = pause - before
    hop = STRIDE * RATE // 100
    samples = np.pad(example.samples, (before * hop, after * hop))
    units, starts = list(example.alignment.units), [s + before for s in example.alignment.starts]
    if units[0] == SILENCE:
        starts[0] = 0
    else:
        units, starts = [SILENCE, *units], [0, *starts]
    if units[-1] != SILENCE:
        units.append(SILENCE)
        starts.append(before + len(example.samples) // hop)
    alignment = Alignment(tuple(units), tuple(starts), example.alignment.score)
    return Example(samples, alignment)


class Piece(NamedTuple):
    """One varied copy of an example."""

    frames: Frames
    wanted: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]


def piece(example: Example, pace: Pace, model: Model, where: Surroundings, rng: Rng) -> Piece:
    """A copy in random surroundings."""
    paused = with_pauses(example, pace.pause, rng)
    if rng.random() < NOTHING:
        frames = mfcc(augment.noise_alone(int(len(paused.samples) / pace.speed), where, rng))
        wanted = np.full(output_length(len(frames)), 2 * SILENCE + 1)
        wanted[0] = 2 * SILENCE
        return Piece(varied(frames, model.mean, rng) / model.scale, wanted, np.array([SILENCE]))
    frames = mfcc(augment.augment(paused.sound, pace.speed, where, rng))
    wanted, units = targets(paused.alignment, output_length(len(frames)), pace.speed)
    return Piece(varied(frames, model.mean, rng) / model.scale, wanted, units)


def plain(example: Example, model: Model) -> Piece:
    """The example as it was recorded."""
    frames = mfcc(example.sound)
    wanted, units = targets(example.alignment, output_length(len(frames)), 1.0)
    return Piece(model.normalised(frames), wanted, units)


def collate(pieces: Sequence[Piece], shift: int = 0) -> Batch:
    """Pads to the longest; `shift` moves all by -1 to 1 frames against the stride."""
    outputs = max(len(p.wanted) for p in pieces)
    most = max(len(p.units) for p in pieces)
    frames = np.stack([p.frames[window(len(p.frames), outputs, shift)] for p in pieces])
    wanted = np.full((len(pieces), outputs), IGNORE)
    units = np.zeros((len(pieces), most), np.int64)
    for row, p in enumerate(pieces):
        wanted[row, : len(p.wanted)] = p.wanted
        units[row, : len(p.units)] = p.units
    return Batch(
        torch.from_numpy(frames.astype(np.float32)),
        torch.tensor([len(p.wanted) for p in pieces]),
        torch.from_numpy(units),
        torch.tensor([len(p.units) for p in pieces]),
        torch.from_numpy(wanted),
    )


class Feed:
    """Batches of like length; batch n depends on the seed and n alone, so training can resume."""

    def __init__(
        self, examples: Sequence[Example], model: Model, where: Surroundings, seed: int
    ) -> None:
        self.examples = sorted(examples, key=lambda e: len(e.samples))
        self.model, self.where, self.seed = model, where, seed

    def chosen(self, pace: Pace, rng: Rng) -> list[Example]:
        """Random examples of nearly the same length, `BATCH` outputs in all."""
        anchor = int(rng.integers(len(self.examples)))
        outputs = output_length(len(self.examples[anchor].samples) * 100 // RATE) + pace.pause
        size = max(1, min(len(self.examples), BATCH // outputs))
        start = int(np.clip(anchor - 2 * size, 0, max(0, len(self.examples) - 4 * size)))
        near = self.examples[start : start + 4 * size]
        return [near[i] for i in rng.choice(len(near), size, replace=False)]

    def __getitem__(self, number: int) -> Batch:
        rng = np.random.default_rng((self.seed, number))
        pace = random_pace(rng)
        chosen = self.chosen(pace, rng)
        pieces = [piece(e, pace, self.model, self.where, rng) for e in chosen]
        return collate(pieces, int(rng.integers(-1, 2)))
