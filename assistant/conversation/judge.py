"""Judges whether what was said so far is all: the content knows what questions look like."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from assistant.content.model import Content
from assistant.conversation.endings import open_endings, wordings
from assistant.dialogue.wording import Wordings, plain
from assistant.listening.endpointer import Waits
from assistant.messages import Control, Utterance
from assistant.protocols import Matcher

_WHOLE: Final = 0.57
"""Probability of an ending from which a question that has an answer counts as complete: three in
four of another hand's questions, one in nine of their beginnings (and half of these are
questions)."""
_SURELY: Final = 0.75
"""Probability from which it is answered sooner: if it goes on after all, both parts are merged."""
_HANGING: Final = 0.05
"""Probability of an ending below which something must follow."""
_OPENERS: Final = frozenset(
    {"feels", "if", "looks", "once", "say", "since", "sounds", "suppose", "supposing", "when"}
)
"""Words that begin a clause which only leads up to the question."""
_ASKING: Final = frozenset(
    {
        "are",
        "can",
        "could",
        "did",
        "do",
        "does",
        "how",
        "is",
        "should",
        "was",
        "were",
        "what",
        "why",
        "will",
        "would",
    }
)
"""Words with which the question itself begins."""
_GOING_ON: Final = frozenset(
    {
        "after",
        "and",
        "as",
        "at",
        "because",
        "before",
        "but",
        "by",
        "during",
        "even",
        "for",
        "from",
        "if",
        "in",
        "of",
        "on",
        "or",
        "than",
        "that",
        "to",
        "until",
        "when",
        "where",
        "which",
        "while",
        "who",
        "with",
        "without",
    }
)
"""Words with which the rest of a sentence begins."""


class Judge:
    """Knows the content's wordings, and asks the matcher."""

    def __init__(self, content: Content, matcher: Matcher, waits: Waits) -> None:
        self._known = frozenset(wordings(content))
        self._endings = open_endings(content)
        self._controls: Wordings[Control] = Wordings(
            {i.control: (i.title, *i.phrasings) for i in content.controls if i.control}
        )
        self._referred = frozenset(i.id for i in content.answerable if i.refer)
        self._matcher = matcher
        self._waits = waits
        self._answers = lru_cache(256)(self._has_answer)

    def control(self, text: str) -> Control | None:
        """The control word that the text is."""
        return self._controls.find(text)

    def wait(self, text: str) -> float:
        """Seconds of silence after which this text is the whole utterance."""
        words = plain(text.replace("[unk]", " "))
        if not words:
            return self._waits.unsure
        ending = self._endings.probability(words)
        if self.control(words) or (words in self._known and ending >= _HANGING):
            return self._waits.complete
        if ending >= _WHOLE and not _leads_up(words.split()) and self.answered(words):
            return self._waits.sure if ending >= _SURELY else self._waits.complete
        return self._waits.hanging if ending < _HANGING else self._waits.unsure

    def complete(self, text: str) -> bool:
        """Whether it is a question that needs nothing more."""
        return self.wait(text) <= self._waits.complete

    def continues(self, text: str) -> bool:
        """Whether it goes on with what was said before, rather than being a new question."""
        words = plain(text).split()
        return bool(words) and (words[0] in _GOING_ON or not self.complete(text))

    def answered(self, text: str) -> bool:
        """Whether the content answers it as it stands."""
        return self._answers(plain(text))

    def _has_answer(self, text: str) -> bool:
        match = self._matcher.match(Utterance(text))
        return match.decision == "answer" and match.candidates[0].intent not in self._referred


def _leads_up(words: Sequence[str]) -> bool:
    """Whether it is a first clause without its question: "when you leave it", "say it droops"."""
    return words[0] in _OPENERS and not _ASKING.intersection(words[1:])
