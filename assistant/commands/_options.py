"""Options that several verbs share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from assistant.settings import Settings, load_settings

SOUND: Final = click.Path(path_type=Path, readable=False)
"""A sound file. Whether it can be read is told where it is read: of several, the rest go on."""

Function = TypeVar("Function", bound=Callable[..., Any])


def content_options(function: Function) -> Function:
    """``--content``, ``--pack`` and ``-v``: which content, and how much is told."""
    options = (
        click.option(
            "--content",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="A folder of packs to use instead of the shipped ones.",
        ),
        click.option("--pack", multiple=True, help="Use only this pack (may be repeated)."),
        click.option("-v", "--verbose", is_flag=True, help="Show what happens inside."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def settings_for(content: Path | None, pack: tuple[str, ...], **flags: Any) -> Settings:
    """The settings with this command line's flags on top; a flag that is None was not given."""
    given = {"content": content, "packs": list(pack) or None, **flags}
    return load_settings({name: value for name, value in given.items() if value is not None})
