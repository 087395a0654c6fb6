"""The verb ``console``: a typed conversation."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Type a question and press Enter. Words that it obeys: repeat, more, back, sources, help, staff,
start over, goodbye. Ctrl-D or goodbye ends it.

\b
Examples:
  assistant console
  assistant console --speak       also says the answers
"""
)
@click.option("--speak", is_flag=True, help="Say the answers through the loudspeaker, too.")
@content_options
def command(speak: bool, content: Path | None, pack: tuple[str, ...], verbose: bool) -> None:
    """A typed conversation in plain lines."""
    from assistant.understanding import encoder

    encoder.begin()  # while all else is imported
    from assistant.console import converse, typed_lines
    from assistant.content.watch import watch
    from assistant.skill import Skill
    from assistant.voice import say

    settings = settings_for(content, pack)
    skill = Skill.open(settings)
    speaker = (lambda reply, session: say(skill, reply, session)) if speak else None
    with watch(settings, skill.use, _tell, skill.content, wait=False):  # it greets meanwhile
        converse(skill, typed_lines(), click.echo, speaker)


def _tell(problem: str) -> None:
    click.echo(problem, err=True)
