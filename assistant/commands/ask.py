"""The verb ``ask``: one question, one reply."""

import json
from pathlib import Path

import click

from assistant.commands._options import SOUND, content_options, settings_for
from assistant.messages import Reply, to_json


@click.command(
    epilog="""\b
Examples:
  assistant ask "does your face sag after botox"
  assistant ask --json "how long does it last"
  assistant ask --audio question.wav --out answer.wav
  assistant ask -v "will I look like a waxwork"     shows every score and the reason
"""
)
@click.argument("text", nargs=-1)
@click.option("--audio", type=SOUND, help="A WAV, FLAC or OGG file instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the reply as one JSON object.")
@click.option("--speak", is_flag=True, help="Say the answer through the loudspeaker.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the spoken answer to a WAV.")
@content_options
def command(
    text: tuple[str, ...],
    audio: Path | None,
    as_json: bool,
    speak: bool,
    out: Path | None,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> None:
    """Ask one question, typed or from a sound file, and get the reply."""
    from assistant.hear import hear_file
    from assistant.messages import Utterance
    from assistant.skill import Skill
    from assistant.voice import say, write

    if bool(text) == bool(audio):
        raise click.UsageError("give either the question or --audio FILE")
    skill = Skill.open(settings_for(content, pack))
    session = skill.session()
    if audio:
        reply = hear_file(skill, audio, session)
    else:
        reply = skill.reply(Utterance(" ".join(text)), session)
    if out:
        reply = write(skill, reply, session, out)
    if verbose:
        from assistant.understanding.explain import explain_text

        asked = Utterance(reply.question)
        click.echo(explain_text(skill.matcher, skill.safety, asked), err=as_json)
    _print(reply, as_json)
    if speak:
        say(skill, reply, session)


def _print(reply: Reply, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(to_json(reply)))
        return
    from assistant.show import lines

    if reply.heard:
        click.echo(f"Heard: {reply.heard.text}")
    for line in lines(reply):
        click.echo(line)
