"""The head with its thresholds: shipped with the examples, else fitted once and kept."""

import base64
import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from assistant import resources
from assistant.content.model import Content
from assistant.safety.examples import folds, training_set
from assistant.safety.features import Vocabulary
from assistant.safety.head import LABELS, Example, Head, Weights, cross_validated, fit_head
from assistant.safety.wording import words_of
from assistant.understanding.encoder import WIDTH, Encoder, Vectors
from assistant.understanding.normalise import TopicNames, normalise

SHIPPED: Final = "head.json"
_METHOD: Final = 10
"""Counted up when what is fitted, or how, changes."""
_MISTAKEN: Final = 0.003
"""Share of the packs' own questions that the head alone may take for personal ones."""
_OVERCAREFUL: Final = 0.02
"""The same share of what is not answered in any case: some of it is nearly personal."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the head decides.

    Those of the alarm lie where the held-out hands' utterances are as often an emergency as not; a
    miss is worse, but most of what visitors say is no near miss, as those hands' remarks are.
    """

    personal: float
    """A personal question, without any rule; chosen by cross-validation when the head is fitted."""
    alarm: float = 0.5
    """An emergency, without any rule."""
    likely: float = 0.35
    """An emergency, where the utterance is no question that can be answered: of the held-out hands'
    emergencies it finds two or three more in a hundred, for as many alarms on near misses; hardly
    any question of the tuning set that lies above it goes unanswered."""
    plausible: float = 0.2
    """Below it a rule is not believed, unless it is one that must be."""


@dataclass(frozen=True)
class SecondLine:
    """What stands beside the rules."""

    head: Head
    thresholds: Thresholds
    known: frozenset[str]
    """Words of harmless sentences: right as they stand, whatever else they look like."""


def open_second_line(folder: Path, content: Content, encoder: Encoder) -> SecondLine:
    """The head for these examples and this encoder.

    Raises ContentError where the examples cannot be read. The packs' questions are examples too,
    but what a clinic adds to its packs changes nothing here: an emergency is the same everywhere.
    """
    key = digest(folder, encoder)
    for path in (folder / SHIPPED, _kept(key)):
        if found := _read(path, key):
            return found
    fitted = fit(folder, content, encoder)
    with contextlib.suppress(OSError):  # without a cache it is fitted anew at the next start
        write(fitted, key, _kept(key))
    return fitted


def digest(folder: Path, encoder: Encoder) -> str:
    """What the head is made from, as SHA-256."""
    files = sorted(folder.glob("examples_*.yaml"))
    parts = [str(_METHOD), encoder.digest, *(_sha256(file) for file in files)]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def form(text: str, names: TopicNames) -> str:
    """What the encoder is given of an utterance: the form in which the matcher compares texts, so
    that most are encoded once for both."""
    return names.rewrite(normalise(text))


def fit(folder: Path, content: Content, encoder: Encoder) -> SecondLine:
    """Fit the head and choose its thresholds (some seconds)."""
    examples = training_set(folder, content)
    names = TopicNames.of(content)
    vectors = encoder.encode([form(example.text, names) for example in examples])
    texts = [words_of(example.text) for example in examples]
    labels = [example.label for example in examples]
    held_out = cross_validated(labels, vectors, texts, folds(examples))
    calm = [words for words, label in zip(texts, labels, strict=True) if label == "neither"]
    return SecondLine(
        fit_head(labels, vectors, texts),
        choose(examples, held_out),
        frozenset(word for words in calm for word in words if len(word) > 3),
    )


def choose(examples: list[Example], held_out: Vectors) -> Thresholds:
    """The thresholds that keep the stated shares; ``held_out`` has shape (n, 4)."""
    groups = np.array([example.group for example in examples])
    personal = held_out[:, LABELS.index("personal")]
    return Thresholds(
        personal=max(
            _quantile(personal[groups == "answerable"], 1 - _MISTAKEN),
            _quantile(personal[groups == "control"], 1 - _MISTAKEN),
            _quantile(personal[groups == "unanswered"], 1 - _OVERCAREFUL),
        ),
    )


def write(line: SecondLine, key: str, path: Path) -> None:
    """Write the head, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = line.head.weights
    stored = {
        "made_from": key,
        "personal": line.thresholds.personal,
        "words": line.head.vocabulary.words,
        "known": sorted(line.known),
        "weights": {n: _packed(getattr(weights, n)) for n in Weights.__slots__},
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def _read(path: Path, key: str) -> SecondLine | None:
    """The head kept in a file; None where there is none, or it was made from something else."""
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if stored["made_from"] != key:
            return None
        words = tuple(stored["words"])
        shapes = {"vector": (WIDTH, -1), "words": (len(words), -1), "bias": (-1,)}
        unpacked = {n: _unpacked(stored["weights"][n], shape) for n, shape in shapes.items()}
        return SecondLine(
            Head(Weights(**unpacked), Vocabulary(words)),
            Thresholds(personal=stored["personal"]),
            frozenset(stored["known"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kept(key: str) -> Path:
    return resources.cache() / f"safety-{key[:32]}.json"


def _quantile(values: Vectors, share: float) -> float:
    """Even chances where there is no example to choose on."""
    if not len(values):
        return 0.5
    return round(float(np.quantile(values, share)), 4)


def _packed(array: Vectors) -> str:
    """Half precision: a thousandth of a weight decides nothing."""
    return base64.b64encode(array.astype("<f2").tobytes()).decode()


def _unpacked(text: str, shape: tuple[int, ...]) -> Vectors:
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float32).reshape(shape)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
