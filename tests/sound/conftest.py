"""A sound server for the whole run: PortAudio binds to the first one it sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bench.pulse import Pulse
from assistant.settings import Settings
from assistant.skill import Skill
from tests.sound.visit import Visit


@pytest.fixture(scope="session")
def pulse() -> Iterator[Pulse]:
    """A private PulseAudio with a virtual loudspeaker and microphone."""
    with Pulse() as server:
        yield server


@pytest.fixture(scope="session")
def skill(own_cache: None) -> Skill:
    """The shipped content, without tones."""
    return Skill.open(Settings(tones=False))  # type: ignore[call-arg]


@pytest.fixture
def visit(pulse: Pulse, skill: Skill, tmp_path: Path) -> Iterator[Visit]:
    """A conversation that has greeted."""
    running = Visit(pulse, skill, tmp_path)
    yield running
    running.close()
