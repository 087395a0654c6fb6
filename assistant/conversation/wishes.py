"""What a visitor may want of the conversation itself: another voice, another way to talk."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.dialogue.wording import Wordings
from assistant.listening.wishes import PHRASES, Wish
from assistant.messages import VoiceSettings

_PLEASANT: Final = ("en-us", "en-gb+f3", "en-gb", "en-us+f3")
"""Voices that are easy to understand, tried in this order where the machine has them."""


class Wishes:
    """Finds them, and picks the next voice."""

    def __init__(self, voices: Sequence[str]) -> None:
        self._wordings: Wordings[Wish] = Wordings(PHRASES)
        self._voices = [voice for voice in _PLEASANT if voice in voices] or list(voices)

    def find(self, text: str) -> Wish | None:
        """The wish that the whole utterance is."""
        return self._wordings.find(text)

    def next_voice(self, voice: VoiceSettings) -> VoiceSettings:
        """The voice after this one; as it is where there is no other."""
        if not self._voices:
            return voice
        now = self._voices.index(voice.voice) if voice.voice in self._voices else 0
        return replace(voice, voice=self._voices[(now + 1) % len(self._voices)])
