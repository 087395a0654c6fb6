"""What confidences are worth: how often what was heard at one is right."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from assistant.bench.figures import Share
from assistant.messages import Word

Judged: TypeAlias = tuple[float, bool]
"""A stated confidence, and whether what was heard is right."""

_EDGES: Final = (0.5, 0.7, 0.8, 0.9, 0.99)
"""Between the ranges of confidence that are told apart."""


def judge_words(said: Sequence[str], heard: Sequence[Word]) -> list[Judged]:
    """Each word that was heard: right where Levenshtein's alignment has it among those said."""
    from rapidfuzz.distance import Levenshtein

    right = [False] * len(heard)
    for step in Levenshtein.opcodes([word.text for word in heard], said):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    return [(word.confidence, found) for word, found in zip(heard, right, strict=True)]


def right_above_wrong(judged: Iterable[Judged]) -> tuple[float, int, int] | None:
    """How often a right one is surer than a wrong one (area under the ROC curve), and how many
    there are of either; None where one kind is missing."""
    good, bad = list[float](), list[float]()
    for confidence, right in judged:
        (good if right else bad).append(confidence)
    if not (good and bad):
        return None
    above = sum((g > b) + (g == b) / 2 for g in good for b in bad)
    return above / len(good) / len(bad), len(good), len(bad)


def reliability(judged: Sequence[Judged]) -> Iterator[tuple[str, str]]:
    """By ranges of confidence that hold any: the range; the mean stated, and the share right."""
    for low, high in pairwise((0.0, *_EDGES, 1.0)):
        found = [each for each in judged if bisect(_EDGES, each[0]) == bisect(_EDGES, low)]
        if found:
            stated = sum(confidence for confidence, _ in found) / len(found)
            right = Share(sum(right for _, right in found), len(found))
            yield f"{low:.2f}-{high:.2f}", f"stated {stated:6.1%}, right {right}"
