"""A small pack on another subject, written to disk, to be broken by the tests."""

from pathlib import Path

from assistant.content.load import load_all
from assistant.content.problems import Problem
from assistant.content.validate import validate
from assistant.settings import Settings, load_settings

PACK = """\
name: tea
title: Tea
signed: {by: Dr Leaf, on: 2024-05-01}
documents:
  - file: brewing.md
    title: Brewing Tea
    reviewed: 2024-05-01
disagreements:
  steeping:
    summary: The parts disagree on how long tea should steep.
    positions:
      - {statement: Tea steeps for three minutes., document: Brewing Tea, section: Time}
      - {statement: Nobody should watch the clock., document: General medical knowledge}
"""
INTENTS = """\
topic: Making tea
intents:
  - id: tea.time
    title: How long does tea steep?
    questions:
      - how (long|many minutes) [does it take]
      - when is my tea ready
    speech: One part says three minutes. Medical knowledge disagrees, and says not to watch a clock.
    sources:
      - {document: Brewing Tea, section: Time}
    disagreement: steeping
    related: [tea.water]
    follow_ups: {how: tea.water}
    tests:
      in: [how many minutes should it stand]
      out: [how hot is the water]
  - id: tea.water
    title: How hot is the water?
    questions: [what temperature do I need]
    speech: The water must boil.
    answer: Water must boil before it meets the leaves.
    sources: [{document: Brewing Tea, section: Water}]
    tests: {in: [must the water boil]}
"""
DOCUMENT = """\
# Brewing Tea

## Time

Three minutes are enough.

## Water

It must boil.
"""


def write_pack(root: Path, **files: str) -> Path:
    """Write the pack below ``root``; ``files`` replace (``pack_yaml=...``) its texts.

    Returns the folder of packs, for ``Settings.content``.
    """
    texts = {"pack_yaml": PACK, "brewing_yaml": INTENTS, "documents_brewing_md": DOCUMENT, **files}
    for key, text in texts.items():
        *folders, stem, ending = key.split("_")
        path = root.joinpath("tea", *folders, f"{stem}.{ending}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def settings(root: Path, *packs: str) -> Settings:
    """Settings that use the packs below ``root``."""
    return load_settings({"content": root, "packs": list(packs)})


def problems(root: Path) -> list[Problem]:
    """All problems of the packs below ``root``, apart from their tests."""
    return validate(load_all(settings(root)))


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which ``part`` first stands in ``text``."""
    return text[: text.index(part)].count("\n") + 1
