"""The verb ``bench``: each module of ``assistant.bench`` with a ``command`` is a benchmark."""

import importlib
import pkgutil

import click

from assistant import bench


class BenchGroup(click.Group):
    """Finds the benchmarks when they are asked for, so that ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All benchmarks, by name."""
        found = (module.name for module in pkgutil.iter_modules(bench.__path__))
        return sorted(_verb(name) for name in found if hasattr(_module(name), "command"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The benchmark's ``command``; ``public-sets`` lies in ``public_sets``."""
        names = {_verb(module.name): module.name for module in pkgutil.iter_modules(bench.__path__)}
        if cmd_name not in names:
            return None
        found: click.Command | None = getattr(_module(names[cmd_name]), "command", None)
        return found


def _verb(name: str) -> str:
    return name.replace("_", "-")


def _module(name: str) -> object:
    return importlib.import_module(f"assistant.bench.{name}")


@click.group(
    cls=BenchGroup,
    epilog="""\b
Examples:
  assistant bench answers                      questions of the tuning set, every figure
  assistant bench public-sets ../lab           the matcher outside this project's domain

\b
What a benchmark measures with is named on the command line, or lies in the folder that the
environment variable ASSISTANT_LAB names. Some need: pip install 'clinic-assistant[bench]'.
""",
)
def command() -> None:
    """Measure, each figure beside its goal or its baseline."""
