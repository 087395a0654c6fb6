"""Evidence against: words that the questions answered here never have."""

import math
from collections import Counter
from typing import Final

from assistant.understanding.bank import CONTROL, Bank

_NEW: Final = 1.0
"""What a word counts that no answered question has ("mortgage")."""
_FOREIGN: Final = 0.4
"""What the log-odds of a word count that unanswered questions have more often ("filler")."""
_STEM: Final = 5
"""Letters of a longer word that are looked at: its forms are taken together."""


class Strangeness:
    """How much the words of an utterance speak for something else (LAB.md section 8: near misses
    ask about another procedure or subject in the same words).

    Both weights were chosen on the tuning set.
    """

    def __init__(self, bank: Bank) -> None:
        self._answered: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        counts = [0, 0]
        for text, owner in zip(bank.texts, bank.classes, strict=True):
            kind = int(owner) - len(bank.intents)
            if kind >= 0 and bank.kinds[kind].startswith(CONTROL):
                continue
            (self._others if kind >= 0 else self._answered).update(_stems(text))
            counts[kind >= 0] += 1
        self._texts_answered, self._texts_others = (count + 1 for count in counts)

    def of(self, text: str) -> float:
        """To be added to the score of every class that is not answered; 0 for familiar words."""
        return sum(self._word(word) for word in _stems(text))

    def _word(self, word: str) -> float:
        answered, others = self._answered[word], self._others[word]
        new = _NEW if answered == 0 else 0.0
        if others == 0:
            return new
        odds = (others + 0.5) / self._texts_others / ((answered + 0.5) / self._texts_answered)
        return new + _FOREIGN * max(0.0, math.log(odds))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] if len(word) > _STEM else word for word in text.split()}
