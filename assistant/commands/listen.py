"""The verb ``listen``: a spoken conversation."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Keys: space (or Enter, a foot switch that types it) stops the voice and listens; in push-to-talk
it opens the microphone. s stops the voice, m turns the microphone off and on, q ends.
By voice: "stop", "repeat", "slower", "louder", "another voice", "push to talk", "hands free".

\b
Examples:
  assistant listen
  assistant listen --push-to-talk --no-tones
  assistant listen --device "USB Audio"
"""
)
@click.option("--hands-free", "mode", flag_value="hands-free", help="Listen all the time.")
@click.option("--push-to-talk", "mode", flag_value="push-to-talk", help="Listen after a key.")
@click.option("--no-tones", is_flag=True, help="No tones when listening starts and ends.")
@click.option("--device", "input_device", help="Microphone by name or number.")
@click.option("--output-device", help="Loudspeaker by name or number.")
@content_options
def command(
    mode: str | None,
    no_tones: bool,
    input_device: str | None,
    output_device: str | None,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> None:
    """A spoken conversation with the microphone and the loudspeaker."""
    from assistant.content.watch import watch
    from assistant.conversation.captions import Captions
    from assistant.conversation.live import Live
    from assistant.listening.devices import find
    from assistant.skill import Skill

    settings = settings_for(
        content,
        pack,
        listen_mode=mode,
        tones=False if no_tones else None,
        input_device=input_device,
        output_device=output_device,
    )
    microphone = find(settings.input_device, "input")
    loudspeaker = find(settings.output_device, "output")
    captions = Captions(click.echo)
    captions.note(f"microphone: {microphone.name}; loudspeaker: {loudspeaker.name}")
    captions.note(f"{settings.listen_mode}; space stops and listens, m mutes, q ends")
    skill = Skill.open(settings)
    live = Live(skill, captions)
    with watch(settings, skill.use, captions.note, skill.content):
        live.run()
    if verbose:
        click.echo(str(live.conversation.counts))
