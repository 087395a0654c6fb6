"""Evidence against: words that the questions answered here never have."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.understanding.bank import CONTROL, Bank

_NEW: Final = 1.0
"""What a word counts that no answered question has ("mortgage")."""
_FOREIGN: Final = 0.4
"""What the log-odds of a word count that unanswered questions have more often ("filler")."""
_STEM: Final = 5
"""Letters of a longer word that are looked at: its forms are taken together."""


@dataclass(frozen=True)
class Usage:
    """In how many texts of each sort a word occurs."""

    stems: tuple[str, ...]
    answered: npt.NDArray[np.int64]
    """Of each stem, in questions that are answered."""
    others: npt.NDArray[np.int64]
    """Of each stem, in those that are not."""
    texts: npt.NDArray[np.int64]
    """Number of texts: answered, others."""


def usage(bank: Bank) -> Usage:
    """Count the bank's words; those of control words are nobody's."""
    answered: Counter[str] = Counter()
    others: Counter[str] = Counter()
    texts = np.zeros(2, np.int64)
    for text, owner in zip(bank.texts, bank.classes.tolist(), strict=True):
        kind = owner - len(bank.intents)
        if kind >= 0 and bank.kinds[kind].startswith(CONTROL):
            continue
        (others if kind >= 0 else answered).update(_stems(text))
        texts[int(kind >= 0)] += 1
    stems = tuple(sorted({*answered, *others}))
    return Usage(stems, _column(answered, stems), _column(others, stems), texts)


def _column(counts: Counter[str], stems: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.array([counts[stem] for stem in stems], np.int64)


class Strangeness:
    """How much the words of an utterance speak for something else (LAB.md section 8: near misses
    ask about another procedure or subject in the same words).

    Both weights were chosen on the tuning set.
    """

    def __init__(self, usage: Usage) -> None:
        pairs = zip(usage.answered.tolist(), usage.others.tolist(), strict=True)
        self._counts = dict(zip(usage.stems, pairs, strict=True))
        self._texts_answered, self._texts_others = (usage.texts + 1).tolist()

    def of(self, text: str) -> float:
        """To be added to the score of every class that is not answered; 0 for familiar words."""
        return sum(self._word(word) for word in _stems(text))

    def _word(self, word: str) -> float:
        answered, others = self._counts.get(word, (0, 0))
        new = _NEW if answered == 0 else 0.0
        if others == 0:
            return new
        odds = (others + 0.5) / self._texts_others / ((answered + 0.5) / self._texts_answered)
        return new + _FOREIGN * max(0.0, math.log(odds))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] if len(word) > _STEM else word for word in text.split()}
