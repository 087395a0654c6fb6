"""For ``assistant bench documents``: disagreements that are found, and edits that are taken up."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from assistant import resources
from assistant.content.disagreements import Pair, Statement, known_as, to_judge
from assistant.content.load import load_content
from assistant.content.model import Content, Pack
from assistant.content.watch import watch
from assistant.messages import Disagreement
from assistant.settings import Settings, load_settings
from assistant.skill import Skill
from assistant.understanding import encoder

_FIRST: Final = 10
"""Pairs that a person looks at."""
_PATIENCE: Final = 30.0
"""Seconds after which an edit counts as never taken up."""


def shipped(pack: str) -> Pack:
    """A pack as it comes with the program. Raises ContentError."""
    content = load_content(
        load_settings({"content": resources.shipped("intents"), "packs": [pack]})
    )
    return next(found for found in content.packs if found.name == pack)


def found(imported: Pack, judged: Pack) -> tuple[list[str], list[str]]:
    """Keys of the judged disagreements between two documents of the imported ones: those that
    are among the first pairs, and all."""
    titles = {document.title for document in imported.documents}
    known = {
        key: disagreement
        for key, disagreement in judged.disagreements.items()
        if len({p.source.document for p in disagreement.positions} & titles) > 1
    }
    keys = (_key(pair, known, known_as(pair, judged)) for pair in to_judge(imported)[:_FIRST])
    return sorted({key for key in keys if key}), sorted(known)


def _key(pair: Pair, known: dict[str, Disagreement], near: Sequence[str]) -> str:
    """That disagreement between the pair's two sections (``near``) whose sides its statements are
    likest to; empty for none."""
    fits = {
        key: _fit(pair.first, known[key]) + _fit(pair.second, known[key])
        for key in near
        if key in known
    }
    return max(fits, key=fits.__getitem__, default="")


def _fit(statement: Statement, told: Disagreement) -> float:
    """Likeness to what the disagreement has the statement's own document say."""
    texts = [p.statement for p in told.positions if p.source.document == statement.document]
    if not texts:
        return 0.0
    own, *others = encoder.shared().encode([statement.text, *texts])
    return float(np.max(others @ own))


def edit_taken_up(settings: Settings, skill: Skill, folder: Path) -> float:
    """Seconds from an edit of ``pack.yaml`` until the skill answers from it.

    Raises TimeoutError.
    """
    used = threading.Event()

    def use(content: Content) -> None:
        skill.use(content)
        used.set()

    path = folder / "pack.yaml"
    with watch(settings, use, print, skill.content):
        started = time.perf_counter()
        path.write_text(path.read_text("utf-8") + "\n# edited\n", "utf-8")
        if not used.wait(_PATIENCE):
            raise TimeoutError(f"{path}: the edit was not taken up")
        return time.perf_counter() - started


def told(settings: Settings, skill: Skill, folder: Path, pack: str | None) -> Iterator[str]:
    """Lines for the benchmark."""
    if pack:
        imported = next(own for own in skill.content.packs if own.name == folder.name)
        here, every = found(imported, shipped(pack))
        yield (
            f"disagreements among the first {_FIRST} pairs: {len(here)} of {len(every)} "
            f"({', '.join(here)})"
        )
    yield f"an edit is in use after {1000 * edit_taken_up(settings, skill, folder):.0f} ms"
