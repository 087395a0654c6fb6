"""Makes intents out of a pack's entries."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from assistant.content.links import Links
from assistant.content.model import Intent, IntentTests
from assistant.content.problems import Place, Places, Problems
from assistant.content.reading import Yaml
from assistant.content.schema import ExamplesEntry, FactEntry, IntentEntry
from assistant.content.templates import expand
from assistant.messages import Source

Keys: TypeAlias = tuple[str | int, ...]


class IntentMaker:
    """Makes a pack's intents; tells what is wrong, and where things stand."""

    def __init__(
        self,
        pack: str,
        links: Links,
        lists: Mapping[str, Sequence[str]],
        problems: Problems,
        places: Places,
    ) -> None:
        self._pack = pack
        self._links = links
        self._lists = lists
        self._problems = problems
        self._places = places

    def intent(self, entry: IntentEntry, topic: str, yaml: Yaml, keys: Keys) -> Intent:
        """The intent that stands under ``keys``; ``topic`` is the file's heading."""
        place = yaml.at(*keys)
        self._check_whole(entry, place)
        named = entry.disagreement
        return Intent(
            id=entry.id,
            title=entry.title,
            phrasings=self._phrasings(entry.id, entry.questions, yaml, (*keys, "questions")),
            speech=entry.speech,
            answer=entry.answer or entry.speech,
            sources=tuple(
                self._links.source(s.document, s.section, yaml.at(*keys, "sources", number))
                for number, s in enumerate(entry.sources)
            ),
            disagreement=self._links.disagreement(
                [named] if isinstance(named, str) else named, yaml.at(*keys, "disagreement")
            ),
            related=tuple(entry.related),
            more=entry.more,
            topic=entry.topic or topic,
            control=entry.control,
            follow_ups=entry.follow_ups,
            draft=entry.draft,
            tests=self._tests(entry.id, entry.tests, yaml, keys),
            path=f"{self._pack}/{yaml.file.name}",
            line=place.line,
        )

    def fact(self, entry: FactEntry, title: str, yaml: Yaml, keys: Keys) -> Intent:
        """A local fact: answered with the clinic's own text, which is its source too (the pack's
        ``title``); without a text the visitor is referred to the desk."""
        place = yaml.at(*keys)
        if not entry.text and not entry.refer:
            cure = "add `text:`, or `refer:` with whom to ask"
            self._problems.error(place, f"fact {entry.id} says nothing", cure)
        path = f"{self._pack}/{yaml.file.name}"
        return Intent(
            id=entry.id,
            title=entry.title,
            phrasings=self._phrasings(entry.id, entry.questions, yaml, (*keys, "questions")),
            speech=entry.text,
            answer=entry.text,
            sources=(Source(title, entry.title, path),) if entry.text else (),
            related=tuple(entry.related),
            topic=entry.topic or title,
            refer="" if entry.text else entry.refer,
            tests=self._tests(entry.id, entry.tests, yaml, keys),
            path=path,
            line=place.line,
        )

    def _check_whole(self, entry: IntentEntry, place: Place) -> None:
        """What an intent that answers must have; control words need neither."""
        if entry.control is not None:
            return
        if not entry.sources:
            cure = "add `sources:` with a document and its section"
            self._problems.error(place, f"intent {entry.id} has no source", cure)
        if not entry.speech and not entry.draft:
            cure = "add `speech:`, at most three short sentences"
            self._problems.error(place, f"intent {entry.id} has no spoken answer", cure)

    def _phrasings(
        self, id: str, questions: Sequence[str], yaml: Yaml, keys: Keys
    ) -> tuple[str, ...]:
        """All wordings of the templates, each once."""
        found: dict[str, None] = {}
        for number, question in enumerate(questions):
            place = yaml.at(*keys, number)
            for wording in expanded(question, place, self._problems, self._lists):
                found[wording] = None
                self._places.setdefault(("phrasing", id, wording), place)
        return tuple(found)

    def _tests(self, id: str, entry: ExamplesEntry, yaml: Yaml, keys: Keys) -> IntentTests:
        for name, texts in (("in", entry.goes_here), ("out", entry.not_here)):
            for number, text in enumerate(texts):
                self._places["test", id, text] = yaml.at(*keys, "tests", name, number)
        return IntentTests(tuple(entry.goes_here), tuple(entry.not_here))


def expanded(
    template: str,
    place: Place,
    problems: Problems,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> tuple[str, ...]:
    """All wordings of a template; none, with a problem, where it is wrong."""
    try:
        return expand(template, lists)
    except ValueError as error:
        cure = "see the templates in a shipped pack, or write plain questions"
        problems.error(place, f"the template {template!r} {error}", cure)
        return ()
