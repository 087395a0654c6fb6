"""The verb ``devices``: which sound devices there are, which are used, and whether they work."""

import click


@click.command(
    epilog="""\b
Examples:
  assistant devices
  assistant devices --test                         records three seconds and plays them
  assistant devices --input 2 --output "USB Audio"   chosen by number or name, and remembered
"""
)
@click.option("--test", is_flag=True, help="Record three seconds, then play them.")
@click.option("--input", "input_device", help="Use this microphone from now on (name or number).")
@click.option("--output", "output_device", help="Use this loudspeaker from now on.")
def command(test: bool, input_device: str | None, output_device: str | None) -> None:
    """List the sound devices, choose and try them."""
    from assistant.listening.devices import devices, find
    from assistant.listening.trial import play, record
    from assistant.settings import load_settings
    from assistant.settings_file import set_value

    if input_device is not None:
        name = find(input_device, "input").name
        click.echo(f"microphone: {name} (remembered in {set_value('input_device', name)})")
    if output_device is not None:
        name = find(output_device, "output").name
        click.echo(f"loudspeaker: {name} (remembered in {set_value('output_device', name)})")
    settings = load_settings()
    found = devices()
    if not found:
        click.echo("There is no sound device. Until there is one: assistant console")
    for device in found:
        kinds = [f"{device.inputs} in"] * bool(device.inputs)
        kinds += [f"{device.outputs} out"] * bool(device.outputs)
        notes = [f"default {kind}" for kind in device.default]
        notes += ["used as microphone"] * (settings.input_device == device.name)
        notes += ["used as loudspeaker"] * (settings.output_device == device.name)
        told = "; ".join([", ".join(kinds), f"{device.rate} Hz", *notes])
        click.echo(f"{device.number} {device.name} ({told})")
    if test:
        click.echo("Say something for three seconds.")
        sound, rate = record(settings.input_device, 3.0)
        loudness = sound.level
        click.echo(f"Loudest sample: {loudness} of 32767.")
        if loudness == 0:
            click.echo("The microphone gives only zeros: it is muted or not plugged in.")
        click.echo("This is what was recorded.")
        play(settings.output_device, sound, rate)
