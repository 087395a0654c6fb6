"""``assistant bench public-sets``: the same matcher on other people's questions and intents."""

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import click
import numpy as np

from assistant.bench.figures import Share
from assistant.content.model import Content, Intent, Pack
from assistant.errors import AssistantError
from assistant.messages import Match, Utterance
from assistant.settings import load_settings
from assistant.understanding.matcher import FusedMatcher, open_matcher

SETS: Final = ("CLINC150", "BANKING77", "HWU64")
PUBLISHED: Final = {
    ("CLINC150", 5): 0.923, ("CLINC150", 10): 0.942, ("BANKING77", 5): 0.809,
    ("BANKING77", 10): 0.872,
}  # fmt: skip
"""Few-shot results of large BERT-type networks trained for the set (LAB.md section 8)."""
BASELINE: Final = {
    ("CLINC150", 5): 0.860, ("CLINC150", 10): 0.898, ("BANKING77", 5): 0.804,
    ("BANKING77", 10): 0.861,
}  # fmt: skip
"""The fused MiniLM of LAB.md section 8."""
GOALS: Final = {("CLINC150", 10): 0.93, ("BANKING77", 10): 0.88, ("HWU64", 10): 0.86}
_REJECTED: Final = 0.05
"""Share of covered questions that may be rejected where out-of-scope recall is measured."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Utterances and the intent of each."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@click.command(
    epilog="""\b
Examples:
  assistant bench public-sets ../lab/public-intents
  assistant bench public-sets ../lab/public-intents --shots 5 --only BANKING77
"""
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--shots", type=click.Choice(["5", "10", "both"]), default="both")
@click.option("--only", multiple=True, type=click.Choice(SETS), help="Only this set.")
def command(folder: Path | None, shots: str, only: tuple[str, ...]) -> None:
    """Learn 5 or 10 utterances an intent of CLINC150, BANKING77 and HWU64; ask their test sets.

    FOLDER holds them as LAB's public-intents does (default: $ASSISTANT_LAB/public-intents).
    """
    folder = folder or Path(os.environ.get("ASSISTANT_LAB", ".")) / "public-intents"
    for name in only or SETS:
        for number in (5, 10) if shots == "both" else (int(shots),):
            _measure(folder / name, number)


def _measure(folder: Path, shots: int) -> None:
    learned, asked = read(folder / f"train_{shots}"), read(folder / "test")
    started = time.perf_counter()
    matcher = open_matcher(as_content(folder.name, learned), load_settings())
    opened = time.perf_counter() - started
    matches, spent = _ask(matcher, asked.texts)
    right = [label == best(m) for label, m in zip(asked.labels, matches, strict=True)]
    key = (folder.name, shots)
    beside = [("baseline", BASELINE.get(key)), ("published", PUBLISHED.get(key))]
    beside.append(("goal", GOALS.get(key)))
    shown = ", ".join(f"{name} {value:.1%}" for name, value in beside if value)
    click.echo(f"{folder.name} {shots}-shot: {Share(sum(right), len(right))} {shown}")
    answered = [m.decision == "answer" for m in matches]
    wrong = sum(a and not r for a, r in zip(answered, right, strict=True))
    click.echo(f"  answered at once {Share(sum(answered), len(answered))}")
    click.echo(f"  of these wrong   {Share(wrong, sum(answered))}")
    click.echo(f"  median {statistics.median(spent) * 1000:.1f} ms, first start {opened:.1f} s")
    if (folder / "oos").is_dir():
        _outside(matcher, matches, read(folder / "oos" / "test"))


def _outside(matcher: FusedMatcher, covered: Sequence[Match], others: Labelled) -> None:
    """Out-of-scope questions: by the shipped thresholds, and where 5 % of the rest are lost."""
    matches, _ = _ask(matcher, others.texts)
    silent = sum(m.decision != "answer" for m in matches)
    click.echo(f"  out of scope, not answered {Share(silent, len(matches))}")
    limit = float(np.quantile([probability(m) for m in covered], _REJECTED))
    caught = sum(probability(m) < limit for m in matches)
    click.echo(f"  out of scope, caught where 5 % are rejected {Share(caught, len(matches))}")


def read(folder: Path) -> Labelled:
    """The utterances of ``seq.in`` with the labels on the same lines of ``label``.

    Raises AssistantError where the files are missing.
    """
    try:
        texts, labels = (
            tuple((folder / name).read_text(encoding="utf-8").rstrip("\n").split("\n"))
            for name in ("seq.in", "label")
        )
    except OSError as error:
        raise AssistantError(
            f"{error.filename} cannot be read: name the folder public-intents, or set ASSISTANT_LAB"
        ) from None
    return Labelled(texts, labels)


def as_content(name: str, learned: Labelled) -> Content:
    """A pack of the utterances alone: no titles, no names of a topic, nothing to decline."""
    by_label: dict[str, list[str]] = {}
    for text, label in zip(learned.texts, learned.labels, strict=True):
        by_label.setdefault(label, []).append(text)
    intents = tuple(
        Intent(id=label, title=texts[0], phrasings=tuple(texts[1:]), speech="", answer="")
        for label, texts in sorted(by_label.items())
    )
    digest = sha256("\n".join(learned.texts).encode()).hexdigest()
    return Content((Pack(name, name, "en", Path(name), intents),), digest)


def best(match: Match) -> str | None:
    """The likeliest intent, whatever the decision."""
    return match.candidates[0].intent if match.candidates else None


def probability(match: Match) -> float:
    """Of the likeliest intent."""
    return match.candidates[0].probability if match.candidates else 0.0


def _ask(matcher: FusedMatcher, texts: Sequence[str]) -> tuple[list[Match], list[float]]:
    matches, spent = [], []
    for text in texts:
        started = time.perf_counter()
        matches.append(matcher.match(Utterance(text)))
        spent.append(time.perf_counter() - started)
    return matches, spent
