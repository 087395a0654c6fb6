"""Fits the weights by which a quotation from a document is trusted.

``python -m models.training.meaning.quotations FILE...`` prints them with the figures that they
give; the numbers in ``assistant/understanding/passages.py`` are changed by hand. The leaflets are
those of ``tests/packs``, and the files named are the articles that the pack botox cites (its own
documents where none is named), asked its tuning set; no test set is read.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import yaml

from assistant.content.importing.importer import Importer
from assistant.content.load import load_content
from assistant.settings import load_settings
from assistant.understanding.passages import (
    BRIDGED,
    DIRECT,
    THRESHOLD,
    DocumentFinder,
    Evidence,
    confidence,
    open_passages,
)
from tests.packs import braces, hearing, knee
from tests.packs.making import make_html

Floats = npt.NDArray[np.float64]
Place = tuple[str, str]
BOTOX: Final = Path("intents/botox")
SHIFT: Final = float(np.log(THRESHOLD / (1 - THRESHOLD)))
"""What a sum must reach for its probability to reach the threshold."""
DECLINED: Final = 0.9
"""Share of the outside questions of each set that must be declined."""
RIDGE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What there was to judge a question's best sentence by, and whether it was a right one."""

    evidence: Evidence
    right: bool
    outside: bool
    """Nothing in the documents answers it."""


@dataclass(frozen=True, slots=True)
class Leaflets:
    """One subject."""

    name: str
    asked: tuple[Asked, ...]
    bridges: bool
    """Whether a shipped pack knows the subject."""


def main(articles: Sequence[Path]) -> None:
    """Fit and print."""
    with tempfile.TemporaryDirectory() as folder:
        sets = list(_sets(Path(folder), articles))
    new = [own for own in sets if not own.bridges]
    _tell("in use", DIRECT, BRIDGED, sets)
    _tell("fitted to all", fit_direct(new), fit_bridged(sets), sets)
    for left in new:
        others = [own for own in new if own is not left]
        _tell(f"fitted without {left.name}", fit_direct(others), BRIDGED, [left])


def fit_direct(sets: Sequence[Leaflets]) -> tuple[float, ...]:
    """Weights of the documents' own evidence; each subject counts the same."""
    rows = np.array([a.evidence[:4] for own in sets for a in own.asked])
    shares = np.concatenate([np.full(len(own.asked), 1 / len(own.asked)) for own in sets])
    weights = logistic(rows, [a.right for own in sets for a in own.asked], shares)
    highest = max(_bias(own, weights[:-1]) for own in sets)
    return (*weights[:-1], min(weights[-1], -highest))


def fit_bridged(sets: Sequence[Leaflets]) -> tuple[float, ...]:
    """Weights of what a shipped pack on the subject knows."""
    asked = [a for own in sets if own.bridges for a in own.asked]
    rows = np.array([a.evidence[4:] for a in asked])
    return logistic(rows, [a.right for a in asked], np.full(len(asked), 1 / len(asked)))


def logistic(rows: Floats, right: Sequence[bool], shares: Floats) -> tuple[float, ...]:
    """Logistic regression by Newton's method, weights held small: one a column, then the bias."""
    inputs = np.column_stack([rows, np.ones(len(rows))])
    wanted = np.array(right, float)
    importance = shares * len(rows) / shares.sum()
    small = RIDGE * np.diag([*np.ones(rows.shape[1]), 0.0]) / 10
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        found = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (importance * (found - wanted)) + small @ weights
        bent = (inputs * (importance * found * (1 - found))[:, None]).T @ inputs + small
        weights = weights - np.linalg.solve(bent, slope)
    return tuple(float(weight) for weight in weights)


def _bias(own: Leaflets, weights: Sequence[float]) -> float:
    """The sum (without bias) that one in ten outside questions passes, less the threshold's."""
    sums = [float(np.dot(a.evidence[:4], weights)) for a in own.asked if a.outside]
    return float(np.quantile(sums, DECLINED)) - SHIFT if sums else -np.inf


def _tell(
    name: str, direct: Sequence[float], bridged: Sequence[float], sets: Sequence[Leaflets]
) -> None:
    told = [", ".join(f"{weight:.2f}" for weight in weights) for weights in (direct, bridged)]
    print(f"{name}: DIRECT ({told[0]}) BRIDGED ({told[1]})")
    for own in sets:
        sure = [
            confidence(a.evidence, own.bridges, direct, bridged) >= THRESHOLD for a in own.asked
        ]
        pairs = list(zip(own.asked, sure, strict=True))
        right = sum(passed and a.right for a, passed in pairs)
        wrong = sum(passed and not a.right and not a.outside for a, passed in pairs)
        inside = sum(not a.outside for a in own.asked)
        declined = sum(not passed for a, passed in pairs if a.outside)
        outside = len(own.asked) - inside
        print(f"  {own.name:8} right {right}, wrong {wrong} of {inside}", end="")
        print(f"; declined {declined} of {outside} outside")


def _sets(folder: Path, articles: Sequence[Path]) -> Iterator[Leaflets]:
    for subject in (hearing, braces, knee):
        name = subject.__name__.rpartition(".")[2]
        (folder / name).mkdir()
        files = [
            make_html(leaflet, folder / name / f"{number}.html")
            for number, leaflet in enumerate(subject.LEAFLETS)
        ]
        questions = [(text, {heading}) for text, heading in subject.QUESTIONS]
        yield _asked(name, folder, files, [*questions, *((t, set()) for t in subject.OUTSIDE)])
    own = sorted((BOTOX / "documents").glob("*.md"))
    yield _asked("botox", folder, articles or own, list(_tuning()))


def _asked(
    name: str, folder: Path, files: Sequence[Path], questions: Sequence[tuple[str, set[str]]]
) -> Leaflets:
    list(Importer(folder / "packs" / f"new_{name}").take(files))
    settings = load_settings({"content": folder / "packs", "packs": [f"new_{name}"]})
    finder = open_passages(load_content(settings), settings)
    assert isinstance(finder, DocumentFinder)
    asked = []
    for text, headings in questions:
        scores, evidence = finder.weigh(text)
        found = finder.index.rows[int(scores.argmax())].section.heading
        asked.append(Asked(evidence, found in headings, not headings))
    return Leaflets(name, tuple(asked), finder.bridged)


def _tuning() -> Iterator[tuple[str, set[str]]]:
    """The tuning set's questions with the headings of the sections that answer them."""
    settings = load_settings({"content": BOTOX.parent, "packs": ["botox"]})
    intents = load_content(settings).by_id
    items = yaml.safe_load((BOTOX / "evaluation" / "tune.yaml").read_text("utf-8"))
    for item in items["lay"]:
        own = [intents[id] for id in (item["intent"], *item.get("also", []))]
        sources = [source for intent in own for source in intent.sources]
        sources += [p.source for i in own if i.disagreement for p in i.disagreement.positions]
        yield item["text"], {source.section for source in sources}
    for item in items["outside"]:
        yield item["text"], set()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
