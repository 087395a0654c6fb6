"""Makes a pack out of its files."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from assistant.content.documents import DOCUMENTS, REVIEW, build_documents
from assistant.content.folders import HOUSE, File, PackFolder
from assistant.content.house import NO_INTENTS as NO_INTENTS_HOUSE
from assistant.content.house import build_facts
from assistant.content.intents import IntentMaker
from assistant.content.judgements import JUDGED, disagreements
from assistant.content.links import Links
from assistant.content.model import Document, Intent, Pack, SignOff, Topic
from assistant.content.problems import Place, Places, Problems
from assistant.content.reading import Yaml, read_yaml
from assistant.content.schema import IntentFile, PackFile, checked, near, texts_by_key

_PACK: Final = "pack.yaml"
_NO_INTENTS: Final = ("phrasings/", "unanswered", "safety/", DOCUMENTS, REVIEW, JUDGED, _PACK)


class PackBuilder:
    """Makes one pack; what is wrong goes to ``problems``, where things stand to ``places``."""

    def __init__(self, folder: PackFolder, problems: Problems, places: Places) -> None:
        self._folder = folder
        self._problems = problems
        self._places = places
        self._intents: dict[str, Intent] = {}

    def build(self) -> Pack | None:
        """The pack; None where its ``pack.yaml`` cannot be used."""
        file = self._folder.files.get(_PACK)
        if file is None:
            cure = "write one: see a shipped pack"
            self._problems.error(Place(self._folder.shown), "has no pack.yaml", cure)
            return None
        yaml = read_yaml(file, self._problems)
        entry = checked(PackFile, yaml, self._problems) if yaml else None
        return self._pack(entry, yaml) if yaml and entry else None

    def _pack(self, entry: PackFile, yaml: Yaml) -> Pack:
        self._check_name(entry, yaml)
        documents = build_documents(self._folder, entry.documents, yaml, self._problems)
        titles = {document.title for document in documents}
        unread = {document.title for document in entry.documents} - titles
        links = Links(documents, unread, self._problems)
        links.add_disagreements(entry.disagreements, yaml)
        judged, file = disagreements(self._folder, self._problems)
        links.add_disagreements(judged, file or yaml)
        for key in judged:
            self._places["disagreement", entry.name, key] = (file or yaml).at()
        self._note_places(entry, documents, yaml)
        maker = IntentMaker(self._folder.name, links, entry.lists, self._problems, self._places)
        self._read_intents(maker, entry.title)
        self._read_phrasings()
        return Pack(
            name=entry.name,
            title=entry.title,
            language=entry.language,
            folder=self._folder.path.resolve(),
            intents=tuple(self._intents.values()),
            documents=documents,
            unanswered=self._unanswered(),
            topic=Topic(tuple(entry.topic.names), tuple(entry.topic.misheard)),
            pronunciations=entry.pronunciations,
            say=entry.say,
            ask_instead=entry.ask_instead,
            signed=SignOff(entry.signed.by, entry.signed.on),
            disagreements=links.disagreements,
        )

    def _check_name(self, entry: PackFile, yaml: Yaml) -> None:
        if entry.name != self._folder.name:
            text = f"the pack is named {entry.name!r}, its folder {self._folder.name!r}"
            self._problems.error(yaml.at("name"), text, "give both the same name")

    def _note_places(self, entry: PackFile, documents: tuple[Document, ...], yaml: Yaml) -> None:
        name = self._folder.name
        self._places["pack", name] = yaml.at()
        for key in entry.disagreements:
            self._places["disagreement", name, key] = yaml.at("disagreements", key)
        files = [f"{name}/{DOCUMENTS}{document.file}" for document in entry.documents]
        for document in documents:
            place = yaml.at("documents", files.index(document.path))
            self._places["document", name, document.title] = place

    def _read_intents(self, maker: IntentMaker, title: str) -> None:
        house = self._folder.name == HOUSE
        others = (*_NO_INTENTS, *NO_INTENTS_HOUSE) if house else _NO_INTENTS
        for name, file in self._folder.files.items():
            if not name.startswith(others):
                self._read_intent_file(maker, file)
        if house:
            for fact in build_facts(self._folder, maker, title, self._problems):
                self._add(fact)

    def _read_intent_file(self, maker: IntentMaker, file: File) -> None:
        yaml = read_yaml(file, self._problems)
        entries = checked(IntentFile, yaml, self._problems) if yaml else None
        if yaml and entries:
            for number, entry in enumerate(entries.intents):
                self._add(maker.intent(entry, entries.topic, yaml, ("intents", number)))

    def _add(self, intent: Intent) -> None:
        folder = self._folder
        place = Place(folder.files[intent.path.removeprefix(f"{folder.name}/")].shown, intent.line)
        if not intent.id.startswith(f"{folder.name}."):
            text = f"intent {intent.id} stands in the pack {folder.name!r}"
            self._problems.error(place, text, f"begin its id with `{folder.name}.`")
        if first := self._places.get(("intent", intent.id)):
            text = f"intent {intent.id} stands twice, first in {first.path}:{first.line}"
            self._problems.error(place, text, "rename or remove one")
            return
        self._places["intent", intent.id] = place
        self._intents[intent.id] = intent

    def _read_phrasings(self) -> None:
        """Plain further questions, in files of their own: brackets in them mean nothing."""
        for yaml, id, texts in self._by_key("phrasings/"):
            intent = self._intents.get(id)
            if intent is None:
                # A clinic's own house pack may leave out what the shipped wordings are for.
                if yaml.file.path.is_relative_to(self._folder.path):
                    self._problems.error(yaml.at(id), f"no intent {id}", near(id, self._intents))
                continue
            for number, text in enumerate(texts):
                self._places.setdefault(("phrasing", id, text), yaml.at(id, number))
            new = tuple(text for text in dict.fromkeys(texts) if text not in intent.phrasings)
            self._intents[id] = replace(
                intent, phrasings=(*intent.phrasings, *new), further=(*intent.further, *new)
            )

    def _unanswered(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for yaml, kind, texts in self._by_key("unanswered"):
            for number, text in enumerate(texts):
                self._places["unanswered", self._folder.name, text] = yaml.at(kind, number)
            found[kind] = tuple(dict.fromkeys((*found.get(kind, ()), *texts)))
        return found

    def _by_key(self, prefix: str) -> Iterator[tuple[Yaml, str, tuple[str, ...]]]:
        """The entries of all files of ``key: [text, ...]`` whose name begins so."""
        for file in self._folder.below(prefix):
            if yaml := read_yaml(file, self._problems):
                for key, texts in texts_by_key(yaml, self._problems).items():
                    yield yaml, key, texts
