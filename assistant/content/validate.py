"""What each file alone cannot tell: whether a pack holds together, and is fit for the ear."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from assistant.content.load import Loaded
from assistant.content.model import MEDICAL_KNOWLEDGE, Content, Intent, Pack
from assistant.content.problems import Place, Places, Problem, Problems
from assistant.content.readability import grade, seconds, sentences
from assistant.content.schema import near
from assistant.messages import Disagreement

SENTENCES: Final = 3
"""Sentences that can be followed by ear."""
SENTENCES_DISAGREEING: Final = 5
"""The same where both sides of a disagreement must be told."""
SECONDS: Final = 20.0
SECONDS_DISAGREEING: Final = 33.0
"""In proportion to the sentences."""
GRADE: Final = 9.0
"""School year whose texts most adults follow without effort."""
_DISAGREES: Final = re.compile(
    r"\b(disagree|differ|contradict|medical knowledge|the other (document|says|one)|not agree)",
    re.IGNORECASE,
)
"""What a spoken answer says where it tells a disagreement."""
_WORD: Final = re.compile(r"[\w']+")
_NAMED: Final = 12
"""Unknown words that one message names."""
_COMMON: Final = 4
"""Letters up to which a word tells nothing about a statement."""


Unheard: TypeAlias = Callable[[Pack], Sequence[str]]
"""Tells the words of a pack that the recogniser does not know."""


def all_heard(pack: Pack) -> Sequence[str]:
    """Where nothing is known of the recogniser's words."""
    return ()


def validate(loaded: Loaded, unheard: Unheard = all_heard) -> list[Problem]:
    """Everything that is wrong with loaded content, the loader's own problems first."""
    problems = Problems(list(loaded.problems.found))
    if loaded.content is not None:
        checks = _Checks(loaded.content, loaded.places, problems)
        for pack in loaded.content.packs:
            checks.pack(pack)
            checks.words(pack, unheard(pack))
        checks.same_phrasings()
    return problems.found


