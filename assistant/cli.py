"""The command line: each module of ``assistant.commands`` is a verb, loaded when asked for."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from assistant import __version__, commands
from assistant.errors import AssistantError

EXAMPLES: Final = """\b
Examples:
  assistant                         starts on what this machine has: voice, or keyboard
  assistant ask "does your face sag after botox"
  assistant ask --audio q.wav --out a.wav
  assistant demo                    speaks a question, hears it, answers it; no device needed
  assistant doctor                  what is there, what is missing, how to mend it

\b
Exit status: 0 done, 1 the thing asked for failed, 2 wrong usage, 130 interrupted.
"""


class VerbGroup(click.Group):
    """Finds verbs among the modules of ``assistant.commands``, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, by name."""
        names = (module.name for module in pkgutil.iter_modules(commands.__path__))
        return sorted(name.rstrip("_") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's ``command``; ``import`` lies in ``import_`` (a Python keyword)."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = "import_" if cmd_name == "import" else cmd_name
        verb: click.Command = importlib.import_module(f"assistant.commands.{name}").command
        return verb

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a reader that has gone away (``| head``) ends it, and is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            return 0


@click.group(
    cls=VerbGroup,
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="assistant")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Answers visitors' questions from the clinic's own documents, aloud or typed, offline."""
    if ctx.invoked_subcommand is None:
        from assistant.commands._start import start

        start()


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return the exit status. Errors for people are one line on stderr."""
    try:
        status = cli.main(list(arguments), prog_name="assistant", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return 1
    except AssistantError as error:
        click.echo(f"assistant: {error}", err=True)
        return 1
    except (KeyboardInterrupt, click.Abort):
        return 130
    except OSError as error:
        _drop_output()
        click.echo(f"assistant: {error.filename or 'the output'}: {error.strerror}", err=True)
        return 1


def _drop_output() -> None:
    """What has not been written goes nowhere: Python would try, and complain, at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
