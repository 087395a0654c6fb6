"""The verb ``import``: documents in, sections and draft questions out."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.content.importing.importer import Result
    from assistant.content.model import Pack

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_PAIRS: Final = 10
"""Pairs of statements that are shown."""


@click.command(
    epilog="""\b
Examples:
  assistant import leaflet.pdf --pack hearing
  assistant import leaflets/ --pack hearing --content my-packs
  assistant import leaflet.pdf --pack hearing             again: shows what changed
  assistant import leaflet.pdf --pack hearing --update    takes the changed document over

\b
Reads txt, md, html, docx and pdf. A file that cannot be read is named with the reason and the
others are imported all the same; the exit status is then 1.
"""
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--pack", required=True, help="Pack that takes them; made where there is none.")
@click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of packs instead of this user's own.",
)
@click.option("--update", is_flag=True, help="Replace a document that changed; the old is kept.")
def command(files: tuple[Path, ...], pack: str, content: Path | None, update: bool) -> None:
    """Put documents into a pack, cut into sections, with a draft question for each section.

    Questions are answered at once by quoting the documents. Drafts are never spoken until a
    person has reviewed them and removed `draft: true`. Nothing is overwritten.
    """
    from assistant.content.importing.importer import Importer, files_in

    folder = _folder(pack, content)
    importer = Importer(folder, update=update, progress=_progress)
    results = [_told(result) for result in importer.take(files_in(files))]
    if not results:
        raise click.UsageError("there are no files in the folder")
    if any(result.outcome != "refused" for result in results):
        _afterwards(folder, load_settings({"content": folder.parent, "packs": [pack]}), results)
    if any(result.outcome == "refused" for result in results):
        sys.exit(1)


def _folder(pack: str, content: Path | None) -> Path:
    """The pack's folder, which the house pack and a shipped one cannot be."""
    from assistant import resources
    from assistant.content.folders import HOUSE

    if not _NAME.fullmatch(pack):
        raise click.UsageError(f"--pack {pack!r}: use small letters, digits and _")
    base = content or load_settings().content or resources.user_content()
    shipped = (resources.shipped("intents") / pack).is_dir() and not (base / pack).exists()
    if pack == HOUSE or (shipped and content is None):
        raise click.UsageError(f"--pack {pack}: comes with the program; choose another name")
    return base / pack


def _progress(text: str) -> None:
    """Written over on a terminal, a line each elsewhere, but for pages."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif ", page" not in text:
        print(text, file=sys.stderr, flush=True)


def _told(result: "Result") -> "Result":
    """Say what became of a file."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if result.outcome == "refused":
        click.echo(f"refused: {result.file}: {result.reason}", err=True)
        return result
    assert result.document is not None
    number = len(result.document.sections)
    sections = "1 section" if number == 1 else f"{number} sections"
    click.echo(f"{result.outcome}: {result.file}: {result.document.title!r}, {sections}")
    for warning in result.document.warnings:
        click.echo(f"  note: {warning}")
    _tell_changes(result)
    for path in result.written:
        click.echo(f"  wrote {path}")
    return result


def _tell_changes(result: "Result") -> None:
    for change in result.changes:
        click.echo(f"  {change.kind}: {change.heading}")
        for line in change.lines:
            click.echo(f"    {line}")
        if change.intents:
            click.echo(f"    to review: {', '.join(change.intents)}")
    if result.outcome == "changed":
        click.echo("  nothing was written: run it again with --update to take the new text over")


def _afterwards(folder: Path, settings: Settings, results: Sequence["Result"]) -> None:
    """Load the pack as the assistant will, compute what questions need, and compare documents."""
    from assistant.content.load import load_content
    from assistant.understanding.passages import open_passages

    content = load_content(settings)
    open_passages(content, settings, _counter())
    _compare(next(pack for pack in content.packs if pack.name == folder.name), folder)
    if any(result.outcome == "imported" for result in results):
        click.echo(f"\nNext: read the drafts in {folder}, then `assistant check {folder.name}`.")


def _compare(pack: "Pack", folder: Path) -> None:
    """List statements that may disagree, and write them down for a person to judge."""
    from assistant.content.disagreements import to_judge, told
    from assistant.content.judgements import JUDGED, add_pairs

    found = to_judge(pack)
    if not found:
        return
    add_pairs(folder, found)
    click.echo(f"\n{len(found)} pairs of statements may disagree; the first of them:")
    for line in told(found[:_PAIRS], pack):
        click.echo(line)
    click.echo(f"A person must judge them, in {folder / JUDGED}.")


def _counter() -> Callable[[int, int], None]:
    """Progress of the computing."""

    def tell(done: int, of: int) -> None:
        if done in (0, of) or sys.stderr.isatty():
            _progress(f"reading sentences: {done} of {of}")
            if done == of and sys.stderr.isatty():
                print(file=sys.stderr)

    return tell
