"""The verb ``batch``: JSON lines in, JSON lines out."""

from pathlib import Path
from typing import BinaryIO

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Each line in:   {"id": "q1", "text": "..."} or {"id": "q1", "audio": "path.wav"},
                with an optional "session": turns of one session share context.
Each line out:  the reply, in order; {"id": "q1", "error": "..."} for a line that cannot be used.

\b
Examples:
  assistant batch < questions.jsonl > replies.jsonl
  assistant batch questions.jsonl --content my-packs --pack leaflets
"""
)
@click.argument("file", type=click.File("rb"), default="-")
@content_options
def command(file: BinaryIO, content: Path | None, pack: tuple[str, ...], verbose: bool) -> None:
    """Answer many questions: JSON lines in, one JSON line out for each, in order."""
    from assistant.batch import Batch
    from assistant.skill import Skill

    batch = Batch(Skill.open(settings_for(content, pack)))
    done = 0
    for done, line in enumerate(file, 1):
        click.echo(batch.answer(line))
        if done % 100 == 0:
            click.echo(f"{done} lines answered", err=True)
    click.echo(f"{done} lines answered, {batch.errors} with an error", err=True)
