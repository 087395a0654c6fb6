"""Finds the intent that an utterance asks for, or knows that there is none."""

import sys
from collections.abc import Sequence
from typing import Final

import numpy as np

from assistant.content.model import Content
from assistant.messages import Candidate, Hypothesis, Match, Utterance
from assistant.settings import Settings
from assistant.understanding import derived, encoder, keeping
from assistant.understanding.bank import Questions, Writing
from assistant.understanding.leaning import Leaning
from assistant.understanding.phrases import Phrases
from assistant.understanding.ranking import Evidence, Fused, Ranking, blend
from assistant.understanding.strangeness import Strangeness
from assistant.understanding.views import Likeness

_SHOWN: Final = 5
"""Candidates of a match."""
_SURE: Final = 0.8
"""Probability of an intent from which what was heard is not read in another way."""
_ALTERNATIVES: Final = 2
"""Other readings that are looked at: a third one changed nothing on the tuning set."""
_LIKELY: Final = 12
"""Classes whose texts are looked at one by one: 13 decisions of 2,311 were others than with all of
them, 9 with 16, and the sets' figures the same but for one choice."""
_TRUST: Final = 0.3
"""The least weight of the likeliest reading."""


class FusedMatcher:
    """Several views of the same utterance, fused to one probability (LAB.md section 8)."""

    def __init__(
        self,
        content: Content,
        found: encoder.Encoder,
        made: keeping.Derived | None = None,
    ) -> None:
        """``made``: what is derived from the content, where that is at hand already."""
        self._encoder = found
        self._derived = made or derived.derive(Questions.of(content), found, _progress)
        prepared = self._derived.prepared
        self.bank = prepared.bank
        self._writing = Writing.of(content, prepared.words, found.words)
        self._phrases = Phrases(prepared.counts)
        self._likeness = Likeness(self.bank, self._derived.vectors, prepared.keys)
        self._strangeness = Strangeness(prepared.usage)
        self._ranking = Ranking(self.bank)
        self._leaning = Leaning(self.bank, content, self._writing)

    def match(self, utterance: Utterance, context: str | None = None) -> Match:
        """``context`` is the intent answered last, for utterances that lean on it."""
        text = self._writing.prepare(utterance.text)
        if not text or not self.bank.intents:
            return Match("decline", (), "there is no word that could be understood")
        fused = self._read(text, context)
        if utterance.heard and fused.probabilities[: len(self.bank.intents)].max() < _SURE:
            fused = self._reread(fused, utterance.heard, context)
        candidates = self._ranking.candidates(fused, _SHOWN)
        return self._ranking.decide(fused, candidates, self._writing.names_topic(utterance.text))

    def explain(self, utterance: Utterance, context: str | None = None) -> Sequence[Candidate]:
        """The first five intents with the score of every view."""
        return self.match(utterance, context).candidates

    def _reread(self, fused: Fused, heard: Hypothesis, context: str | None) -> Fused:
        """What is unclear is looked at in the recogniser's other readings, too."""
        texts = dict.fromkeys(map(self._writing.prepare, heard.alternatives[:_ALTERNATIVES]))
        others = [self._read(text, context) for text in texts if text]
        return blend(fused, max(heard.confidence, _TRUST), others)

    def _read(self, text: str, context: str | None) -> Fused:
        """One reading, by itself or as leaning on the answer before it."""
        if context is None or not self._leaning.possible(text, context):
            return self._ranking.fuse(self.evidence(text))
        text = self._leaning.bare(text)
        fused = self._ranking.fuse(self.evidence(text))
        if self._leaning.wanted(fused):
            whole = self.evidence(self._leaning.with_subject(text, context))
            fused = self._leaning.join(fused, self._ranking.fuse(whole), context)
        return self._leaning.towards(fused, text, context)

    def evidence(self, text: str) -> Evidence:
        """What every view says about a prepared text, for each class."""
        (vector,) = self._encoder.encode([text])
        meaning = self._derived.head.log_probabilities(vector * derived.SCALE)
        phrases = self._phrases.scores(text)
        likely = np.argsort(-(meaning + phrases), kind="stable")[:_LIKELY]
        return Evidence(
            meaning=meaning,
            nearest=self._likeness.meaning(vector, likely),
            phrases=phrases,
            words=self._likeness.letters(text, likely),
            sounds=self._likeness.sounds(text, likely),
            strangeness=self._strangeness.of(text),
        )


def open_matcher(content: Content, settings: Settings) -> FusedMatcher:
    """A matcher for the content: what it needs is taken from the cache, or made once."""
    return FusedMatcher(content, encoder.shared())


def _progress(done: int, of: int) -> None:
    """One line on a terminal, written over: the first start with new content takes seconds."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\rlearning the questions: {done} of {of}", end=end, file=sys.stderr, flush=True)
