"""The verb ``demo``: the main job, from a spoken question to a spoken answer, without a device."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Examples:
  assistant demo
  assistant demo "how long does botox last" --folder /tmp/demo
"""
)
@click.argument("question", default="does your face sag after botox")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the two sound files go; the user's data folder by default.",
)
@content_options
def command(
    question: str, folder: Path | None, content: Path | None, pack: tuple[str, ...], verbose: bool
) -> None:
    """Speak a question into a file, hear it, answer it, and speak the answer into a file."""
    from assistant import resources
    from assistant.errors import AudioError
    from assistant.hear import hear_file
    from assistant.messages import Reply
    from assistant.show import lines
    from assistant.skill import Skill
    from assistant.voice import write

    place = folder or resources.user_data() / "demo"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AudioError(f"{place} cannot be made: {error.strerror}; give --folder") from None
    skill = Skill.open(settings_for(content, pack))
    session = skill.session()
    asked, answered = place / "question.wav", place / "answer.wav"
    write(skill, Reply("answer", question, question), session, asked)
    click.echo(f"Said:   {question}   ({asked})")
    reply = write(skill, hear_file(skill, asked, session), session, answered)
    heard = reply.heard.text if reply.heard else ""
    click.echo(f"Heard:  {heard}")
    click.echo(f"Answer: {reply.speech}   ({answered})")
    for line in list(lines(reply)):
        click.echo(f"  {line}")
    took = ", ".join(f"{name} {value:.0f} ms" for name, value in reply.timing_ms.items())
    click.echo(f"Took:   {took}")
