"""Fuses the views to one probability for each intent, and decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

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
    phrases: Floats
    """Log-likelihood of words, pairs of words and pieces of words."""
    words: Floats
    """Best likeness of letters, 0 to 1."""
    sounds: Floats
    """Best likeness of sounds, 0 to 1."""
    strangeness: float = 0.0
    """Evidence of the words alone against every answer."""


WEIGHTS: Final = {"meaning": 1.0, "nearest": 11.0, "phrases": 1.1, "words": 2.2, "sounds": 1.1}
TRUSTED: Final = 8.0
"""Known utterances of a class from which all views but the classifier weigh half: few of them say
little (chosen by cross-validation on the training parts of three public few-shot sets)."""
STRANGENESS: Final = 2.0
SHARPNESS: Final = 0.5
"""What the sum of all views is multiplied by: they are not independent, so that their product is
too sure of itself (calibration by one temperature, Guo et al. 2017)."""
ANSWER: Final = 0.55
"""Probability from which the best intent is answered."""
CLARIFY: Final = 0.15
"""Probability of all intents together from which the best ones are offered."""
FARTHEST: Final = 0.35
"""Cosine to the nearest known utterances below which nothing like it is known."""
OBEY: Final = 0.7
"""Probability of all control words from which an utterance is taken for one."""
OBEY_NEAREST: Final = 0.45
"""Cosine to one of its wordings that it must have, too: where few intents are known, something
must be the likeliest of all classes, and may be nothing like it."""
VERBATIM: Final = 0.97
"""Likeness of letters from which an utterance counts as a known one."""


class Ranking:
    """The fusion's weights, the calibration and the thresholds."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        owners = (*bank.intents, *bank.kinds)
        self._controls = np.array([owner.startswith(CONTROL) for owner in owners], bool)
        known = float(np.median(np.bincount(bank.classes))) if len(bank.classes) else 0.0
        trust = known / (known + TRUSTED)
        self._weights = {n: w if n == "meaning" else w * trust for n, w in WEIGHTS.items()}

    def fuse(self, evidence: Evidence) -> "Fused":
        """A product of experts (Hinton 2002); its weights were chosen on the tuning set."""
        scores = np.asarray(
            sum(w * getattr(evidence, n) for n, w in self._weights.items()), np.float32
        )
        scores[len(self._bank.intents) :] += STRANGENESS * evidence.strangeness
        scores *= SHARPNESS
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

    def decide(
        self, fused: "Fused", candidates: tuple[Candidate, ...], named: bool = False
    ) -> Match:
        """Answer, offer choices, or decline; obey, but for what is ``named`` as the topic itself:
        "stop botox" does not mean the voice."""
        best = candidates[0]
        if not named and (control := self._control(fused)):
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
        """The control word that the utterance is; never where an intent is likely, too. Several
        share what is likely where two are said at once ("thanks, that's all")."""
        index = int(np.argmax(fused.probabilities))
        likely = float(fused.probabilities[self._controls].sum()) >= OBEY
        if not likely or float(fused.evidence.nearest[index]) < OBEY_NEAREST:
            return None
        if not self._controls[index]:
            return None
        kind = self._bank.kinds[index - len(self._bank.intents)]
        return cast(Control, kind.removeprefix(CONTROL))


@dataclass(frozen=True)
class Fused:
    """All views' scores together."""

    evidence: Evidence
    scores: Floats
    probabilities: Floats
    """Of every class, the unanswered kinds among them."""

    def rescored(self, scores: Floats) -> "Fused":
        """The same evidence, weighed otherwise."""
        return Fused(self.evidence, scores, np.exp(log_softmax(scores)))


def blend(first: Fused, trust: float, others: Sequence[Fused]) -> Fused:
    """The mean of several readings' probabilities; ``trust`` is the first one's weight, the others
    share the rest. On 410 spoken questions of the tuning set it turned 4 of 18 wrong answers into
    choices or declines, and 1 of 245 right ones."""
    if not others:
        return first
    weights = [trust, *([(1 - trust) / len(others)] * len(others))]
    readings = [first, *others]
    mean = sum(w * r.probabilities for w, r in zip(weights, readings, strict=True))
    probabilities = np.asarray(mean, np.float32)
    nearest = np.max([reading.evidence.nearest for reading in readings], axis=0)
    scores = np.log(np.maximum(probabilities, 1e-12)).astype(np.float32)
    return Fused(replace(first.evidence, nearest=nearest), scores, probabilities)
