"""Decides whether an utterance is an emergency or a personal question."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Final

from assistant.messages import Triage, Utterance
from assistant.safety.head import Label
from assistant.safety.rules import Hit, Rules, Verdict, read_lexicon
from assistant.safety.second_line import SecondLine, form
from assistant.safety.spelling import Spelling
from assistant.safety.wording import words_of
from assistant.understanding.encoder import Encoder
from assistant.understanding.normalise import TopicNames

_ALTERNATIVES: Final = 5
"""Alternatives that are looked at; the later ones are hardly ever what was said."""
_FEW: Final = 3
"""Words of an alarm that is too short for the head to judge ("choking", "heart attack")."""
_ABSURD: Final = 0.05
"""Chance below which not even a certain rule alarms: every emergency of the tuning set that a
certain rule finds has above 0.3."""
_AROUND: Final = 20
"""Words on each side of a rule's that may tell what is meant by them."""
_LONGEST_WORD: Final = 30
"""Letters; what is longer is no word, and would be all that the encoder sees."""
_AGREEING: Final = 2
"""Readings in which a rule must apply to be believed without the head."""
_COURTESY_WORDS: Final = """
please help hello hi hey excuse me sorry um uh er oh god quick quickly now so well i think it s
is this a an the my thanks thank you , doctor nurse someone somebody and
"""
_COURTESY: Final = frozenset(_COURTESY_WORDS.split())
"""Words around a cry for help that change nothing about it."""
_BEFORE_WORDS: Final = "please hello hi hey excuse me sorry um uh er oh so well"
_BEFORE: Final = frozenset(_BEFORE_WORDS.split())
_AFTER: Final = _BEFORE | {"thanks", "thank", "you", "doctor", "nurse"}
"""Those of them that say nothing before, and after, any sentence."""
_NOTHING_HEARD: Final = re.compile(r"\[unk\]")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the rules make of one reading of the utterance."""

    verdict: Verdict
    guess: Verdict
    """The same if what is often misheard is put right."""
    words: Sequence[str]
    """The utterance, its spelling mended where a rule then applies."""


class TriageCheck:
    """The rules, and beside them the head; implements ``SafetyCheck``."""

    def __init__(
        self,
        folder: Path,
        line: SecondLine,
        encoder: Encoder,
        names: TopicNames,
        commands: Iterable[str] = (),
    ) -> None:
        """``folder`` holds the rules; ``commands`` are wordings that the assistant obeys, such as
        "help": as a whole utterance they need a rule to be an emergency. Raises ContentError."""
        lexicon = read_lexicon(folder)
        self.emergency = Rules(folder / "emergency.yaml", lexicon)
        self.personal = Rules(folder / "personal.yaml", lexicon)
        self._line = line
        self._encoder = encoder
        self._names = names
        self._wordings = tuple(commands)
        known = line.known | self.emergency.figurative_words | self.personal.figurative_words
        self._spelling = Spelling(self.emergency.vocabulary, lexicon.misheard, known)

    def triage(self, utterance: Utterance) -> Triage | None:
        """An emergency in any plausible reading; a personal question in the likeliest one."""
        text = _NOTHING_HEARD.sub(" ", utterance.text)
        words = words_of(text)
        heard = utterance.heard.alternatives[:_ALTERNATIVES] if utterance.heard else ()
        others = [other for other in map(words_of, heard) if other]
        if not words and not others:
            return None
        return (
            self._alarm(text, words)
            or self._alarm_in_alternatives(words, others)
            or self._personal(text, words, others)
        )

    def doubt(self, utterance: Utterance) -> Triage | None:
        """An emergency that is too unlikely for the alarm, and too likely to say nothing of it."""
        words = words_of(_NOTHING_HEARD.sub(" ", utterance.text))
        if not words or tuple(words) in self._commands:
            return None
        chances = self._chances(utterance.text, words)
        chance = _alarming(chances)
        if chance < self._line.thresholds.plausible:
            return None
        verdict = self._judge(words)
        kind = _likeliest(verdict.hits or verdict.excepted, chances)
        likely = chance >= self._line.thresholds.likely
        return Triage("emergency", kind, f"doubt: {chance:.2f}", likely)

    def failed_tests(self) -> list[str]:
        """The rules' own tests (``must``, ``must_not``) that fail, each as a line to read."""
        failed = []
        for rules, outcome in ((self.emergency, "emergency"), (self.personal, "personal_advice")):
            for name, kind in rules.kinds.items():
                for text, wanted in [(t, True) for t in kind.must] + [
                    (t, False) for t in kind.must_not
                ]:
                    found = self.triage(Utterance(text))
                    if (found is not None and found.outcome == outcome) != wanted:
                        verb = "must be" if wanted else "must not be"
                        failed.append(f"{outcome}, {name}: {text!r} {verb} found")
        return failed

    def _alarm(self, text: str, words: Sequence[str]) -> Triage | None:
        reading = self._read(words)
        chances = self._chances(text, words)
        chance = _alarming(chances)
        if reading.guess.hits and chance < self._line.thresholds.plausible:
            chance = max(chance, self._without_frills(reading.words, reading.guess.hits[0]))
        sure = len(words) <= _FEW or chance >= _ABSURD
        if reading.verdict.certain and reading.verdict.hits and sure:
            return _triage(reading.verdict.hits)
        limits = self._line.thresholds
        if reading.guess.hits and chance >= limits.plausible:
            return _triage(reading.guess.hits)
        if chance < limits.alarm or tuple(words) in self._commands:
            return None
        kind = _likeliest(reading.verdict.excepted, chances)
        return Triage("emergency", kind, f"second line: {chance:.2f}")

    def _alarm_in_alternatives(
        self, words: Sequence[str], others: Iterable[Sequence[str]]
    ) -> Triage | None:
        """One odd reading proves nothing: two must agree, or the head must find it plausible."""
        found = [(other, hits) for other in others if (hits := self._read(other).verdict.hits)]
        if not found:
            return None
        said, hits = found[0]
        chance = _alarming(self._chances(" ".join(said), said))
        plausible = chance >= self._line.thresholds.plausible
        return _triage(hits) if plausible or len(found) >= _AGREEING else None

    def _without_frills(self, words: Sequence[str], hit: Hit) -> float:
        """The chance of an alarm in what stands around a rule's words: thanks, greetings and any
        amount of other text beside them must not hide it."""
        near = words[max(0, hit.start - _AROUND) : hit.end + _AROUND]
        core = _bare([w for w in near if w != "," and len(w) <= _LONGEST_WORD])
        return _alarming(self._chances(" ".join(core), core))

    def _personal(
        self, text: str, words: Sequence[str], others: Sequence[Sequence[str]]
    ) -> Triage | None:
        corrected = self._spelling.corrected(words)
        for said in (words, *([corrected] if corrected != words else []), *others[:1]):
            if hits := self.personal.judge(said, _without_courtesies(said)).hits:
                return Triage("personal_advice", hits[0].kind, f"rule: {hits[0].cue}")
        chance = self._chances(text, words)["personal"]
        if chance < self._line.thresholds.personal:
            return None
        return Triage("personal_advice", "other", f"second line: {chance:.2f}", probability=chance)

    def _read(self, words: Sequence[str]) -> _Reading:
        verdict = self._judge(words)
        if verdict.hits:
            return _Reading(verdict, verdict, words)
        corrected = self._spelling.corrected(words)
        if corrected != words and (mended := self._judge(corrected)).hits:
            return _Reading(mended, mended, corrected)
        heard = self._spelling.heard(corrected)
        if verdict.excepted or heard == corrected:  # what was well understood was not misheard
            return _Reading(verdict, verdict, words)
        return _Reading(verdict, self._judge(heard), words)

    def _judge(self, words: Sequence[str]) -> Verdict:
        return self.emergency.judge(words, _without_courtesies(words))

    @cached_property
    def _commands(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(words_of(wording)) for wording in self._wordings)

    def _chances(self, text: str, words: Sequence[str]) -> Mapping[Label, float]:
        return self._known_chances(text, tuple(words))

    @cached_property
    def _known_chances(self) -> Callable[[str, tuple[str, ...]], Mapping[Label, float]]:
        """An emergency, a personal question and a doubt are looked for in the same text in turn."""

        @lru_cache(maxsize=2)
        def chances(text: str, words: tuple[str, ...]) -> Mapping[Label, float]:
            vector = self._encoder.encode([form(text, self._names)])[0]
            return self._line.head.probabilities(vector, words)

        return chances


def _alarming(chances: Mapping[Label, float]) -> float:
    return chances["emergency"] + chances["self_harm"]


def _triage(hits: Sequence[Hit]) -> Triage:
    """The first rule found names the kind; self-harm goes before all, its words are its own."""
    first = next((hit for hit in hits if hit.kind == "self_harm"), hits[0])
    return Triage("emergency", first.kind, f"rule: {first.cue}")


def _likeliest(hits: Sequence[Hit], chances: Mapping[Label, float]) -> str:
    if chances["self_harm"] > chances["emergency"]:
        return "self_harm"
    return hits[0].kind if hits else "other_emergency"


def _bare(words: Sequence[str]) -> list[str]:
    """The words without the courtesies at both ends."""
    rest = list(dropwhile(_BEFORE.__contains__, words))
    return list(dropwhile(_AFTER.__contains__, reversed(rest)))[::-1]


def _without_courtesies(words: Sequence[str]) -> Sequence[str]:
    """What is left of a cry for help; all of it where nothing else was said."""
    rest = [word for word in words if word not in _COURTESY]
    return rest or words
