"""``assistant check --report``: a page on which questions are understood, and which are not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Final

import yaml

from assistant.content.model import Content
from assistant.errors import ContentError
from assistant.figures import Share
from assistant.messages import Match

_COVERED: Final = ("lay", "misspelt", "not_personal")
"""Groups of a tuning set whose questions the content answers."""
_BINS: Final = 10
_SIZE: Final = 320
"""Width and height of a diagram, in pixels."""
_EDGE: Final = 40
_WEAKEST: Final = 12
_RISKY: Final = 0.3
"""The highest risk that the diagram shows: its low end is what matters."""
_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }
table { border-collapse: collapse } td, th { padding: .2rem .8rem .2rem 0; text-align: left;
  vertical-align: top } td.n { text-align: right } figure { display: inline-block; margin: 1rem 2rem
  1rem 0; max-width: 22rem; vertical-align: top } svg text { font: 12px system-ui, sans-serif }
.q { color: #444 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #181818 } .q { color: #bbb }
  svg { background: #fff } }
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of which it is known what it asks, with what the matcher made of it."""

    text: str
    accepted: frozenset[str]
    """Intents that are right; empty where the content does not answer it."""
    match: Match
    refers: bool = False
    """The likeliest intent answers nothing, it sends to the desk: a fact not filled in."""

    @property
    def best(self) -> str:
        """The likeliest intent."""
        return self.match.candidates[0].intent if self.match.candidates else ""

    @property
    def probability(self) -> float:
        """Of the likeliest intent."""
        return self.match.candidates[0].probability if self.match.candidates else 0.0

    @property
    def fits(self) -> bool:
        """Whether the likeliest intent is right."""
        return self.best in self.accepted

    @property
    def good(self) -> bool:
        """Answered rightly, or rightly not answered."""
        answered = self.match.decision == "answer"
        return answered and self.fits if self.accepted else self.refers or not answered


def questions(content: Content) -> list[tuple[str, frozenset[str]]]:
    """The packs' own tests, and the tuning set of those that have one, with the right intents.

    A pack's ``evaluation/tune.yaml`` holds ``lay``, ``misspelt`` and ``not_personal`` (``text``,
    ``intent``, ``also``) and ``outside`` (``text``). Raises ContentError where it cannot be read.
    """
    found: dict[str, frozenset[str]] = {}
    for intent in content.answerable:
        found.update(dict.fromkeys(intent.tests.goes_here, frozenset([intent.id])))
    for pack in content.packs:
        file = pack.folder / "evaluation" / "tune.yaml"
        if file.is_file():
            found.update(_tuning(file))
    return list(found.items())


def _tuning(file: Path) -> Iterator[tuple[str, frozenset[str]]]:
    try:
        groups = yaml.safe_load(file.read_text(encoding="utf-8"))
        for item in (item for name in _COVERED for item in groups.get(name) or ()):
            yield item["text"], frozenset([item["intent"], *item.get("also", ())])
        for item in groups.get("outside") or ():
            yield item["text"], frozenset()
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(f"{file}: no evaluation set: {error}") from None


