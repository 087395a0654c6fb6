"""``assistant bench kiosk``: the page and its server, measured in a real browser."""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from assistant.bench.kiosk_crowd import Turn
    from assistant.bench.kiosk_server import Served

_PAINT: Final = 200.0
"""Milliseconds that the first paint may take."""
_ANSWER: Final = 100.0
"""Milliseconds that a typed answer may take at the median."""
_WEIGHT: Final = 150_000
"""Bytes that the page may have."""
_SPOKEN: Final = "does botox weaken the muscles"


@click.command(
    epilog="""\b
Needs Chromium and the extra [test]. The baseline of the first paint is a line of text from the
same server; that of the crowd is one kiosk alone.

\b
Examples:
  assistant bench kiosk
  assistant bench kiosk --kiosks 40
  assistant bench kiosk --screenshots pictures/     only draws the states, for the README
"""
)
@click.option("--count", default=20, help="Page loads, and rounds of typed questions.")
@click.option("--kiosks", default=20, help="Kiosks at once.")
@click.option(
    "--screenshots",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write pictures of the page's states into this folder, and measure nothing.",
)
def command(count: int, kiosks: int, screenshots: Path | None) -> None:
    """Paint, weight, answers, and many kiosks at once."""
    from assistant.bench.kiosk_server import serve

    with tempfile.TemporaryDirectory() as home, serve(Path(home)) as served:
        if screenshots:
            with serve(Path(home), settings={"idle_seconds": 2}) as impatient:
                _pictures(served, impatient, Path(home), screenshots)
            return
        questions = served.questions()
        _page(served.url, questions, count)
        _crowd(served.port, questions, kiosks, Path(home))


def _pictures(kiosk: "Served", impatient: "Served", home: Path, folder: Path) -> None:
    from assistant.bench import kiosk_crowd, kiosk_page

    with kiosk_page.chromium(kiosk_crowd.spoken(_SPOKEN, home)) as browser:
        for path in kiosk_page.screenshots(browser, kiosk, impatient, folder):
            click.echo(f"{path}  {path.stat().st_size:,} bytes")


def _page(url: str, questions: Sequence[str], count: int) -> None:
    from assistant.bench import kiosk_page

    with kiosk_page.chromium() as browser:
        painted, plain = kiosk_page.paints(browser, url, count)
        _times("first paint", painted, _PAINT)
        click.echo(f"  a line of text from this server: median {statistics.median(plain):.0f} ms")
        asked = [questions[number % len(questions)] for number in range(5 * count)]
        _times("typed answer on screen", kiosk_page.answers(browser, url, asked), _ANSWER)
        files = kiosk_page.weight(browser, url)
    total = sum(files.values())
    click.echo(f"page weight: {total:,} bytes in {len(files)} files, limit {_WEIGHT:,}")


def _crowd(port: int, questions: Sequence[str], kiosks: int, folder: Path) -> None:
    """Typed and spoken; first one kiosk alone, then all at once."""
    from assistant.bench import kiosk_crowd

    asked = list(questions)[:10]
    alone = kiosk_crowd.typed(port, 1, asked)
    _turns("typed, one kiosk", alone, alone)
    _turns(f"typed, {kiosks} kiosks at once", kiosk_crowd.typed(port, kiosks, asked), alone)
    wav = kiosk_crowd.spoken(_SPOKEN, folder)
    alone = kiosk_crowd.said(port, 1, wav)
    _turns("spoken, one kiosk", alone, alone)
    _turns(f"spoken, {kiosks} kiosks at once", kiosk_crowd.said(port, kiosks, wav), alone)


def _times(name: str, times: Sequence[float], limit: float) -> None:
    median, worst = statistics.median(times), max(times)
    of = f"of {len(times)} (worst {worst:.0f})"
    click.echo(f"{name}: median {median:.0f} ms {of}, limit {limit:.0f}")


def _turns(name: str, turns: "Sequence[Turn]", alone: "Sequence[Turn]") -> None:
    middle = statistics.median(turn.seconds for turn in turns)
    ratio = middle / statistics.median(turn.seconds for turn in alone)
    worst = max(turn.seconds for turn in turns)
    answered = sum(bool(turn.outcome and turn.sound) for turn in turns)
    click.echo(
        f"{name}: {answered} of {len(turns)} answered aloud; reply after {middle * 1000:.0f} ms "
        f"at the median ({ratio:.1f} times one alone), {worst * 1000:.0f} at worst"
    )
