"""A clarification answered by number, by name, or by saying the question."""

import re
from collections.abc import Sequence
from typing import Final

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
_NAMED: Final = 0.75
"""Share of the telling words said that must be the choice's own: a new question that merely
shares a word with a choice must not be taken for it."""
_FUNCTION_WORDS: Final = frozenset(
    plain(
        "a an the it its is are was be one do does did you your i me my we of to in on at for and "
        "or with about that this when what mean meant question want please would like if there"
    ).split()
)
_STEM: Final = 4
_ENDING: Final = 4
"""Letters by which two forms of a word may differ in length ("stop", "stopping")."""


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
    words = [_telling(choice.question) for choice in choices]
    shared = set.intersection(*words) if len(words) > 1 else set()
    own = _telling(said) - shared
    if not own:
        return None
    scores = [sum(_among(word, w - shared) for word in own) / len(own) for w in words]
    best = max(scores, default=0.0)
    if best < _NAMED or scores.count(best) > 1:
        return None
    return choices[scores.index(best)]


def _telling(text: str) -> set[str]:
    """The words that tell one question from another."""
    return set(plain(text).split()) - _FUNCTION_WORDS


def _among(word: str, words: set[str]) -> bool:
    """Whether a word, or another form of it ("lasts", "last"), is among the words."""
    return any(word == other or _same_stem(word, other) for other in words)


def _same_stem(word: str, other: str) -> bool:
    return (
        len(word) >= _STEM
        and word[:_STEM] == other[:_STEM]
        and abs(len(word) - len(other)) <= _ENDING
    )
