"""How long a silent visitor is remembered."""

from typing import Literal


class Patience:
    """Asks once whether somebody is still there, then forgets them."""

    def __init__(self, ask_after: float, forget_after: float) -> None:
        """Seconds of silence before it asks, and further seconds before it forgets."""
        self._ask_after = ask_after
        self._forget_after = forget_after
        self._since = 0.0
        self._asked = False

    def heard(self, now: float) -> None:
        """Somebody spoke."""
        self._since = now
        self._asked = False

    def forget(self) -> None:
        """Nobody is there."""
        self._asked = False

    def step(self, now: float, busy: bool, *, open: bool) -> Literal["ask", "forget"] | None:
        """What to do now; ``open``: a session has begun; ``busy``: somebody speaks."""
        if busy or not open:
            self._since = now
            return None
        if not self._asked and now - self._since >= self._ask_after:
            self._asked, self._since = True, now
            return "ask"
        if self._asked and now - self._since >= self._forget_after:
            return "forget"
        return None
