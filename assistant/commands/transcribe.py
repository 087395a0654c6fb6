"""The verb ``transcribe``: what the recogniser hears in sound files."""

import json
from pathlib import Path

import click

from assistant.commands._options import SOUND, content_options, settings_for
from assistant.messages import Hypothesis, to_json
from assistant.protocols import Recogniser


@click.command(
    epilog="""\b
Examples:
  assistant transcribe question.wav
  assistant transcribe --json *.flac                      one JSON object a line
  assistant transcribe --phrases orders.txt order.wav     hears these phrases only, one a line
"""
)
@click.argument("files", nargs=-1, required=True, type=SOUND)
@click.option(
    "--phrases",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A list of phrases, one a line: the vocabulary instead of the content's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
@content_options
def command(
    files: tuple[Path, ...],
    phrases: Path | None,
    as_json: bool,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> int:
    """Write down what is said in WAV, FLAC or OGG files, with word times and confidences.

    A file that cannot be read is told of and the rest go on; the exit status is then 1.
    """
    from assistant.errors import AudioError
    from assistant.listening.files import recognise_file

    recogniser = _recogniser(content, pack, phrases)
    failed = 0
    for file in files:
        try:
            _print(file, recognise_file(file, recogniser), as_json, verbose)
        except AudioError as error:
            failed += 1
            if as_json:
                click.echo(json.dumps({"file": str(file), "error": str(error)}))
            else:
                click.echo(f"assistant: {error}", err=True)
    return 1 if failed else 0


def _recogniser(content: Path | None, pack: tuple[str, ...], phrases: Path | None) -> Recogniser:
    from assistant.content.load import load_content
    from assistant.listening.vosk_recogniser import open_phrase_recogniser, open_recogniser

    settings = settings_for(content, pack)
    if phrases is None:
        return open_recogniser(load_content(settings), settings)
    return open_phrase_recogniser(_read(phrases), settings)


def _read(phrases: Path) -> list[str]:
    """The list's phrases. Raises AssistantError where there are none."""
    from assistant.errors import AssistantError

    try:
        lines = phrases.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{phrases} cannot be read: {error}") from None
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise AssistantError(f"{phrases} holds no phrase: write one a line")
    return found


def _print(file: Path, heard: Hypothesis, as_json: bool, verbose: bool) -> None:
    if as_json:
        click.echo(json.dumps({"file": str(file), **to_json(heard)}))
        return
    click.echo(f"{file}: {heard.text or '(no words)'}  ({heard.confidence:.0%})")
    for word in heard.words:
        click.echo(f"  {word.start:6.2f} - {word.end:6.2f}  {word.confidence:4.0%}  {word.text}")
    for other in heard.alternatives if verbose else ():
        click.echo(f"  or: {other}")
