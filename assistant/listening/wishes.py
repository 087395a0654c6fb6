"""What can be wished of the conversation itself: its words must be heard like the content's."""

from typing import Final, Literal, TypeAlias

Wish: TypeAlias = Literal["hands-free", "push-to-talk", "another_voice"]

PHRASES: Final[dict[Wish, tuple[str, ...]]] = {
    "hands-free": ("hands free", "hands free please", "listen all the time", "go hands free"),
    "push-to-talk": (
        "push to talk",
        "push to talk please",
        "press to talk",
        "listen only when I press",
        "stop listening",
    ),
    "another_voice": (
        "another voice",
        "another voice please",
        "a different voice",
        "different voice please",
        "change your voice",
        "change the voice",
        "use another voice",
        "can you use another voice",
    ),
}
