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


def trade(points: Sequence[tuple[float, float, float]], chosen: float, path: Path) -> None:
    """Median delay against cut-offs; ``points``: (wait in seconds, delay in seconds, share)."""
    figure, axes = _axes(
        "What waiting costs, and what it saves", "median wait, milliseconds", "cut off, share"
    )
    axes.plot([1000 * delay for _, delay, _ in points], [share for *_, share in points], "o-")
    for wait, delay, share in points:
        mark = " (chosen)" if abs(wait - chosen) < 1e-9 else ""
        axes.annotate(f"{1000 * wait:.0f}{mark}", (1000 * delay, share))
    axes.set_ylim(bottom=0)
    _save(figure, axes, path)


def memory(megabytes: Sequence[float], path: Path) -> None:
    """Resident memory after each turn."""
    figure, axes = _axes("Memory of one process", "turn", "megabytes")
    axes.plot(megabytes)
    axes.set_ylim(bottom=0)
    _save(figure, axes, path)
