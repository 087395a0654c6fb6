"""Changes of the page that can be said or typed: "bigger text", "high contrast", "sound off"."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from assistant.content.model import Content
from assistant.dialogue.texts import Texts
from assistant.dialogue.wording import Wordings, plain
from assistant.kiosk.wire import Display
from assistant.messages import Reply

_SIZES: Final = (1, 4)

_CHANGES: Final[Mapping[str, Callable[[Display], Display]]] = {
    "larger": lambda d: replace(d, text_size=min(d.text_size + 1, _SIZES[1])),
    "smaller": lambda d: replace(d, text_size=max(d.text_size - 1, _SIZES[0])),
    "light": lambda d: replace(d, contrast="light"),
    "dark": lambda d: replace(d, contrast="dark"),
    "high": lambda d: replace(d, contrast="high"),
    "captions_on": lambda d: replace(d, captions=True),
    "captions_off": lambda d: replace(d, captions=False),
    "calm_on": lambda d: replace(d, calm=True),
    "calm_off": lambda d: replace(d, calm=False),
    "sound_on": lambda d: replace(d, sound=True),
    "sound_off": lambda d: replace(d, sound=False),
    "everything_on": lambda d: replace(d, everything=True, sound=True),
    "everything_off": lambda d: replace(d, everything=False),
    "keep_listening": lambda d: replace(d, keep_listening=True),
    "stop_listening": lambda d: replace(d, keep_listening=False),
}
"""Key in the house pack's ``display.yaml`` -> what it does."""


class DisplayWords:
    """Finds such a change in an utterance and carries it out."""

    def __init__(self, content: Content, texts: Texts) -> None:
        wordings = content.house.display
        self._wordings = Wordings({key: wordings[key] for key in _CHANGES if key in wordings})
        self._known = {plain(text) for group in wordings.values() for text in group}
        self._texts = texts

    def knows(self, text: str) -> bool:
        """Whether the utterance is, word for word, one that the house pack lists."""
        return plain(text) in self._known

    def obey(self, text: str, display: Display) -> tuple[Display, Reply] | None:
        """The changed display and what is said about it; None where it is another utterance."""
        key = self._wordings.find(text)
        if key is None:
            return None
        said = self._texts.say(f"display_{key}")
        return _CHANGES[key](display), Reply("control", said, said, question=text, confidence=1.0)
