"""README is held to what is there: every verb, setting, flag and exit status, both ways."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from assistant.cli import cli
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = cli.list_commands(click.Context(cli))


def commands() -> list[str]:
    """The lines of README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_table(verb: str) -> None:
    assert re.search(rf"^\| `assistant {verb}\b", README, re.MULTILINE)


def test_every_verb_of_the_table_exists() -> None:
    named = re.findall(r"^\| `assistant (\w+)", README, re.MULTILINE)
    assert sorted(named) == sorted(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_teaches_by_example(verb: str) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    assert command.help
    assert "assistant " in (command.epilog or "")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_described_and_in_the_table(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    row = re.search(rf"^\| `{name}` \|.*$", README, re.MULTILINE)
    assert row, f"README has no row for the setting {name}"
    assert field.description in row[0]


def test_every_setting_of_the_table_exists() -> None:
    table = README.split("## Settings", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(Settings.model_fields)


def test_two_commands_do_all_the_set_up() -> None:
    install, test = commands()[:2]
    assert install.endswith("assistant demo && .venv/bin/assistant")
    assert "pip install ." in install
    assert test.endswith("pytest")
    assert test in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("flag", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_every_flag_named_exists(flag: str) -> None:
    found = {"--help"}
    for verb in VERBS:
        command = cli.get_command(click.Context(cli), verb)
        assert command is not None
        every = [command, *(getattr(command, "commands", {}).values())]
        found |= {opt for each in every for param in each.params for opt in param.opts}
    assert flag in found


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = tomllib.loads(text)["project"]["dependencies"]
    for requirement in wanted:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line, f"{requirement}: why?"
