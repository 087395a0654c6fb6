"""A sound server for the whole run: PortAudio binds to the first one it sees."""

from collections.abc import Iterator

import pytest

from assistant.bench.pulse import Pulse


@pytest.fixture(scope="session")
def pulse() -> Iterator[Pulse]:
    """A private PulseAudio with a virtual loudspeaker and microphone."""
    with Pulse() as server:
        yield server
