"""The verb ``kiosk``: serves the page for the waiting room's screen."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Open the address in a browser, or full-screen:
  chromium --kiosk http://localhost:8765

\b
Examples:
  assistant kiosk
  assistant kiosk --greeting            a spoken "hello" starts a session, too
  assistant kiosk --host 0.0.0.0        for other machines; they need the token that is printed
"""
)
@click.option("--host", help="Address to serve on; another than this machine's needs a token.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes one that is free.")
@click.option("--token", help="The secret that others must show (one is made up where needed).")
@click.option(
    "--audio",
    type=click.Choice(["browser", "local"]),
    help="Whose microphone and loudspeaker: the browser's, or this machine's.",
)
@click.option(
    "--greeting", is_flag=True, help="Keep the microphone open, to wait for a spoken greeting."
)
@content_options
def command(
    host: str | None,
    port: int | None,
    token: str | None,
    audio: str | None,
    greeting: bool,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> None:
    """Serve the kiosk page on this machine."""
    from assistant.kiosk.server import serve
    from assistant.skill import Skill

    settings = settings_for(
        content, pack, kiosk_host=host, kiosk_port=port, kiosk_token=token, kiosk_audio=audio
    )
    serve(Skill.open(settings), click.echo, greets=greeting)
