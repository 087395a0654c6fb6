"""A clarification answered by number, by name, or by saying the question."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from assistant.dialogue.wording import plain, without_fillers
from assistant.messages import Choice

_ORDINALS: Final = (
    ("one", "first", "1", "1st"),
    ("two", "second", "2", "2nd"),
    ("three", "third", "3", "3rd"),
)
_NUMBER: Final = re.compile(
    r"^(?:(?:i (?:mean|meant|want|take|choose)|give me|it's|it is|that's)\s+)?"
    r"(?:the\s+|number\s+|option\s+|question\s+)*(?P<number>\w+)(?:\s+(?:one|question|please))?$"
)
_OTHER: Final = re.compile(
    r"\b(?:not (?:that|this)(?: one)?\b.*\b)?(?:the|that) other (?:one|question|thing)\b"
    r"|^(?:no )?not that(?: one)?$|^the other$"
)
_NAMED: Final = 75.0
"""Share of a choice's words that must be said to name it (token set ratio)."""


def chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that the utterance names, by number or by its words; None where it names none."""
    said = without_fillers(plain(text))
    return _by_number(said, choices) or _by_name(said, choices)


def wants_other(text: str) -> bool:
    """Whether the utterance rejects the last answer for the other one that was possible."""
    return bool(_OTHER.search(plain(text)))


def _by_number(said: str, choices: Sequence[Choice]) -> Choice | None:
    found = _NUMBER.match(said)
    if not found or not choices:
        return None
    if found["number"] == "last":
        return choices[-1]
    for names, choice in zip(_ORDINALS, choices, strict=False):
        if found["number"] in names:
            return choice
    return None


def _by_name(said: str, choices: Sequence[Choice]) -> Choice | None:
    """One choice alone must be named: words that all choices share decide nothing."""
    words = [set(plain(choice.question).split()) for choice in choices]
    shared = set.intersection(*words) if len(words) > 1 else set()
    own = " ".join(word for word in said.split() if word not in shared)
    if not own:
        return None
    scores = [fuzz.token_set_ratio(own, " ".join(w - shared)) for w in words]
    best = max(scores, default=0.0)
    if best < _NAMED or scores.count(best) > 1:
        return None
    return choices[scores.index(best)]
