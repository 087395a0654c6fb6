"""How likely a sentence is over where the speaker paused.

Two views, joined by a logistic regression: what was seen to follow the last words, counted over the
content's wordings, and whether the meaning so far is a whole one, by the encoder's vector. The
regression is fitted on the shipped content's wordings and on beginnings of them, and serves any
English content; ``python -m assistant.conversation.endings`` fits it anew.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from assistant.content.model import Content
from assistant.dialogue.wording import plain
from assistant.errors import ModelError
from assistant.understanding import encoder
from assistant.understanding.head import fit

SHIPPED: Final = "endings.json"
"""Beside the encoder: the regression that was fitted with it."""

_CONTEXT: Final = 4
"""Words before a place that tell whether a sentence ends there."""
_WEIGHT: Final = 2.0
"""How much a shorter context counts beside what a longer one was seen to do."""
_START: Final = "<s>"
_SCALE: Final = 10.0
"""What vectors of length 1 are multiplied by, so that the regression's weights are of one size."""
_PENALTY: Final = 1e-5
_FOLDS: Final = 5
_BEGINNINGS: Final = 2
"""Beginnings of each wording that the regression learns from."""


class Counted:
    """How often a sentence ended after the last words: counted over given sentences."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._ended: Counter[tuple[str, ...]] = Counter()
        words = count = 0
        for sentence in sentences:
            self._learn(sentence)
            count, words = count + 1, words + len(sentence)
        self._usual = count / words if words else 0.5

    def _learn(self, sentence: Sequence[str]) -> None:
        padded = [_START] * (_CONTEXT - 1) + list(sentence)
        for end in range(_CONTEXT, len(padded) + 1):
            for size in range(1, _CONTEXT + 1):
                context = tuple(padded[end - size : end])
                self._seen[context] += 1
                self._ended[context] += end == len(padded)

    def probability(self, words: Sequence[str]) -> float:
        """That these words are a whole sentence; longer contexts rest on shorter ones."""
        padded = [_START] * (_CONTEXT - 1) + list(words)
        estimate = self._usual
        for size in range(1, _CONTEXT + 1):
            context = tuple(padded[-size:])
            evidence = self._ended[context] + _WEIGHT * estimate
            estimate = evidence / (self._seen[context] + _WEIGHT)
        return estimate


@dataclass(frozen=True)
class Weights:
    """The regression."""

    encoder: str
    """Digest of the encoder whose vectors it was fitted on."""
    vector: Sequence[float]
    """One weight a number of the vector."""
    counted: float
    """Of the logarithm of the counted odds."""
    bias: float


class Endings:
    """Knows what whole sentences look like."""

    def __init__(
        self, sentences: Iterable[str], network: encoder.Encoder, weights: Weights
    ) -> None:
        """``sentences``: the content's wordings, plain. Raises ModelError where the regression was
        fitted with another encoder."""
        if weights.encoder != network.digest:
            raise ModelError(f"{SHIPPED} belongs to another encoder; cure: fit it anew")
        self._counted = Counted(text.split() for text in sentences)
        self._network = network
        self._vector = np.asarray(weights.vector, np.float32)
        self._weights = weights
        self.probability = lru_cache(256)(self._probability)

    def _probability(self, text: str) -> float:
        (vector,) = self._network.encode([text])
        score = float(_SCALE * vector @ self._vector) + self._weights.bias
        score += self._weights.counted * _odds(self._counted.probability(text.split()))
        return 1.0 / (1.0 + math.exp(-score))


def open_endings(content: Content) -> Endings:
    """With the shipped encoder and regression. Raises ModelError."""
    network = encoder.shared()
    return Endings(wordings(content), network, read(network.folder / SHIPPED))


def wordings(content: Content) -> list[str]:
    """Everything that visitors are known to say, plain, each once."""
    intents = (*content.answerable, *content.controls)
    texts = [text for intent in intents for text in (intent.title, *intent.phrasings)]
    for pack in content.packs:
        texts += [text for group in pack.unanswered.values() for text in group]
    texts += [text for group in content.house.follow_ups.values() for text in group]
    return sorted(set(map(plain, texts)) - {""})


def read(path: Path) -> Weights:
    """Raises ModelError where the file cannot be used."""
    try:
        return Weights(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: no usable endings ({error})") from None


def learn(sentences: Sequence[str], network: encoder.Encoder, seed: int = 7) -> Weights:
    """Fit the regression on whole sentences and on beginnings that are none of them.

    The counts of a sentence come from others than itself: what is counted on the sentence would be
    too sure of it.
    """
    chooser = random.Random(seed)
    known = set(sentences)
    rows: list[tuple[str, int, int]] = []
    for number, text in enumerate(sentences):
        words = text.split()
        rows.append((text, 1, number % _FOLDS))
        places = {chooser.randrange(1, len(words)) for _ in range(_BEGINNINGS) if len(words) > 1}
        cut = (" ".join(words[:place]) for place in sorted(places))
        rows += [(beginning, 0, number % _FOLDS) for beginning in cut if beginning not in known]
    counts = [
        Counted(text.split() for n, text in enumerate(sentences) if n % _FOLDS != fold)
        for fold in range(_FOLDS)
    ]
    odds = [[_odds(counts[fold].probability(text.split()))] for text, _, fold in rows]
    vectors = network.encode([text for text, _, _ in rows])
    features = np.concatenate([_SCALE * vectors, np.array(odds, np.float32)], axis=1)
    classes = np.array([whole for _, whole, _ in rows], np.int64)
    head = fit(features, classes, 2, _PENALTY)
    weights = head.weights[:, 1] - head.weights[:, 0]
    return Weights(
        encoder=network.digest,
        vector=[round(float(weight), 4) for weight in weights[:-1]],
        counted=float(weights[-1]),
        bias=float(head.biases[1] - head.biases[0]),
    )


def _odds(probability: float) -> float:
    return math.log(probability) - math.log1p(-min(probability, 1 - 1e-6))


def main() -> None:
    """Fit anew on the shipped content, after a change of the encoder."""
    from assistant.content.load import load_content
    from assistant.settings import load_settings

    network = encoder.shared()
    made = learn(wordings(load_content(load_settings())), network)
    target = network.folder / SHIPPED
    target.write_text(json.dumps(asdict(made)) + "\n", encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
