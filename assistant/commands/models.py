"""The verb ``models``: speech models listed, installed, checked and chosen."""

from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for


@click.group(
    epilog="""\b
Examples:
  assistant models list
  assistant models install vosk-model-small-en-us-0.15
  assistant models install ./vosk-model-small-en-us-0.15.zip     a zip that is at hand
  assistant models install NAME --mirror https://mirror.example/vosk/
  assistant models use vosk-model-small-en-us-0.15
  assistant models use speech-en                                 the shipped one again
  assistant models verify
"""
)
def command() -> None:
    """Speech models: what is there, what can be had, install, check, choose."""


@command.command("list")
def list_models() -> None:
    """Models installed (the one in use is marked), and those known by name."""
    from assistant.listening.catalogue import catalogue
    from assistant.listening.model_folder import find_model, installed
    from assistant.settings import load_settings

    used = find_model(load_settings()).path
    here = installed()
    click.echo("installed:")
    for folder in here:
        mark = "*" if folder.resolve() == used else " "
        click.echo(f"{mark} {folder.name:42} {_megabytes(folder):5.0f} MB  {folder}")
    if used not in (folder.resolve() for folder in here):
        click.echo(f"* {used}")
    click.echo("known, for `assistant models install NAME`:")
    names = {folder.name for folder in here}
    for entry in catalogue().entries:
        if entry.name not in names:
            click.echo(
                f"  {entry.name:42} {entry.size_mb:5} MB  {entry.language}, {entry.licence}, "
                f"word errors {entry.word_error_rate}{entry.note and '; '}{entry.note}"
            )


@command.command()
@click.argument("name")
@click.option("--mirror", help="Address of a folder that holds the archives, instead of the site.")
def install(name: str, mirror: str | None) -> None:
    """Install a model by NAME, or from a zip that is at hand."""
    from assistant.listening import install as installing
    from assistant.settings import load_settings

    if name.endswith(".zip"):
        model = installing.install_archive(Path(name), Path(name).stem)
    else:
        address = mirror or load_settings().model_mirror
        try:
            model = installing.install(name, address, _Progress())
        except KeyboardInterrupt:
            click.echo("interrupted: what came is kept, the same command goes on", err=True)
            raise
    click.echo(f"{model.name} is installed; `assistant models use {model.name}` chooses it")


@command.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check a model's files and that it loads; the one in use where no NAME is given."""
    from assistant.listening import install as installing
    from assistant.listening.model_folder import find_model
    from assistant.settings import load_settings

    settings = load_settings({"speech_model": Path(name)} if name else None)
    model = installing.verify(find_model(settings).path)
    click.echo(f"{model.path}: whole, and it loads")


@command.command()
@click.argument("name")
def use(name: str) -> None:
    """Choose the model by NAME or folder, in the settings file."""
    from assistant.listening.model_folder import find_model
    from assistant.settings import load_settings
    from assistant.settings_file import set_value

    find_model(load_settings({"speech_model": Path(name)}))
    file = set_value("speech_model", name)
    click.echo(f"{name} is used from now on (speech_model in {file})")


@command.command()
@content_options
def build(content: Path | None, pack: tuple[str, ...], verbose: bool) -> None:
    """Make now what is derived from the content, so that no start has to."""
    from assistant.content.load import load_content
    from assistant.listening.vosk_recogniser import open_recogniser
    from assistant.understanding.build import learn

    settings = settings_for(content, pack)
    loaded = load_content(settings)
    learn(loaded, _Counting("learning the questions"))
    click.echo("the questions are learned")
    open_recogniser(loaded, settings)
    click.echo("the vocabulary is ready")


class _Counting:
    """A line on stderr for each tenth of what is done."""

    def __init__(self, what: str) -> None:
        self._what, self._told = what, -1

    def __call__(self, done: int, of: int) -> None:
        tenth = 10 * done // max(1, of)
        if tenth != self._told:
            self._told = tenth
            click.echo(f"{self._what}: {done} of {of}", err=True)


def _megabytes(folder: Path) -> float:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


class _Progress:
    """A line on stderr for each tenth of a download."""

    def __init__(self) -> None:
        self._told = -1

    def __call__(self, have: int, whole: int) -> None:
        tenth = 10 * have // whole if whole else have // 10_000_000
        if tenth != self._told:
            self._told = tenth
            of = f" of {whole / 1e6:.0f}" if whole else ""
            click.echo(f"{have / 1e6:.0f}{of} MB", err=True)
