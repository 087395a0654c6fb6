"""What one client, and all clients together, may ask of the server."""

import time
from typing import Final

BODY: Final = 64 * 1024
"""Bytes of a request's body, and of a WebSocket message: two seconds of sound."""
CONNECTIONS: Final = 128
"""WebSockets at once: a hundred kiosks and some reloading pages."""
SOCKETS: Final = 600
"""TCP connections at once; below the usual limit of 1,024 open files."""
PATIENCE: Final = 10.0
"""Seconds that a client may take to send a request, or to take in what is sent to it."""
MESSAGES: Final = (30.0, 60.0)
"""Text messages a second on one WebSocket, and at once: nobody types or touches that fast."""
SOUND: Final = (80_000.0, 640_000.0)
"""Bytes of sound a second, and at once: 16 kHz is 32,000, and a stalled page catches up."""
REQUESTS: Final = (300.0, 600.0)
"""Requests a second from one address, and at once."""


class Bucket:
    """A token bucket: so much a second, and some in reserve."""

    def __init__(self, rate: float, reserve: float) -> None:
        self._rate = rate
        self._reserve = reserve
        self._left = reserve
        self._at = time.monotonic()

    def take(self, amount: float = 1.0) -> bool:
        """Whether ``amount`` may pass now."""
        now = time.monotonic()
        self._left = min(self._reserve, self._left + (now - self._at) * self._rate)
        self._at = now
        if amount > self._left:
            return False
        self._left -= amount
        return True

    @property
    def full(self) -> bool:
        """Whether nothing was taken lately, so that the bucket may be forgotten."""
        return self._left + (time.monotonic() - self._at) * self._rate >= self._reserve


class Buckets:
    """A bucket for each address; addresses that fell silent are forgotten."""

    _MOST: Final = 1000

    def __init__(self, rate: float, reserve: float) -> None:
        self._size = (rate, reserve)
        self._buckets: dict[str, Bucket] = {}

    def take(self, address: str) -> bool:
        """Whether one more request from that address may pass now."""
        if len(self._buckets) > self._MOST:
            self._buckets = {a: b for a, b in self._buckets.items() if not b.full}
        return self._buckets.setdefault(address, Bucket(*self._size)).take()
