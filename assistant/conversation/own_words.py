"""Tells the assistant's own words, heard through the microphone, from a visitor's."""

from typing import Final

from rapidfuzz import fuzz

from assistant.dialogue.wording import plain

_ENOUGH: Final = 3
"""Words from which a likeness means something: "months" may well be the visitor's."""
_ALIKE: Final = 80.0
"""Likeness, of 100, from which it is the same text, misheard a little."""


def is_own(heard: str, spoken: str) -> bool:
    """Whether what was heard is a part of what was being said at the time."""
    words, said = plain(heard), plain(spoken)
    if len(words.split()) < _ENOUGH or not said:
        return False
    return len(words) <= len(said) and fuzz.partial_ratio(words, said) >= _ALIKE
