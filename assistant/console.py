"""The typed conversation: plain lines that are only ever appended, good for a screen reader."""

import contextlib
import importlib
from collections.abc import Callable, Iterable

import click

from assistant.dialogue.session import Session
from assistant.messages import Reply, Utterance
from assistant.show import lines
from assistant.skill import Skill


def converse(
    skill: Skill,
    typed: Iterable[str],
    write: Callable[[str], None],
    say: Callable[[Reply, Session], None] | None = None,
) -> None:
    """Answer typed lines until they end or the visitor says goodbye."""
    session = skill.session()
    write(skill.texts.say("greeting"))
    for line in typed:
        if not line.strip():
            continue
        reply = skill.reply(Utterance(line), session)
        for shown in lines(reply):
            write(shown)
        write("")
        if say:
            say(reply, session)
        if reply.control == "goodbye":
            return


def typed_lines() -> Iterable[str]:
    """Lines from the keyboard, with editing and history, or from standard input."""
    with contextlib.suppress(ImportError):  # Windows has its own line editing
        importlib.import_module("readline")  # its import gives input() line editing
    while True:
        try:
            yield input("> ")
        except EOFError:
            click.echo()
            return
        except UnicodeDecodeError:
            click.echo("That line is not UTF-8; please type it again.")
