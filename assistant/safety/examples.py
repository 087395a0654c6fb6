"""The utterances that the head learns from: the safety examples and the packs' own questions."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from assistant.content.model import Content
from assistant.safety.head import FOLDS, Example, Label
from assistant.safety.rules import read

_FILES: Final[Mapping[str, Label]] = {
    "emergency": "emergency",
    "harmless": "neither",
    "personal": "personal",
    "not_personal": "neither",
}
_CONTROLS: Final = 30
"""Wordings taken of each control word: its templates make hundreds of near copies."""


HELD_OUT: Final = ("fourth", "seventh", "eighth", "ninth", "tenth")
"""The hands whose examples the encoder has never seen: what a head that has not seen them either
makes of them is what it makes of a stranger, so that the alarm's thresholds were chosen on them."""


def training_set(folder: Path, content: Content, without: Sequence[str] = ()) -> list[Example]:
    """Every example but those of some hands, the same text once. Raises ContentError."""
    found = [*_written(folder, without), *_of_packs(content)]
    return list({example.text: example for example in reversed(found)}.values())[::-1]


def folds(examples: Iterable[Example]) -> list[int]:
    """Which part each example is held out with: neighbours in a list are the most alike, and
    are spread."""
    return [number % FOLDS for number, _ in enumerate(examples)]


def _written(folder: Path, without: Sequence[str]) -> Iterable[Example]:
    for name, label in _FILES.items():
        for file in sorted(folder.glob(f"examples_{name}*.yaml")):
            hand = file.stem.removeprefix(f"examples_{name}").removeprefix("_")
            if hand in without:
                continue
            groups: dict[str, list[str]] = read(file, dict[str, list[str]])
            for group, texts in groups.items():
                own: Label = "self_harm" if group == "self_harm" else label
                yield from (Example(text, own, name) for text in texts)


def _of_packs(content: Content) -> Iterable[Example]:
    for intent in content.answerable:
        yield from (Example(t, "neither", "answerable") for t in (intent.title, *intent.phrasings))
    for intent in content.controls:
        step = max(1, len(intent.phrasings) // _CONTROLS)
        yield from (Example(text, "neither", "control") for text in intent.phrasings[::step])
    for pack in content.packs:
        for texts in pack.unanswered.values():
            yield from (Example(text, "neither", "unanswered") for text in texts)
