"""Plots of the conversation's figures; needs the extra [bench]."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError


def _axes(title: str, x: str, y: str) -> tuple[Any, Any]:
    try:
        import matplotlib
    except ImportError:
        raise AssistantError(
            "plots need matplotlib: pip install 'clinic-assistant[bench]'"
        ) from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2))
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(alpha=0.3)
    return figure, axes


def _save(figure: Any, axes: Any, path: Path) -> None:
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def distribution(series: Mapping[str, Sequence[float]], path: Path) -> None:
    """The share of answers that began within a time, one curve a series (seconds)."""
    figure, axes = _axes(
        "End of the question to the first sound of the answer", "milliseconds", "share of questions"
    )
    for name, values in series.items():
        ordered = sorted(1000 * value for value in values)
        axes.step(ordered, [(i + 1) / len(ordered) for i in range(len(ordered))], label=name)
    axes.set_xlim(left=0)
    _save(figure, axes, path)


def trade(
    series: Mapping[str, Sequence[tuple[float, float, float]]],
    chosen: tuple[str, float],
    path: Path,
) -> None:
    """Delay against cut-offs; a point is (wait, mean delay, share), in seconds; ``chosen`` names
    a series and its wait."""
    figure, axes = _axes(
        "What waiting costs, and what it saves",
        "mean silence until a question is over, milliseconds",
        "share of fragments cut off in a pause",
    )
    for name, points in series.items():
        delays = [1000 * delay for _, delay, _ in points]
        axes.plot(delays, [share for *_, share in points], "o-", label=name)
        for (wait, _, share), delay in zip(points, delays, strict=True):
            mark = " (chosen)" if (name, wait) == chosen else ""
            place = {"textcoords": "offset points", "xytext": (5, 5)}
            axes.annotate(f"{1000 * wait:.0f}{mark}", (delay, share), **place)
    axes.set_ylim(bottom=0)
    _save(figure, axes, path)


def memory(megabytes: Sequence[float], path: Path) -> None:
    """Resident memory after each turn."""
    figure, axes = _axes("Memory of one process", "turn", "megabytes")
    axes.plot(megabytes)
    axes.set_ylim(bottom=0)
    _save(figure, axes, path)
