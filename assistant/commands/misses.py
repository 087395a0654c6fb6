"""The verb ``misses``: questions that were not answered."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands._options import content_options, settings_for
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.dialogue.grouping import Group


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  assistant misses                                   groups, the most frequent first
  assistant misses add 1 --intent botox.thin_skin    group 1 becomes phrasings of an intent
  assistant misses add 2 --pack hearing              group 2 becomes a draft intent
  assistant misses export misses.json
  assistant misses erase

\b
Nothing is kept unless the setting `misses` is true. Then questions are kept without sound,
session or time of day, with numbers and names blanked, for `misses_days` days.
""",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the questions that were not answered, and learn from them."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def show(as_json: bool = False) -> None:
    """Groups of like questions, the most frequent first."""
    settings = load_settings()
    groups = _groups(settings)
    if as_json:
        click.echo(json.dumps([_plain(group) for group in groups]))
        return
    if not groups:
        state = "there are none" if settings.misses else "they are not kept"
        cure = "" if settings.misses else " (set `misses = true` to keep them)"
        click.echo(f"No questions: {state}{cure}.")
    for number, group in enumerate(groups, start=1):
        click.echo(f"{number}. asked {_times(group.times)} ({', '.join(group.outcomes)})")
        for question in group.questions:
            click.echo(f"   {question}")


@command.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--intent", help="Intent that answers them; else a draft is made.")
@click.option("--title", help="The draft's title; the most frequent question by default.")
@content_options
def add(
    number: int,
    intent: str | None,
    title: str | None,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> None:
    """Turn group NUMBER into phrasings of an intent, or into a draft intent of a pack."""
    from assistant.content.load import load_content
    from assistant.dialogue.learning import add_draft, add_phrasings

    settings = settings_for(content, pack)
    groups = _groups(settings)
    if number > len(groups):
        raise AssistantError(f"there is no group {number}: `assistant misses` shows {len(groups)}")
    questions = groups[number - 1].questions
    loaded = load_content(settings)
    if intent:
        path = add_phrasings(loaded, intent, questions)
    elif len(pack) == 1:
        chosen = next(found for found in loaded.packs if found.name == pack[0])
        path = add_draft(chosen, title or questions[0], questions)
    else:
        raise click.UsageError("say --intent ID, or --pack NAME for a new draft")
    _forget(settings, questions)
    click.echo(f"{len(questions)} questions are in {path}; they are no longer among the misses.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(file: Path) -> None:
    """Write all questions as JSON to FILE."""
    from assistant.content.files import write_text

    groups = [_plain(group) for group in _groups(load_settings())]
    try:
        write_text(file, json.dumps(groups, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise AssistantError(f"{file}: {error.strerror}: choose another place") from None
    click.echo(f"{len(groups)} groups are in {file}.")


@command.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(yes: bool) -> None:
    """Erase all questions for good."""
    from assistant.dialogue.journal import journal_of

    if not yes:
        click.confirm("Erase all questions that were not answered?", abort=True)
    try:
        number = journal_of(load_settings()).erase()
    except OSError as error:
        raise AssistantError(f"{error}: end the program that uses it") from None
    click.echo(f"{number} questions erased.")


def _groups(settings: Settings) -> "list[Group]":
    from assistant.dialogue.grouping import group
    from assistant.dialogue.journal import journal_of
    from assistant.understanding import encoder

    try:
        misses = journal_of(settings).misses()
    except OSError as error:
        raise AssistantError(f"{error}: mend or remove the file") from None
    return group(misses, encoder.shared()) if misses else []


def _forget(settings: Settings, questions: Sequence[str]) -> None:
    from assistant.dialogue.journal import journal_of

    journal_of(settings).erase(questions)


def _plain(group: "Group") -> dict[str, object]:
    return {
        "times": group.times,
        "outcomes": list(group.outcomes),
        "questions": list(group.questions),
    }


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
