"""The benchmark ``typed``: how soon the console is ready, and what a typed question costs."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from assistant.commands._options import content_options, settings_for

_STARTS: Final = 5
_QUESTIONS: Final = 200


@click.command(
    epilog="""\b
Examples:
  assistant bench typed
"""
)
@content_options
def command(content: Path | None, pack: tuple[str, ...], verbose: bool) -> None:
    """Start-up and time of a typed question, with their shares, beside a baseline."""
    flags = [*(["--content", str(content)] if content else []), *(f"--pack={p}" for p in pack)]
    _starts(flags)
    _questions(content, pack)


def _starts(flags: list[str]) -> None:
    """The console with nothing typed, beside an interpreter that does nothing."""
    _run(["-m", "assistant", "console", *flags])  # what is derived is kept from here on
    ready = [_run(["-m", "assistant", "console", *flags]) for _ in range(_STARTS)]
    bare = [_run(["-c", "pass"]) for _ in range(_STARTS)]
    imports = [_run(["-c", "import assistant.skill, assistant.console"]) for _ in range(_STARTS)]
    median, base = statistics.median(ready), statistics.median(bare)
    click.echo(
        f"console ready: {median:.2f} s, {median / base:.0f} times a bare interpreter's start"
    )
    click.echo(f"  of it Python {base:.2f} s, imports {statistics.median(imports) - base:.2f} s")


def _run(arguments: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    return time.perf_counter() - started


def _questions(content: Path | None, pack: tuple[str, ...]) -> None:
    from rapidfuzz import fuzz, process

    from assistant.messages import Utterance
    from assistant.skill import Skill
    from assistant.understanding import encoder

    settings = settings_for(content, pack)
    started = time.perf_counter()
    skill = Skill.open(settings)
    click.echo(
        f"load: content, encoder and all that is derived {time.perf_counter() - started:.2f} s"
    )
    known = [p for i in skill.content.answerable for p in (i.title, *i.phrasings)]
    asked = [f"well, {text}" for text in known[:: max(1, len(known) // _QUESTIONS)]]
    network = encoder.shared()
    parts: dict[str, Callable[[str], object]] = {
        "whole reply": lambda text: skill.reply(Utterance(text)),
        "of it encode": lambda text: network.encode([f"{text} "]),
        "of it safety": lambda text: skill.safety.triage(Utterance(text)),
        "of it match": lambda text: skill.matcher.match(Utterance(text)),
        "baseline: RapidFuzz alone": lambda text: process.extractOne(
            text, known, scorer=fuzz.ratio
        ),
    }
    medians = {name: _median(part, asked) for name, part in parts.items()}
    for name, took in medians.items():
        click.echo(f"{name}: {took:.1f} ms at the median of {len(asked)}")
    ratio = medians["whole reply"] / medians["baseline: RapidFuzz alone"]
    click.echo(f"a reply takes {ratio:.1f} times what RapidFuzz alone takes")


def _median(part: Callable[[str], object], asked: list[str]) -> float:
    times = []
    for text in asked:
        started = time.perf_counter()
        part(text)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
