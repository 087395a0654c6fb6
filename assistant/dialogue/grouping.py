"""Groups questions by likeness, so that a person reads each matter once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from assistant.dialogue.journal import Miss
from assistant.understanding.encoder import Encoder

_SAME_WORDS: Final = 85.0
"""Likeness of spelling from which two questions are one."""
_SAME_MEANING: Final = 0.72
"""Likeness of meaning from which they are."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one matter."""

    questions: tuple[str, ...]
    """Each once, the most frequent first."""
    times: int
    """How often they were asked in all."""
    outcomes: tuple[str, ...]


def group(misses: Sequence[Miss], encoder: Encoder) -> list[Group]:
    """Groups, the most frequent first.

    The most frequent question left takes in all that are like it, and so on: a chain of questions
    that each resemble the next does not become one group.
    """
    times: dict[str, int] = {}
    outcomes: dict[str, set[str]] = {}
    for miss in misses:
        times[miss.question] = times.get(miss.question, 0) + miss.times
        outcomes.setdefault(miss.question, set()).add(miss.outcome)
    questions = sorted(times, key=lambda question: (-times[question], question))
    groups = []
    for members in _clusters(questions, encoder):
        texts = tuple(questions[row] for row in members)
        kinds = sorted({kind for text in texts for kind in outcomes[text]})
        groups.append(Group(texts, sum(times[text] for text in texts), tuple(kinds)))
    return sorted(groups, key=lambda group: (-group.times, group.questions))


def _clusters(questions: Sequence[str], encoder: Encoder) -> list[list[int]]:
    if not questions:
        return []
    vectors = encoder.encode(questions)
    left = np.ones(len(questions), bool)
    found = []
    for row, question in enumerate(questions):
        if not left[row]:
            continue
        spelt = process.cdist([question.lower()], [q.lower() for q in questions], scorer=fuzz.ratio)
        alike = (vectors @ vectors[row] >= _SAME_MEANING) | (spelt[0] >= _SAME_WORDS)
        alike[row] = True
        members = [int(member) for member in np.flatnonzero(alike & left)]
        left[members] = False
        found.append(members)
    return found