def plain(text: str) -> str:
    """A phrasing without case and punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


class _Checks:
    def __init__(self, content: Content, places: Places, problems: Problems) -> None:
        self._content = content
        self._intents = content.by_id
        self._names = {pack.name for pack in content.packs}
        self._places = places
        self._problems = problems

    def pack(self, pack: Pack) -> None:
        """All checks of one pack but those that compare packs."""
        for intent in pack.intents:
            place = self._places["intent", intent.id]
            self._links(intent, place)
            if intent.control is None and not intent.draft:
                self._ear(intent, place)
                self._disagreement(intent, place)
                self._tested(intent, place)
        self._coverage(pack)
        self._unused_disagreements(pack)
        self._review(pack)
        self._unanswered(pack)

    def _links(self, intent: Intent, place: Place) -> None:
        for what, id in [("related", id) for id in intent.related] + list(
            intent.follow_ups.items()
        ):
            if id.split(".")[0] in self._names and id not in self._intents:
                cure = near(id, self._intents)
                self._problems.error(place, f"{intent.id} leads to no intent {id} ({what})", cure)
            if id == intent.id:
                text = f"{intent.id} leads to itself ({what})"
                self._problems.error(place, text, "remove it")
        for kind in intent.follow_ups:
            if kind not in self._content.house.follow_ups:
                cure = near(kind, self._content.house.follow_ups)
                self._problems.error(place, f"{intent.id}: no kind of follow-up {kind!r}", cure)

    def _ear(self, intent: Intent, place: Place) -> None:
        """Length and difficulty of what is said."""
        both = intent.disagreement is not None
        most, longest = (
            (SENTENCES_DISAGREEING, SECONDS_DISAGREEING) if both else (SENTENCES, SECONDS)
        )
        number, took, year = (f(intent.speech) for f in (sentences, seconds, grade))
        if number > most:
            text = f"{intent.id} speaks {number:.0f} sentences, at most {most} can be followed"
            self._problems.error(place, text, "move the rest to `answer` or `more`")
        if took > longest:
            text = f"{intent.id} speaks for {took:.0f} seconds, at most {longest:.0f} are good"
            self._problems.warning(place, text, "shorten `speech`")
        if year > GRADE:
            text = f"{intent.id} speaks as for school year {year:.0f}"
            self._problems.warning(place, text, "use shorter sentences and plainer words")

    def _disagreement(self, intent: Intent, place: Place) -> None:
        """A disagreement must be heard, with both sides, by those who cannot see the screen."""
        if intent.disagreement is None:
            return
        if not _DISAGREES.search(intent.speech):
            text = f"{intent.id} does not say aloud that there is a disagreement"
            cure = "say in `speech` what each document says, and that they disagree"
            self._problems.error(place, text, cure)
        for statement in _untold(intent.disagreement, intent.speech):
            text = f"{intent.id} seems not to say aloud: {statement}"
            self._problems.warning(place, text, "tell that side in `speech` too")

    def _tested(self, intent: Intent, place: Place) -> None:
        if intent.sources and not intent.tests.goes_here and not intent.refer:
            text = f"{intent.id} has no test"
            cure = "add `tests: {in: [...], out: [...]}`, in words that are not among its questions"
            self._problems.warning(place, text, cure)

    def _coverage(self, pack: Pack) -> None:
        """Every section is cited, or marked as not for answering, and never both."""
        cited = {(s.document, s.section) for intent in pack.intents for s in intent.sources}
        for document in pack.documents:
            place = self._places["document", pack.name, document.title]
            for section in document.sections:
                name = f"section {section.heading!r} of {document.title!r}"
                used = (section.document, section.heading) in cited
                if section.answerable and not used:
                    cure = "cite it, or list it under `not_for_answering` and say why"
                    self._problems.error(place, f"no intent cites {name}", cure)
                elif used and not section.answerable:
                    text = f"{name} is cited, and marked as not for answering"
                    self._problems.error(place, text, "decide for one")

    def _unused_disagreements(self, pack: Pack) -> None:
        told = [intent.disagreement for intent in pack.intents if intent.disagreement]
        positions = {position for each in told for position in each.positions}
        for key, disagreement in pack.disagreements.items():
            if not positions.issuperset(disagreement.positions):
                place = self._places["disagreement", pack.name, key]
                cure = "refer to it from the intents that touch it"
                self._problems.warning(place, f"no intent tells the disagreement {key!r}", cure)

    def _review(self, pack: Pack) -> None:
        """Who answers for the pack, and what changed since."""
        place = self._places["pack", pack.name]
        if pack.documents and not (pack.signed.by and pack.signed.on):
            cure = "have a clinician read it, and fill in `signed: {by, on}` in pack.yaml"
            self._problems.warning(place, f"nobody has signed the pack {pack.name!r} off", cure)
        for document in pack.documents:
            there = self._places["document", pack.name, document.title]
            if pack.signed.by and not document.reviewed:
                text = f"{document.title!r} has no date of review"
                self._problems.warning(there, text, "fill in `reviewed:`")
            for section in document.sections:
                if section.changed:
                    self._stale(pack, section.document, section.heading, there)
        drafts = [intent for intent in pack.intents if intent.draft]
        for intent in drafts:
            text = f"{intent.id} is a draft and is never spoken"
            cure = "review it, then remove `draft: true`"
            self._problems.warning(self._places["intent", intent.id], text, cure)

    def _stale(self, pack: Pack, document: str, heading: str, place: Place) -> None:
        ids = [
            intent.id
            for intent in pack.intents
            for source in intent.sources
            if (source.document, source.section) == (document, heading)
        ]
        text = f"section {heading!r} of {document!r} changed after the review"
        cure = f"read {', '.join(ids) or 'it'} again, then `assistant check {pack.name} --accept`"
        self._problems.warning(place, text, cure)

    def _unanswered(self, pack: Pack) -> None:
        """What must not be answered is no phrasing of the same pack."""
        asked = {plain(text): intent.id for intent in pack.intents for text in _wordings(intent)}
        for kind, texts in pack.unanswered.items():
            for text in texts:
                if id := asked.get(plain(text)):
                    place = self._places["unanswered", pack.name, text]
                    said = f"{text!r} must not be answered ({kind}), and is a phrasing of {id}"
                    self._problems.error(place, said, "remove it from one of the two")

    def words(self, pack: Pack, unknown: Sequence[str]) -> None:
        """What is asked and answered can be heard."""
        if unknown:
            more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
            text = f"the recogniser does not know: {', '.join(unknown[:_NAMED])}{more}"
            cure = f"add `pronunciations:` (`assistant check {pack.name} --hear FOLDER` says them)"
            self._problems.warning(self._places["pack", pack.name], text, cure)

    def same_phrasings(self) -> None:
        """No two intents share a phrasing: which one answered would be chance."""
        owners: dict[str, Intent] = {}
        for intent in self._intents.values():
            for text in _wordings(intent):
                first = owners.setdefault(plain(text), intent)
                if first.id != intent.id:
                    here, there = self._place(intent, text), self._place(first, text)
                    said = f"{text!r} is a phrasing of {intent.id} and of {first.id}"
                    where = f"remove one (the other is in {there.path}:{there.line})"
                    self._problems.error(here, said, where)

    def _place(self, intent: Intent, text: str) -> Place:
        for wording in intent.phrasings:
            if plain(wording) == plain(text):
                return self._places["phrasing", intent.id, wording]
        return self._places["intent", intent.id]


def _wordings(intent: Intent) -> tuple[str, ...]:
    return (intent.title, *intent.phrasings)


def _untold(disagreement: Disagreement, speech: str) -> Iterator[str]:
    """Statements that share no telling word with what is said."""
    said = _telling(speech)
    for position in disagreement.positions:
        told = position.source.document == MEDICAL_KNOWLEDGE and "medical" in speech.lower()
        if not told and not _telling(position.statement) & said:
            yield position.statement


def _telling(text: str) -> set[str]:
    """The words that may tell one statement from others, cut to a stem of five letters."""
    return {word[:5] for word in _WORD.findall(text.casefold()) if len(word) > _COMMON}
