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

SHIPPED: Final = "head.json"
_METHOD: Final = 8
"""Counted up when what is fitted, or how, changes."""
_LIKELY: Final = 0.5
"""What is more likely an emergency than not is always taken for one."""
_FALSE_ALARMS: Final = 0.004
"""Share of the examples that are no emergency which the head alone may raise the alarm for."""
_HARMLESS_ALARMS: Final = 0.003
"""The same share among the examples written to sound like emergencies: the strictest there is."""
_MISTAKEN: Final = 0.003
"""Share of the packs' own questions that the head alone may take for personal ones."""
_OVERCAREFUL: Final = 0.02
"""The same share of what is not answered in any case: some of it is nearly personal."""
_IMPOSSIBLE: Final = 0.005
"""Share of the emergencies that the head, had it not learned them, would take for impossible."""
_PLAUSIBLE: Final = 0.04
"""Share of the emergencies that the head finds less plausible than ``plausible``."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the head decides; chosen by cross-validation when it is fitted."""

    alarm: float
    """An emergency, without any rule."""
    alarm_harmless: float
    """An emergency in spite of a harmless form of speech."""
    possible: float
    """Below it a rule is not believed, unless it is one that must be."""
    plausible: float
    """Enough to believe a rule that applies only to a guess at what was heard."""
    personal: float
    """A personal question, without any rule."""


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


def fit(folder: Path, content: Content, encoder: Encoder) -> SecondLine:
    """Fit the head and choose its thresholds (some seconds)."""
    examples = training_set(folder, content)
    vectors = encoder.encode([example.text for example in examples])
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
    alarm = held_out[:, LABELS.index("emergency")] + held_out[:, LABELS.index("self_harm")]
    personal = held_out[:, LABELS.index("personal")]
    emergency = groups == "emergency"
    anywhere = min(_LIKELY, _quantile(alarm[~emergency], 1 - _FALSE_ALARMS))
    return Thresholds(
        alarm=anywhere,
        alarm_harmless=max(anywhere, _quantile(alarm[groups == "harmless"], 1 - _HARMLESS_ALARMS)),
        possible=_quantile(alarm[emergency], _IMPOSSIBLE),
        plausible=_quantile(alarm[emergency], _PLAUSIBLE),
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
        "thresholds": {n: getattr(line.thresholds, n) for n in Thresholds.__slots__},
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
            Thresholds(**stored["thresholds"]),
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
