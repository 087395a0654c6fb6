"""What one file may cost, and the refusal of a file that costs more or cannot be read."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


class Refused(Exception):  # noqa: N818 - said as it is told: "refused: FILE ..."
    """A file that is not imported; the rest of the batch goes on."""

    def __init__(self, reason: str, cure: str = "") -> None:
        """``reason`` completes "FILE ..."; ``cure`` says what helps."""
        super().__init__(f"{reason}: {cure}" if cure else reason)


@dataclass(frozen=True, slots=True)
class Limits:
    """Far above any leaflet, far below what would stop a kiosk's machine."""

    bytes: int = 50_000_000
    """Size of a file."""
    unpacked: int = 100_000_000
    """Bytes that a zipped format may unpack to."""
    ratio: int = 200
    """Times that a part of a zipped format may grow when it is unpacked."""
    pages: int = 2_000
    characters: int = 5_000_000
    """Length of a document's text."""
    seconds: float = 60.0
    """Time that a file may take."""


@dataclass(slots=True)
class Watch:
    """Stops the reading of a file that takes too long, and tells how far it is."""

    limits: Limits = Limits()
    progress: Callable[[str], None] = lambda text: None
    """Takes a short text such as ``page 12 of 300``."""
    started: float = field(default_factory=time.monotonic)

    def check(self, characters: int = 0) -> None:
        """Raise Refused where the time is over or the text is too long."""
        if time.monotonic() - self.started > self.limits.seconds:
            text = f"takes longer than {self.limits.seconds:.0f} s to read"
            raise Refused(text, "split it, or save it as text")
        if characters > self.limits.characters:
            raise Refused(f"has more than {self.limits.characters:,} characters", "split it")
