"""The verb ``say``: speaks a text, or writes it to a WAV."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.command(
    epilog="""\b
Examples:
  assistant say "Does your face sag after Botox?"
  assistant say "Good morning." --out morning.wav
  assistant say "Good morning." --voice en-gb+f3 --rate 130
  assistant say --voices
"""
)
@click.argument("text", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), help="Write a WAV instead of playing.")
@click.option("--voice", help="A voice; --voices lists them.")
@click.option("--rate", "voice_rate", type=click.IntRange(80, 400), help="Words a minute.")
@click.option("--volume", "voice_volume", type=click.FloatRange(0, 1), help="Loudness.")
@click.option("--device", "output_device", help="Loudspeaker by name or number.")
@click.option("--voices", is_flag=True, help="List the voices.")
@content_options
def command(
    text: tuple[str, ...],
    out: Path | None,
    voice: str | None,
    voice_rate: int | None,
    voice_volume: float | None,
    output_device: str | None,
    voices: bool,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> None:
    """Speak a text through the loudspeaker, or into a file."""
    from assistant.content.load import load_content
    from assistant.dialogue.wording import clean
    from assistant.messages import VoiceSettings
    from assistant.speaking import open_synthesiser
    from assistant.speaking.player import Player
    from assistant.speaking.wav import write_wav

    flags = {"voice": voice, "voice_rate": voice_rate, "voice_volume": voice_volume}
    settings = settings_for(content, pack, output_device=output_device, **flags)
    say = {word: how for each in load_content(settings).packs for word, how in each.say.items()}
    synthesiser = open_synthesiser(settings, say)
    if voices:
        click.echo("\n".join(synthesiser.voices()))
        return
    said = clean(" ".join(text))
    if not any(map(str.isalnum, said)):
        raise click.UsageError('give a text, as in: assistant say "Good morning."')
    manner = VoiceSettings(settings.voice_rate, settings.voice_volume, settings.voice)
    chunks = synthesiser.speak(said, manner)
    if out:
        write_wav(out, chunks, synthesiser.rate)
        return
    with Player(synthesiser.rate, device=settings.output_device) as player:
        player.play(chunks)
        player.wait()
