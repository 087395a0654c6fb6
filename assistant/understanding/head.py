"""A softmax classifier on vectors: multinomial logistic regression, fitted once and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_MEMORY: Final = 8
"""Steps that L-BFGS remembers."""
_HALVINGS: Final = 12


@dataclass(frozen=True)
class Head:
    """Scores of classes, linear in the vector."""

    weights: Floats
    """Shape (width, classes)."""
    biases: Floats
    """Shape (classes,)."""

    def log_probabilities(self, vectors: Floats) -> Floats:
        """Shape (n, classes) of vectors (n, width)."""
        return log_softmax(vectors @ self.weights + self.biases)


def log_softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True)), np.float32)


def fit(
    vectors: Floats,
    classes: npt.NDArray[np.int64],
    count: int,
    penalty: float,
    steps: int = 80,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Head:
    """The classifier with the least mean cross-entropy + ``penalty`` * squared weights.

    Deterministic: L-BFGS from zero (Nocedal & Wright 2006, algorithm 7.4), with backtracking.
    """
    width = vectors.shape[1]
    if not len(vectors):
        return Head(np.zeros((width, count), np.float32), np.zeros(count, np.float32))
    target = np.zeros((len(vectors), count), np.float32)
    target[np.arange(len(vectors)), classes] = 1.0

    def loss(point: Floats) -> tuple[float, Floats]:
        weights, biases = point[:-count].reshape(width, count), point[-count:]
        logs = log_softmax(vectors @ weights + biases)
        slope = (np.exp(logs) - target) / len(vectors)
        value = -float((logs * target).sum()) / len(vectors) + penalty * float((weights**2).sum())
        inner = vectors.T @ slope + 2 * penalty * weights
        return value, np.concatenate([inner.ravel(), slope.sum(axis=0)])

    point = _minimise(loss, np.zeros(width * count + count, np.float32), steps, progress)
    return Head(point[:-count].reshape(width, count), point[-count:])


def _minimise(
    loss: Callable[[Floats], tuple[float, Floats]],
    point: Floats,
    steps: int,
    progress: Callable[[int, int], None],
) -> Floats:
    value, slope = loss(point)
    moves: list[tuple[Floats, Floats]] = []
    for step in range(steps):
        progress(step, steps)
        way = _direction(slope, moves)
        length = 1.0 if moves else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(_HALVINGS):
            new_value, new_slope = loss(point + length * way)
            if new_value <= value + 1e-4 * length * float(slope @ way):
                break
            length /= 2
        else:
            return point
        moved, change = length * way, new_slope - slope
        if float(moved @ change) > 1e-10:
            moves = [*moves[-_MEMORY + 1 :], (moved, change)]
        point, value, slope = point + moved, new_value, new_slope
    return point


def _direction(slope: Floats, moves: list[tuple[Floats, Floats]]) -> Floats:
    """The two-loop recursion: minus the inverse Hessian's estimate times the slope."""
    way, shares = -slope, []
    for moved, change in reversed(moves):
        share = float(moved @ way) / float(moved @ change)
        shares.append(share)
        way = way - share * change
    if moves:
        moved, change = moves[-1]
        way = way * (float(moved @ change) / float(change @ change))
    for (moved, change), share in zip(moves, reversed(shares), strict=True):
        way = way + moved * (share - float(change @ way) / float(moved @ change))
    return np.asarray(way, np.float32)
