"""The command without a verb: voice where the machine can, else the typed console."""

import click

from assistant.errors import AssistantError


def start() -> None:
    """Start on what this machine has, and say which and why."""
    from assistant.commands import console, listen

    context = click.get_current_context()
    if problem := _no_sound():
        click.echo(f"Typed console, since {problem}.")
        context.invoke(console.command, speak=False, content=None, pack=(), verbose=False)
        return
    click.echo("Voice, since there are a microphone and a loudspeaker; `assistant console` types.")
    context.invoke(
        listen.command,
        mode=None,
        no_tones=False,
        input_device=None,
        output_device=None,
        content=None,
        pack=(),
        verbose=False,
    )


def _no_sound() -> str:
    """Why there can be no voice; empty where there can."""
    from assistant.listening.devices import find
    from assistant.settings import load_settings

    settings = load_settings()
    try:
        find(settings.input_device, "input")
        find(settings.output_device, "output")
    except AssistantError as error:
        return str(error)
    return ""
