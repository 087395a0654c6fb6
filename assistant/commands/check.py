"""``assistant check``: validates content and runs its own tests."""

import json
from pathlib import Path

import click

from assistant.commands._options import content_options, settings_for
from assistant.content.check import Ask, accept, check
from assistant.settings import Settings

EXAMPLES = """\b
Examples:
  assistant check                    all packs in use
  assistant check botox              one pack
  assistant check ./my-pack          a pack's folder, before it is put to use
  assistant check --json             for programs
  assistant check botox --accept     the answers were read again: documents count as reviewed

Exit status: 0 sound (warnings may remain), 1 errors, 2 wrong usage.
"""


@click.command(epilog=EXAMPLES)
@click.argument("what", metavar="[PACK]", default="")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--accept", "accepting", is_flag=True, help="Note the documents as reviewed now.")
@content_options
def command(
    what: str,
    as_json: bool,
    accepting: bool,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> int:
    """Validate content and run its own tests; every problem with its file, line and cure."""
    if what and (Path(what) / "pack.yaml").is_file():
        content = Path(what)
    elif what:
        pack = (*pack, what)
    report = check(settings_for(content, pack), _open_ask)
    if accepting and report.content and not report.errors:
        for path in accept(report.content):
            click.echo(f"reviewed: {path}", err=True)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        for problem in report.problems:
            click.echo(str(problem) if problem.level == "error" else f"{problem} (warning)")
        click.echo(report.summary)
    return 1 if report.errors else 0


def _open_ask(settings: Settings) -> Ask:
    from assistant.messages import Utterance
    from assistant.skill import Skill

    skill = Skill.open(settings)
    return lambda text: skill.reply(Utterance(text))
