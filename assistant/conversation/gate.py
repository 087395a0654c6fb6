"""When the microphone is listened to: always, or after a key; and not while it is off."""

from typing import Final, Literal, TypeAlias

Mode: TypeAlias = Literal["hands-free", "push-to-talk"]
Move: TypeAlias = Literal["open", "finish", "close"]
"""Begin to listen; the utterance is over; stop listening, since nobody spoke."""

_PRESSED: Final = 8.0
"""Seconds after a key press within which one may begin to speak."""
_REPEATED: Final = 0.75
"""Seconds from one press to the next within which it is a key held down, that types again."""
_RELEASED: Final = 0.3
"""Seconds after the last press from which a key that was held is let go."""


class Gate:
    """``now`` is in seconds; ``active``: an utterance has begun."""

    def __init__(self, mode: Mode) -> None:
        self.mode: Mode = mode
        self.muted = False
        self._open_until = 0.0
        self._pressed_at = -_REPEATED
        self._held = False

    @property
    def waits_for_key(self) -> bool:
        """Whether it listens after a key only."""
        return self.mode == "push-to-talk"

    def listening(self, now: float, active: bool) -> bool:
        """Whether what is heard counts."""
        pressed = self._held or now < self._open_until or active
        return not self.muted and (pressed or not self.waits_for_key)

    def press(self, now: float, active: bool) -> Move | None:
        """The talk key went down, or is held and types again."""
        before, self._pressed_at = self._pressed_at, now
        if now - before < _REPEATED:
            self._held = self.waits_for_key
            return None
        if self.waits_for_key and active:
            return "finish"
        self._open_until = now + _PRESSED
        return "open"

    def step(self, now: float, active: bool) -> Move | None:
        """What time alone brings."""
        if self._held and now - self._pressed_at > _RELEASED:
            self._held = False
            return "finish"
        if 0.0 < self._open_until <= now and not active and not self._held:
            self._open_until = 0.0
            return "close" if self.waits_for_key else None
        return None

    def answered(self) -> None:
        """An utterance is answered: the next one needs the key again."""
        self._open_until = 0.0
