"""The verb ``doctor``: what is there, what is missing, and the command that cures it."""

import json
from dataclasses import asdict

import click


@click.command(
    epilog="""\b
Examples:
  assistant doctor
  assistant doctor --json      one object a line, for a monitor

\b
Exit status 1 when something is missing without which no question can be answered.
"""
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Look at everything that this machine needs."""
    from assistant.checks import examine

    fit = True
    for finding in examine():
        fit = fit and (finding.ok or not finding.essential)
        if as_json:
            click.echo(json.dumps(asdict(finding)))
            continue
        state = "ok" if finding.ok else "MISSING" if finding.essential else "no sound"
        click.echo(f"{state:8} {finding.name}: {finding.detail}")
        if finding.cure:
            click.echo(f"         cure: {finding.cure}")
    ctx.exit(0 if fit else 1)
