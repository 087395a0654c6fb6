"""Fuses the views to one probability for each intent, and decides."""

from dataclasses import dataclass
from typing import Final, cast

import numpy as np

from assistant.content.model import Content
from assistant.messages import Candidate, Control, Match
from assistant.understanding.bank import CONTROL, Bank
from assistant.understanding.head import Floats, log_softmax


@dataclass(frozen=True)
class Evidence:
    """What the views say: one number for each class of the bank."""

    meaning: Floats
    """Log-probability by the classifier on the vector."""
    nearest: Floats
    """Mean cosine to the three nearest known utterances."""
    words: Floats
    """Best likeness of letters, 0 to 1."""
    sounds: Floats
    """Best likeness of sounds, 0 to 1."""
    strangeness: float = 0.0
    """Evidence of the words alone against every answer."""


WEIGHTS: Final = {"meaning": 1.0, "nearest": 10.0, "words": 2.0, "sounds": 1.0}
ANSWER: Final = 0.6
"""Probability from which the best intent is answered."""
CLARIFY: Final = 0.12
"""Probability of all intents together from which the best ones are offered."""
FARTHEST: Final = 0.35
"""Cosine to the nearest known utterances below which nothing like it is known."""
OBEY: Final = 0.8
"""Probability from which an utterance is taken for a control word."""
VERBATIM: Final = 0.97
"""Likeness of letters from which an utterance counts as a known one."""


class Ranking:
    """The fusion's weights, the calibration and the thresholds."""

    def __init__(self, bank: Bank, content: Content) -> None:
        self._bank = bank
        self._intents = content.by_id

    def fuse(self, evidence: Evidence, text: str, context: str | None) -> "Fused":
        """A product of experts, sharpened by no one: weights come from the tuning set."""
        scores = np.asarray(sum(w * getattr(evidence, n) for n, w in WEIGHTS.items()), np.float32)
        scores[len(self._bank.intents) :] += evidence.strangeness
        return Fused(evidence, scores, np.exp(log_softmax(scores)))

    def candidates(self, fused: "Fused", count: int) -> tuple[Candidate, ...]:
        """The best intents with every view's score."""
        intents = len(self._bank.intents)
        best = np.argsort(-fused.scores[:intents], kind="stable")[:count]
        return tuple(
            Candidate(
                intent=self._bank.intents[index],
                score=float(fused.scores[index]),
                probability=float(fused.probabilities[index]),
                views={
                    name: round(float(getattr(fused.evidence, name)[index]), 4) for name in WEIGHTS
                }
                | {"strangeness": round(fused.evidence.strangeness, 4)},
            )
            for index in best
        )

    def decide(self, fused: "Fused", candidates: tuple[Candidate, ...]) -> Match:
        """Answer, offer choices, or decline."""
        best = candidates[0]
        if control := self._control(fused):
            return Match("decline", candidates, f"it is the control word {control}", control)
        covered = float(fused.probabilities[: len(self._bank.intents)].sum())
        if best.views["words"] >= VERBATIM:
            return Match("answer", candidates, "it is a known question word for word")
        if float(fused.evidence.nearest.max()) < FARTHEST:
            return Match("decline", candidates, "nothing like it is known")
        if best.probability >= ANSWER:
            return Match("answer", candidates, f"probability {best.probability:.2f} >= {ANSWER}")
        if covered >= CLARIFY:
            return Match("clarify", candidates, f"{covered:.2f} for all intents >= {CLARIFY}")
        return Match("decline", candidates, f"{covered:.2f} for all intents < {CLARIFY}")

    def _control(self, fused: "Fused") -> Control | None:
        """The control word that the utterance is; never where an intent is likely, too."""
        index = int(np.argmax(fused.probabilities))
        names = (*self._bank.intents, *self._bank.kinds)
        if fused.probabilities[index] < OBEY or not names[index].startswith(CONTROL):
            return None
        return cast(Control, names[index].removeprefix(CONTROL))


@dataclass(frozen=True)
class Fused:
    """All views' scores together."""

    evidence: Evidence
    scores: Floats
    probabilities: Floats
    """Of every class, the unanswered kinds among them."""