def page(
    judged: Sequence[Judged], titles: Mapping[str, str], totals: Mapping[str, Share] = {}
) -> str:
    """The whole HTML page; nothing in it is loaded from elsewhere.

    ``totals`` are the figures of a test set, whose questions are never shown.
    """
    parts = [
        f"<h1>How questions are understood</h1><p>{len(judged)} questions: the packs' own tests, "
        "and their tuning sets.</p>",
        _shares(_summary(judged)),
        *(["<h2>The test set, by its totals alone</h2>", _shares(totals)] if totals else []),
        "<h2>How far to trust the probability</h2>",
        _figure("Reliability: when it says 80 %, is it right in 80 %? Bars: 95 %",
                _reliability(judged)),
        _figure("Risk and coverage: wrong among the answered, by how many are answered; "
                "the dot is the threshold in use",
                _risk(judged)),
        "<h2>Taken for another</h2>",
        _confusions(judged, titles),
        "<h2>The weakest intents, and their misses</h2>",
        _weakest(judged, titles),
        "<h2>Answered although the content does not cover it</h2>",
        _list(f"{j.text} \u2192 {titles.get(j.best, j.best)}" for j in _answered_outside(judged)),
    ]  # fmt: skip
    body = "\n".join(parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><title>How questions are understood</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def confusions(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often a question of the first intent was taken for the second."""
    return Counter(
        (min(j.accepted), j.best) for j in judged if j.accepted and j.best and not j.fits
    )


def reliability(judged: Iterable[Judged]) -> list[tuple[float, float, int]]:
    """For each tenth of the probability: its mean, the share that is right, how many."""
    bins: list[list[Judged]] = [[] for _ in range(_BINS)]
    for j in judged:
        bins[min(_BINS - 1, int(j.probability * _BINS))].append(j)
    return [
        (sum(j.probability for j in own) / len(own), sum(j.fits for j in own) / len(own), len(own))
        for own in bins
        if own
    ]


def risk(judged: Iterable[Judged]) -> list[tuple[float, float]]:
    """Points (share answered, share of these that is wrong), the surest question first."""
    ordered = sorted(judged, key=lambda j: -j.probability)
    wrong = accumulate(not j.fits for j in ordered)
    return [(n / len(ordered), w / n) for n, w in enumerate(wrong, 1)]


def _summary(judged: Sequence[Judged]) -> Mapping[str, Share]:
    covered = [j for j in judged if j.accepted]
    outside = [j for j in judged if not j.accepted]
    return {
        "answered rightly at once": Share(sum(j.good for j in covered), len(covered)),
        "asked back": Share(sum(j.match.decision == "clarify" for j in covered), len(covered)),
        "not covered, and not answered": Share(sum(j.good for j in outside), len(outside)),
    }


def _shares(shares: Mapping[str, Share]) -> str:
    rows = [
        f'<tr><td>{escape(name)}</td><td class="n">{share.count} of {share.of}</td>'
        f'<td class="n">{share.value:.1%}</td>'
        f'<td class="n">{share.interval[0]:.1%} to {share.interval[1]:.1%}</td></tr>'
        for name, share in shares.items()
        if share.of
    ]
    head = "<tr><th></th><th></th><th></th><th>95 % interval</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _confusions(judged: Sequence[Judged], titles: Mapping[str, str]) -> str:
    rows = [
        f'<tr><td class="n">{count}</td><td>{escape(titles.get(asked, asked))}</td>'
        f"<td>{escape(titles.get(taken, taken))}</td></tr>"
        for (asked, taken), count in confusions(judged).most_common(_WEAKEST * 2)
    ]
    head = "<tr><th></th><th>asked</th><th>taken for</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>" if rows else "<p>None.</p>"


def _weakest(judged: Sequence[Judged], titles: Mapping[str, str]) -> str:
    groups: dict[str, list[Judged]] = {}
    for j in judged:
        if j.accepted:
            groups.setdefault(min(j.accepted), []).append(j)
    shares = {id: sum(j.good for j in own) / len(own) for id, own in groups.items()}
    parts = []
    for id in sorted(groups, key=lambda id: (shares[id], id))[:_WEAKEST]:
        if shares[id] < 1:
            parts.append(f"<h3>{escape(titles.get(id, id))}: {shares[id]:.0%} right</h3>")
            parts.append(_list(_miss(j, titles) for j in groups[id] if not j.good))
    return "".join(parts) or "<p>None: every question was answered rightly.</p>"


def _miss(j: Judged, titles: Mapping[str, str]) -> str:
    taken = titles.get(j.best, j.best)
    return f"{j.text} \u2192 {j.match.decision}, likeliest: {taken} ({j.probability:.0%})"


def _answered_outside(judged: Iterable[Judged]) -> list[Judged]:
    wrong = [j for j in judged if not j.accepted and not j.good]
    return sorted(wrong, key=lambda j: -j.probability)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f'<li class="q">{escape(line)}</li>' for line in lines)
    return f"<ul>{items}</ul>" if items else "<p>None.</p>"


def _reliability(judged: Sequence[Judged]) -> str:
    points = reliability(judged)
    dots = "".join(
        f'<circle cx="{_x(p):.1f}" cy="{_y(share):.1f}" r="{3 + n**0.5 / 4:.1f}" fill="#1a5fb4">'
        f"<title>{n} questions: said {p:.0%}, right {share:.0%}</title></circle>"
        for p, share, n in points
    )
    bars = "".join(
        f'<path d="M{_x(p):.1f} {_y(low):.1f}V{_y(high):.1f}" stroke="#8ab"/>'
        for p, share, n in points
        for low, high in [Share(round(share * n), n).interval]
    )
    diagonal = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="4"/>'
    line = _line([(p, share) for p, share, _ in points])
    return _svg(diagonal + bars + line + dots, "said", "right")


def _risk(judged: Sequence[Judged]) -> str:
    """The curve, and a dot at what is answered with the threshold in use."""
    points = [(share, min(wrong / _RISKY, 1.0)) for share, wrong in risk(judged)]
    answered = [j for j in judged if j.match.decision == "answer"]
    wrong = Share(sum(not j.fits for j in answered), len(answered))
    share = Share(len(answered), len(judged)).value
    dot = (
        f'<circle cx="{_x(share):.1f}" cy="{_y(min(wrong.value / _RISKY, 1.0)):.1f}" r="5" '
        f'fill="#1a5fb4"><title>as shipped: {share:.0%} answered, {wrong.value:.1%} of them wrong'
        "</title></circle>"
    )
    return _svg(_line(points) + dot, "answered", "wrong", _RISKY)


def _svg(drawing: str, across: str, upward: str, highest: float = 1.0) -> str:
    """Axes around a drawing, from 0 to 1, and up to ``highest``."""
    axes = f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" stroke="#333" fill="none"/>'
    ticks = "".join(
        f'<text x="{_x(v):.0f}" y="{_y(0) + 16:.0f}" text-anchor="middle">{v:.0%}</text>'
        f'<text x="{_x(0) - 6:.0f}" y="{_y(v) + 4:.0f}" text-anchor="end">{v * highest:.0%}</text>'
        for v in (0.0, 0.5, 1.0)
    )
    names = (
        f'<text x="{_x(0.75):.0f}" y="{_y(0) + 30:.0f}" text-anchor="middle">{across}</text>'
        f'<text x="{_x(0) + 6:.0f}" y="{_y(1) + 4:.0f}">{upward}</text>'
    )
    size = f'viewBox="0 0 {_SIZE} {_SIZE}" width="{_SIZE}" height="{_SIZE}"'
    return f'<svg {size} role="img">{axes}{ticks}{names}{drawing}</svg>'


def _line(points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="#1a5fb4" stroke-width="2"/>'


def _x(value: float) -> float:
    return _EDGE + value * (_SIZE - 2 * _EDGE)


def _y(value: float) -> float:
    return _SIZE - _EDGE - value * (_SIZE - 2 * _EDGE)


def _figure(caption: str, drawing: str) -> str:
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"
