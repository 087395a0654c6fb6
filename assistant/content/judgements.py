"""``disagreements.yaml``: pairs of statements with a person's judgement of each."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.content.files import write_text
from assistant.content.folders import PackFolder
from assistant.content.problems import Problems
from assistant.content.reading import Yaml, read_yaml
from assistant.content.schema import DisagreementEntry, PositionEntry, checked

if TYPE_CHECKING:
    from assistant.content.disagreements import Pair

JUDGED: Final = "disagreements.yaml"
"""File of a pack."""
_HEADER: Final = """\
# Statements of different documents that may disagree. Judge each pair:
#   verdict: disagree   they do: write a neutral sentence or two under `summary` (it is spoken),
#                       and put `disagreement: KEY` into each intent that should tell it
#   verdict: agree      they do not: the pair is not shown again
# Pairs without a verdict change nothing.
pairs:
"""


class JudgedPair(BaseModel):
    """One pair."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    verdict: Literal["", "disagree", "agree"] = ""
    summary: str = ""
    positions: list[PositionEntry]


class JudgedFile(BaseModel):
    """``disagreements.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pairs: list[JudgedPair] = []


def disagreements(
    folder: PackFolder, problems: Problems
) -> tuple[Mapping[str, DisagreementEntry], Yaml | None]:
    """The pairs that a person judged to disagree, by key, and the file that they stand in."""
    file = folder.files.get(JUDGED)
    read = read_yaml(file, problems) if file else None
    judged = checked(JudgedFile, read, problems) if read else None
    found: dict[str, DisagreementEntry] = {}
    for number, pair in enumerate(judged.pairs if judged else []):
        if pair.verdict != "disagree":
            continue
        if read and not pair.summary:
            cure = "write a neutral sentence or two under `summary`"
            problems.error(read.at("pairs", number), f"the pair {pair.key!r} has no summary", cure)
            continue
        found[pair.key] = DisagreementEntry(summary=pair.summary, positions=pair.positions)
    return found, read


def known_pairs(folder: Path) -> frozenset[frozenset[str]]:
    """The texts of all pairs in the pack's file, judged or not."""
    return frozenset(frozenset(texts) for texts, _ in _read(folder))


def judged_pairs(folder: Path) -> frozenset[frozenset[str]]:
    """The texts of the pairs that have a verdict."""
    return frozenset(frozenset(texts) for texts, verdict in _read(folder) if verdict)


def add_pairs(folder: Path, pairs: Iterable["Pair"]) -> int:
    """Write pairs that the file lacks at its end; how many they were. Nothing else changes."""
    path = folder / JUDGED
    known, number = known_pairs(folder), len(_read(folder))
    new = [pair for pair in pairs if pair.key not in known]
    text = path.read_text("utf-8") if path.exists() else _HEADER
    if new:
        write_text(path, text.rstrip("\n") + "\n" + "".join(_entries(new, number + 1)))
    return len(new)


def _entries(pairs: Iterable["Pair"], first: int) -> Iterator[str]:
    for number, pair in enumerate(pairs, start=first):
        positions = [
            {"statement": s.text, "document": s.document, "section": s.section}
            for s in (pair.first, pair.second)
        ]
        entry = {"key": f"pair_{number}", "verdict": "", "summary": "", "positions": positions}
        dumped = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=100)
        lines = str(dumped).splitlines()
        yield "".join(f"{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def _read(folder: Path) -> list[tuple[list[str], str]]:
    """Statements and verdict of each pair; what cannot be read is the loader's to tell."""
    try:
        data = yaml.load((folder / JUDGED).read_text("utf-8"), yaml.CBaseLoader)
        pairs = JudgedFile.model_validate(data or {}).pairs
    except (OSError, ValueError, yaml.YAMLError):
        return []
    return [([p.statement for p in pair.positions], pair.verdict) for pair in pairs]
