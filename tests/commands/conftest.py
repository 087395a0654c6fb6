"""The shipped skill, opened once, and the command line as a person meets it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from assistant.cli import run
from assistant.settings import load_settings
from assistant.skill import Skill


@pytest.fixture(scope="session")
def skill() -> Iterator[Skill]:
    """The shipped content, ready to answer."""
    yield Skill.open(load_settings())


@dataclass(frozen=True)
class Result:
    """What a command line came to."""

    status: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in this process."""

    def call(*arguments: str) -> Result:
        status = run(arguments)
        out, err = capfd.readouterr()
        return Result(status, out, err)

    return call
