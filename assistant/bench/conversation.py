"""``assistant bench conversation``: how it feels to talk with, measured at the loudspeaker."""

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click
import numpy as np

from assistant.bench.talk import visitor

_FIXED: Final = 0.6
"""Seconds of the baseline's silence: the usual hang of a voice activity detector."""
_CURVE: Final = (0.3, 0.4, 0.5, 0.6, 0.72, 0.8)
_OURS: Final = "sooner after what is complete, this long after anything else"
_SAME: Final = "this long after everything"
_PARTS: Final = ("delay", "pauses", "merge", "barge-in", "own-voice", "noise", "endurance")


@click.command(
    epilog="""\b
Needs PulseAudio (it starts its own, with virtual devices), flite, espeak-ng and festival.

\b
Examples:
  assistant bench conversation
  assistant bench conversation --only delay --count 20
  assistant bench conversation --plots plots/
"""
)
@click.option("--count", default=100, help="Questions of the delay's distribution.")
@click.option("--minutes", default=10.0, help="Minutes of its own voice, and of noise.")
@click.option("--turns", default=500, help="Turns of the endurance run.")
@click.option("--only", multiple=True, type=click.Choice(_PARTS), help="Only these parts.")
@click.option("--tuning", is_flag=True, help="Use the voices on which the waits were chosen.")
@click.option(
    "--questions",
    type=click.Path(path_type=Path, exists=True),
    help="A text file, one question a line, instead of the pack's own test questions.",
)
@click.option("--plots", type=click.Path(path_type=Path, file_okay=False), help="Write plots here.")
def command(
    count: int,
    minutes: float,
    turns: int,
    only: tuple[str, ...],
    tuning: bool,
    questions: Path | None,
    plots: Path | None,
) -> None:
    """Talk with it on virtual devices, and measure at its loudspeaker."""
    from assistant.bench.pulse import Pulse
    from assistant.settings import load_settings
    from assistant.skill import Skill

    voices = visitor.TUNED_ON if tuning else visitor.REPORTED_ON
    if plots:
        plots.mkdir(parents=True, exist_ok=True)
    with Pulse() as pulse:
        skill = Skill.open(load_settings({"tones": False, "idle_seconds": 1e6}))
        bench = _Bench(pulse, skill, questions, voices, plots)
        runs: dict[str, Callable[[], None]] = {
            "delay": lambda: bench.delay(count),
            "pauses": lambda: bench.pauses(2 * count),
            "merge": lambda: bench.merge(count // 2),
            "barge-in": lambda: bench.barge_in(count // 2),
            "own-voice": lambda: bench.own_voice(60 * minutes),
            "noise": lambda: bench.noise(60 * minutes),
            "endurance": lambda: bench.endurance(turns),
        }
        for name in only or _PARTS:
            runs[name]()


class _Bench:
    def __init__(
        self,
        pulse: Any,
        skill: Any,
        questions: Path | None,
        voices: Sequence[str],
        plots: Path | None,
    ) -> None:
        self._pulse = pulse
        self._skill = skill
        self._voices = voices
        self._plots = plots
        self._questions = _questions(skill, questions)

    @contextmanager
    def _stage(self, **options: Any) -> Iterator[Any]:
        from assistant.bench.talk.stage import Stage

        with Stage(self._pulse, self._skill, **options) as stage:
            yield stage

    def delay(self, count: int) -> None:
        """End of the question to first sound, beside a fixed silence without speculation."""
        from assistant.bench.talk.delays import measure
        from assistant.listening.endpointer import Waits

        fixed = Waits(_FIXED, _FIXED, _FIXED, _FIXED)
        series = {}
        for name, options in (
            ("ours", {}),
            (f"fixed {_FIXED * 1000:.0f} ms", {"waits": fixed, "speculate": False}),
        ):
            with self._stage(**options) as stage:
                found = measure(stage, self._questions, self._voices, count)
            delays = found.measured
            series[name] = [delay.total for delay in delays]
            figures = _milliseconds(series[name])
            lost = {"too_early": found.early, "unanswered": found.unanswered}
            _print(f"delay, {name}", asked=count, **lost, **figures)
            shares = {
                part: round(1000 * float(np.mean([getattr(d, part) for d in delays])), 1)
                for part in ("wait", "recognise", "think", "synthesise", "sound")
            }
            _print(f"delay, {name}, mean ms of", **shares)
        if self._plots:
            from assistant.bench.talk.plots import distribution

            distribution(series, self._plots / "delay.svg")

    def pauses(self, count: int) -> None:
        """Cut-offs in pauses after a fragment, and what other waits would cost."""
        from assistant.bench.talk.pauses import broken
        from assistant.conversation.judge import Judge
        from assistant.listening.endpointer import Waits

        waits = Waits()
        judge = Judge(self._skill.content, self._skill.matcher, waits)
        wanted = (
            b for b in broken(self._questions, self._voices, 5) if not judge.complete(b.first)
        )
        cases = list(itertools.islice(wanted, count))
        series: dict[str, list[tuple[float, float, float]]] = {_OURS: [], _SAME: []}
        for unsure in _CURVE if self._plots else (waits.unsure,):
            tried = replace(waits, unsure=unsure, hanging=max(waits.hanging, unsure))
            series[_OURS].append((unsure, *self._broken(_OURS, unsure, cases, tried)))
        for silence in _CURVE if self._plots else ():
            tried = Waits(silence, silence, silence, silence)
            series[_SAME].append((silence, *self._broken(_SAME, silence, cases, tried)))
        if self._plots:
            from assistant.bench.talk.plots import trade

            trade(series, (_OURS, waits.unsure), self._plots / "pauses.svg")

    def _broken(
        self, name: str, wait: float, cases: Sequence[Any], waits: Any
    ) -> tuple[float, float]:
        """The mean silence after the questions, and the share of fragments that were cut off."""
        from assistant.bench.talk.pauses import cut_later, cut_off, heard, joined
        from assistant.conversation.judge import Judge

        judge = Judge(self._skill.content, self._skill.matcher, waits)
        recogniser = self._skill.recogniser()
        taken = [(case, heard(case.sound(), recogniser, judge.wait, waits)) for case in cases]
        early = [pair for pair in taken if cut_off(*pair)]
        later = [pair for pair in taken if cut_later(*pair) and not cut_off(*pair)]
        waited = float(np.mean([each[-1].ended.silence for _, each in taken if each]))
        _print(
            f"pauses up to 500 ms, {name}, {1000 * wait:.0f} ms",
            fragments=len(cases),
            cut_off=len(early),
            answered_as_one_after_all=sum(joined(each) for _, each in early),
            over_at_a_later_pause=len(later),
            of_them_answered_as_one=sum(joined(each) for _, each in later),
            mean_wait_ms=round(1000 * waited),
        )
        return waited, len(early) / len(cases)

    def merge(self, count: int) -> None:
        """Complete questions that go on after a pause."""
        from assistant.bench.talk.pauses import broken
        from assistant.bench.talk.trials import went_on
        from assistant.conversation.judge import Judge
        from assistant.listening.endpointer import Waits

        judge = Judge(self._skill.content, self._skill.matcher, Waits())
        wanted = (b for b in broken(self._questions, self._voices, 6) if judge.complete(b.first))
        pairs = [(b.first, b.second) for b in itertools.islice(wanted, count)]
        with self._stage() as stage:
            outcomes = went_on(stage, pairs, self._voices, 0.5)
        whole = sum(ok for _, ok, _ in outcomes)
        _print("went on after a complete question", asked=len(outcomes), answered_whole=whole)

    def barge_in(self, count: int) -> None:
        """Silence after the visitor's first sound; without, and with, its voice in the room."""
        from assistant.bench.talk.trials import barge_ins

        for name, apart in (
            ("quiet room", None),
            ("own voice in the microphone", False),
            ("own voice, two clocks", True),
        ):
            with self._stage() as stage:
                if apart is None:
                    measured = barge_ins(stage, self._questions, self._voices, count)
                else:
                    with self._pulse.echo(apart=apart):
                        stage.speak("I am listening to the room, to know it from my own voice.")
                        measured = barge_ins(stage, self._questions, self._voices, count)
            stopped = [value for value in measured if value is not None]
            within = sum(value <= 0.25 for value in stopped)
            figures = _milliseconds(stopped)
            _print(f"barge-in, {name}", tried=len(measured), within_250_ms=within, **figures)

    def own_voice(self, seconds: float) -> None:
        """Its loudspeaker in its microphone."""
        from assistant.bench.talk.trials import own_voice

        for name, apart in (("own voice", False), ("own voice, two clocks", True)):
            with self._stage() as stage:
                spoken, pauses, answers = own_voice(stage, seconds, apart=apart)
            _print(name, seconds=round(spoken), fell_silent=pauses, answered_itself=answers)

    def noise(self, seconds: float) -> None:
        """Doors and keyboards."""
        from assistant.bench.talk.trials import bangs_and_keys

        with self._stage() as stage:
            lasted, pauses, answers = bangs_and_keys(stage, seconds)
        _print("slams and typing", seconds=round(lasted), fell_silent=pauses, answered=answers)

    def endurance(self, count: int) -> None:
        """Memory, threads and files over many turns."""
        from assistant.bench.talk.trials import endurance, load

        before = load()
        with self._stage() as stage:
            loads = endurance(stage, self._questions, self._voices, count)
        after = load()
        part = max(1, count // 5)
        second = float(np.mean([each.memory for each in loads[part : 2 * part]]))
        last = float(np.mean([each.memory for each in loads[-part:]]))
        _print(
            "endurance",
            turns=count,
            second_part_mb=round(second / 2**20, 1),
            last_part_mb=round(last / 2**20, 1),
            growth_percent=round(100 * (last / second - 1), 2),
            threads_left=after.threads - before.threads,
            files_left=after.files - before.files,
        )
        if self._plots:
            from assistant.bench.talk.plots import memory

            memory([each.memory / 2**20 for each in loads], self._plots / "memory.svg")


def _questions(skill: Any, path: Path | None) -> list[str]:
    """Questions that the content answers: from a file, else the packs' evaluation sets."""
    import yaml

    if path:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found: list[str] = []
    for pack in skill.content.packs:
        tuning = pack.folder / "evaluation" / "tune.yaml"
        if tuning.is_file():
            items = yaml.safe_load(tuning.read_text(encoding="utf-8"))["lay"]
            found += [item["text"] for item in items]
    short = [text for text in found if 3 <= len(text.split()) <= 16]
    titles = [intent.title for intent in skill.content.answerable if intent.sources]
    return short or titles


def _milliseconds(seconds: Sequence[float]) -> dict[str, int]:
    if not seconds:
        return {"answered": 0}
    values = 1000 * np.asarray(seconds)
    median, high = np.quantile(values, [0.5, 0.95])
    figures = {
        "median_ms": median,
        "p95_ms": high,
        "least_ms": values.min(),
        "most_ms": values.max(),
    }
    return {"answered": len(values), **{name: round(float(v)) for name, v in figures.items()}}


def _print(name: str, **figures: Any) -> None:
    click.echo(f"{name}: {json.dumps(figures)}")
