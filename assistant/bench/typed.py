"""The benchmark ``typed``: how soon the console is ready, and what a typed question costs."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
import numpy as np

from assistant.bench.figures import memory
from assistant.commands._options import content_options, settings_for
from assistant.content.model import Content, Intent
from assistant.messages import Utterance
from assistant.skill import Skill
from assistant.understanding import derived, encoder
from assistant.understanding.bank import Questions
from assistant.understanding.matcher import FusedMatcher
from assistant.understanding.prepared import prepare

_STARTS: Final = 5
_QUESTIONS: Final = 200
_MANY: Final = 20_000
_BEFORE: Final = ("", "so", "and", "hello", "please", "excuse me", "one thing", "my mum asks")
_BEHIND: Final = ("", "then", "please", "really", "exactly", "at all", "these days", "as a rule")


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
    started = time.perf_counter()
    skill = Skill.open(settings_for(content, pack))
    took = time.perf_counter() - started
    click.echo(f"load: content, encoder and all that is derived {took:.2f} s")
    _questions(skill)
    click.echo(f"memory of the whole typed assistant, at its peak: {memory() / 2**20:.0f} MB")
    _many(skill.content)


def _starts(flags: list[str]) -> None:
    """The console until it greets, beside an interpreter that does nothing."""
    console = ["-m", "assistant", "console", *flags]
    _greeted(console)  # what is derived is kept from here on
    ready = [_greeted(console) for _ in range(_STARTS)]
    bare = [_run(["-c", "pass"]) for _ in range(_STARTS)]
    imports = [_run(["-c", "import assistant.skill, assistant.console"]) for _ in range(_STARTS)]
    median, base = statistics.median(ready), statistics.median(bare)
    click.echo(
        f"console ready: {median:.2f} s (the best of {_STARTS}: {min(ready):.2f} s), "
        f"{median / base:.0f} times a bare interpreter's start"
    )
    click.echo(f"  of it Python {base:.2f} s, imports {statistics.median(imports) - base:.2f} s")


def _greeted(arguments: list[str]) -> float:
    """Seconds until the greeting is on standard output; the console waits for a question then."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as console:
        assert console.stdout
        greeting = console.stdout.readline()
        took = time.perf_counter() - started
        console.communicate()
    if not greeting.strip() or console.returncode:
        raise click.ClickException("the console does not start; `assistant console` tells why")
    return took


def _run(arguments: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    return time.perf_counter() - started


def _questions(skill: Skill) -> None:
    from rapidfuzz import fuzz, process

    known = [p for i in skill.content.answerable for p in (i.title, *i.phrasings)]
    asked = _asked(known)
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
    medians = {name: _medians(part, asked) for name, part in parts.items()}
    for name, (wall, spent) in medians.items():
        click.echo(f"{name}: {wall:.1f} ms, {spent:.1f} ms of CPU at the median of {len(asked)}")
    ratio = medians["whole reply"][1] / medians["baseline: RapidFuzz alone"][1]
    click.echo(f"a reply takes {ratio:.1f} times the CPU that RapidFuzz alone takes")


def _many(content: Content) -> None:
    """A match among many phrasings. They are the content's own with words in front and behind.

    Their letters, sounds and word counts are made as ever. Their vectors are not: they are the
    known phrasings' own with a little noise, and the classifier is the one of the content, because
    to encode and fit them takes minutes. Neither changes what a search has to do.
    """
    larger = _grown(content)
    questions, network = Questions.of(larger), encoder.shared()
    known = derived.derive(Questions.of(content), network)
    prepared = prepare(questions)
    classes = len(prepared.bank.intents) + len(prepared.bank.kinds)
    sizes = np.bincount(prepared.bank.classes, minlength=classes)
    rows = [np.flatnonzero(known.prepared.bank.classes == owner) for owner in range(classes)]
    places = np.concatenate([np.resize(own, n) for own, n in zip(rows, sizes, strict=True)])
    noise = np.random.default_rng(0).normal(scale=1e-3, size=(len(places), encoder.WIDTH))
    vectors = (known.vectors[places] + noise).astype(np.float32)
    made = replace(known, prepared=prepared, vectors=vectors)
    matcher = FusedMatcher(larger, network, made)
    asked = _asked([p for i in content.answerable for p in (i.title, *i.phrasings)])
    wall, spent = _medians(lambda text: matcher.match(Utterance(f"{text} today")), asked)
    count = int((prepared.bank.classes < len(prepared.bank.intents)).sum())
    click.echo(
        f"match among {count} phrasings and {len(places) - count} other texts: {wall:.1f} ms, "
        f"{spent:.1f} ms of CPU at the median of {len(asked)}"
    )


def _grown(content: Content) -> Content:
    """The content with as many more phrasings for each intent as make up ``_MANY`` or so."""
    each = _MANY * 21 // 20 // max(1, len(content.answerable))  # some are the same, normalised

    def more(intent: Intent) -> Intent:
        around = [(b, e) for b in _BEFORE for e in _BEHIND]
        texts = [f"{b} {text} {e}" for b, e in around for text in (intent.title, *intent.phrasings)]
        return replace(intent, phrasings=tuple(texts[: max(each, len(intent.phrasings))]))

    ids = {intent.id for intent in content.answerable}
    packs = [
        replace(p, intents=tuple(more(i) if i.id in ids else i for i in p.intents))
        for p in content.packs
    ]
    return replace(content, packs=tuple(packs))


def _asked(known: Sequence[str]) -> list[str]:
    """Questions beside the known ones, so that none is answered word for word."""
    return [f"well, {text}" for text in known[:: max(1, len(known) // _QUESTIONS)]]


def _medians(part: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    times = []
    for text in asked:
        wall, spent = time.perf_counter(), time.process_time()
        part(text)
        times.append((time.perf_counter() - wall, time.process_time() - spent))
    walls, spents = zip(*times, strict=True)
    return statistics.median(walls) * 1000, statistics.median(spents) * 1000
