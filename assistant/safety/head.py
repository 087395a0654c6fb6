"""The second line beside the rules: a logistic regression over a sentence's features."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from assistant.safety.features import Bags, Vocabulary, vocabulary
from assistant.understanding.encoder import Vectors

Label: TypeAlias = Literal["emergency", "self_harm", "personal", "neither"]
LABELS: Final[tuple[Label, ...]] = ("emergency", "self_harm", "personal", "neither")

_ROUNDS: Final = 200
_STEP: Final = 0.3
_DECAY: Final = 5e-5
"""Pull of the weights towards zero, chosen on the held-out hands."""
FOLDS: Final = 4


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance whose label is known."""

    text: str
    label: Label
    group: str
    """Where it comes from: ``answerable``, ``harmless``, ``not_personal``, ``unanswered``, ..."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression."""

    vector: Vectors
    """Shape (384, 4)."""
    words: Vectors
    """Shape (len(vocabulary), 4)."""
    bias: Vectors
    """Shape (4,)."""

    def probabilities(self, vectors: Vectors, bags: Bags) -> Vectors:
        """Shape (rows, 4); each row sums to 1."""
        return _softmax(vectors @ self.vector + bags.times(self.words) + self.bias)


@dataclass(frozen=True)
class Head:
    """Weights with the vocabulary they were fitted on."""

    weights: Weights
    vocabulary: Vocabulary

    def probabilities(self, vector: Vectors, words: Sequence[str]) -> dict[Label, float]:
        """Of one utterance; ``vector`` has shape (384,)."""
        row = self.weights.probabilities(vector[None], self.vocabulary.bags([words]))[0]
        return {label: float(p) for label, p in zip(LABELS, row, strict=True)}


def fit_head(labels: Sequence[Label], vectors: Vectors, texts: Sequence[Sequence[str]]) -> Head:
    """The head of some examples: their vectors (n, 384) and their words."""
    known = vocabulary(texts)
    target = np.eye(len(LABELS), dtype=np.float32)[[LABELS.index(label) for label in labels]]
    return Head(_fit(vectors, known.bags(texts), target, len(known.words)), known)


def cross_validated(
    labels: Sequence[Label], vectors: Vectors, texts: Sequence[Sequence[str]], folds: Sequence[int]
) -> Vectors:
    """Probabilities (n, 4) of each example by a head that has not seen its fold."""
    result = np.zeros((len(labels), len(LABELS)), np.float32)
    fold = np.array(folds)
    for number in sorted(set(folds)):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        head = fit_head(
            [labels[int(i)] for i in seen], vectors[seen], [texts[int(i)] for i in seen]
        )
        bags = head.vocabulary.bags([texts[int(i)] for i in held])
        result[held] = head.weights.probabilities(vectors[held], bags)
    return result


def _fit(vectors: Vectors, bags: Bags, target: Vectors, width: int) -> Weights:
    """Minimise the cross entropy by Adam (Kingma & Ba 2015), all examples at once."""
    classes = target.shape[1]
    weights = Weights(
        np.zeros((vectors.shape[1], classes), np.float32),
        np.zeros((width, classes), np.float32),
        np.zeros(classes, np.float32),
    )
    steps = [_adam(part) for part in (weights.vector, weights.words, weights.bias)]
    for _ in range(_ROUNDS):
        errors = (weights.probabilities(vectors, bags) - target) / np.float32(len(target))
        gradients = (vectors.T @ errors, bags.transposed_times(errors, width), errors.sum(axis=0))
        for step, gradient in zip(steps, gradients, strict=True):
            step(gradient)
    return weights


def _adam(weights: Vectors) -> Callable[[Vectors], None]:
    """A function that moves ``weights`` in place against a gradient."""
    mean, square, rounds = np.zeros_like(weights), np.zeros_like(weights), 0

    def step(gradient: Vectors) -> None:
        nonlocal rounds
        rounds += 1
        pulled = gradient + _DECAY * weights if weights.ndim > 1 else gradient
        mean[...] = 0.9 * mean + 0.1 * pulled
        square[...] = 0.99 * square + 0.01 * pulled**2
        scale = np.sqrt(square / (1 - 0.99**rounds)) + 1e-9
        weights[...] -= _STEP * (mean / (1 - 0.9**rounds)) / scale

    return step


def _softmax(scores: npt.NDArray[np.float32]) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
