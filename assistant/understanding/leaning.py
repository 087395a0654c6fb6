"""Reads an utterance in the light of the answer before it ("and the sun?", "who works that out?").

Every number was chosen on follow-ups that several hands wrote, and so that a whole question after
any other answer is read as it would be alone.
"""

import re
from typing import Final

import numpy as np

from assistant.content.model import Content
from assistant.understanding.bank import CONTROL, Bank, Writing
from assistant.understanding.head import log_softmax
from assistant.understanding.ranking import ANSWER, SHARPNESS, Fused

LONGEST: Final = 12
"""Words up to which an utterance may lean on the answer before it."""
_SHORT: Final = 6
"""Words up to which it hardly stands alone."""
_NEAR: Final = {True: 3.0, False: 2.0}
"""Added to the score of intents linked with the one answered; whether the utterance is short."""
_WITH_SUBJECT: Final = 0.5
"""What the reading with the last question in front counts beside the reading without."""
_DEPENDENT: Final = 1.2
"""What both together are divided by: they share most of what they say."""
_JOINING: Final = re.compile(r"^(?:(?:oh|okay|right|well) )?(?:(?:and|so|but|then|or) )+(?=\w)")


class Leaning:
    """What each intent leads on to, and how a question after it is read."""

    def __init__(self, bank: Bank, content: Content, writing: Writing) -> None:
        known = [content.by_id[id] for id in bank.intents]
        self._places = {intent.id: place for place, intent in enumerate(known)}
        self._subjects = [writing.prepare(intent.title) for intent in known]
        kinds = enumerate(bank.kinds, len(known))
        self._commands = frozenset(n for n, kind in kinds if kind.startswith(CONTROL))
        self._linked = np.zeros((len(known), len(bank.kinds) + len(known)), bool)
        for place, intent in enumerate(known):
            for id in (*intent.related, *intent.follow_ups.values()):
                if (other := self._places.get(id)) is not None:
                    self._linked[place, other] = self._linked[other, place] = True

    def possible(self, text: str, context: str | None) -> bool:
        """Whether the prepared text may lean on ``context``, the intent answered before it."""
        return context in self._places and len(text.split()) <= LONGEST

    @staticmethod
    def bare(text: str) -> str:
        """The text without the words that only join it to what was said before."""
        return _JOINING.sub("", text)

    def with_subject(self, text: str, context: str) -> str:
        """The last question in front of what is asked now, which may be only the rest of it."""
        return f"{self._subjects[self._places[context]]} {text}"

    def wanted(self, alone: Fused) -> bool:
        """Whether the utterance leaves open, by itself, what is asked; a command does not."""
        best = int(np.argmax(alone.probabilities))
        likeliest = float(alone.probabilities[: len(self._places)].max())
        return likeliest < ANSWER and best not in self._commands

    def join(self, alone: Fused, whole: Fused, context: str) -> Fused:
        """Both readings; that the last question is asked again speaks from the one ``alone``."""
        place = self._places[context]
        scores, others = log_softmax(alone.scores), log_softmax(whole.scores)
        others[place] = min(scores[place], others[place])
        joined = (scores + _WITH_SUBJECT * others) / _DEPENDENT
        return alone.rescored(np.asarray(joined, np.float32))

    def towards(self, fused: Fused, text: str, context: str) -> Fused:
        """The same with a lean to what the answer before leads on to, or comes from."""
        gain = SHARPNESS * _NEAR[len(text.split()) <= _SHORT]
        lean = gain * self._linked[self._places[context]].astype(np.float32)
        return fused.rescored(fused.scores + lean)
