"""``assistant bench documents``: questions answered straight from files, imported as they are."""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from assistant import resources
from assistant.bench import upkeep
from assistant.bench.figures import Share, memory
from assistant.content.importing.importer import Importer, files_in
from assistant.content.load import load_content
from assistant.errors import AssistantError
from assistant.messages import Reply, Utterance
from assistant.settings import load_settings
from assistant.skill import Skill

_PACK: Final = "imported"
GOALS: Final = {
    "lay: quoted from a right section": ">= 75 %",
    "lay: quoted from another section": "",
    "outside: not answered": ">= 90 %",
    "quotations that are word for word in the file": "all",
    "words alone: right section first": "baseline",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the places that answer it, and what became of it."""

    places: frozenset[tuple[str, str]]
    """(document, section); empty where nothing answers it."""
    reply: Reply
    first_by_words: tuple[str, str]
    """The section that comes first by its words alone."""
    milliseconds: float

    @property
    def quoted(self) -> bool:
        """It was answered from a document, not by one of the house's own intents."""
        return self.reply.outcome == "answer" and self.reply.intent is None

    @property
    def right(self) -> bool:
        """From a right place."""
        source = self.reply.sources[0] if self.quoted else None
        return source is not None and (source.document, source.section) in self.places


@click.command(
    epilog="""\b
Examples:
  assistant bench documents FOLDER --pack botox --set tune
  assistant bench documents FOLDER             import and question times only
"""
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--pack", help="Pack with an evaluation set, whose intents cite the same sections.")
@click.option("--set", "which", default="tune", help="tune or test.")
def command(files: tuple[Path, ...], pack: str | None, which: str) -> None:
    """Import files into an empty pack, and ask it a pack's evaluation set."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / _PACK
        started = time.perf_counter()
        results = list(Importer(place).take(files_in(files)))
        read = time.perf_counter() - started
        settings = load_settings({"content": place.parent, "packs": [_PACK]})
        skill = Skill.open(settings)
        took = time.perf_counter() - started
        refused = sum(result.outcome == "refused" for result in results)
        click.echo(
            f"{len(results)} files, {refused} refused: {read:.1f} s to read, {took:.1f} s in all"
        )
        asked = list(_ask(skill, _questions(pack, which) if pack else _headings(skill)))
        _tell(skill, asked, pack is not None)
        for line in upkeep.told(settings, skill, place, pack):
            click.echo(line)
    click.echo(f"memory {memory() / 2**20:.0f} MB")


def _tell(skill: Skill, asked: Sequence[Asked], judged: bool) -> None:
    if judged:
        for name, share in rows(skill, asked).items():
            click.echo(f"{name:46} {share!s:34} {GOALS[name]}")
    spent = sorted(a.milliseconds for a in asked)
    median, most = statistics.median(spent), spent[int(0.95 * (len(spent) - 1))]
    click.echo(f"{len(asked)} questions, median {median:.1f} ms, 95 % within {most:.1f} ms")


def rows(skill: Skill, asked: Sequence[Asked]) -> dict[str, Share]:
    """Every figure by its name, as a share of its questions."""
    lay = [a for a in asked if a.places]
    outside = [a for a in asked if not a.places]
    quoted = [a for a in asked if a.quoted]
    return {
        "lay: quoted from a right section": Share(sum(a.right for a in lay), len(lay)),
        "lay: quoted from another section": Share(
            sum(a.quoted and not a.right for a in lay), len(lay)
        ),
        "outside: not answered": Share(
            sum(a.reply.outcome != "answer" for a in outside), len(outside)
        ),
        "quotations that are word for word in the file": Share(
            sum(_verbatim(skill, a.reply) for a in quoted), len(quoted)
        ),
        "words alone: right section first": Share(
            sum(a.first_by_words in a.places for a in lay), len(lay)
        ),
    }


def _verbatim(skill: Skill, reply: Reply) -> bool:
    source = reply.sources[0]
    return any(
        source.passage in section.text
        for pack in skill.content.packs
        for document in pack.documents
        for section in document.sections
        if (section.document, section.heading) == (source.document, source.section)
    )


def _questions(pack: str, which: str) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    """Lay questions with the sections that their intents cite, and questions outside."""
    import yaml

    settings = load_settings({"content": resources.shipped("intents"), "packs": [pack]})
    intents = load_content(settings).by_id
    path = resources.shipped("intents") / pack / "evaluation" / f"{which}.yaml"
    try:
        items: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        raise AssistantError(f"{path}: there is no such evaluation set") from None
    for item in items["lay"]:
        own = [item["intent"], *item.get("also", [])]
        sources = [source for id in own for source in intents[id].sources]
        told = [intents[id].disagreement for id in own]
        sources += [p.source for d in told if d for p in d.positions if p.source.section]
        yield item["text"], frozenset((source.document, source.section) for source in sources)
    for item in items["outside"]:
        yield item["text"], frozenset()


def _headings(skill: Skill) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    """Where no questions are given: the first headings, to have something to time."""
    sections = [s for p in skill.content.packs for d in p.documents for s in d.sections]
    for section in sections[:: max(1, len(sections) // 100)]:
        place = frozenset([(section.document, section.heading)])
        yield f"what does it say about {section.heading}", place


def _ask(
    skill: Skill, questions: Iterator[tuple[str, frozenset[tuple[str, str]]]]
) -> Iterator[Asked]:
    from assistant.understanding.passages import quotable
    from assistant.understanding.passages_index import Words, sentences_of, stems

    rows = [row for section in quotable(skill.content) for row in sentences_of(section)]
    words = Words([f"{row.section.heading}. {row.text}" for row in rows])
    for text, places in questions:
        started = time.perf_counter()
        reply = skill.reply(Utterance(text))
        spent = (time.perf_counter() - started) * 1000
        best = rows[int(words.scores(stems(text)).argmax())].section
        yield Asked(places, reply, (best.document, best.heading), spent)
