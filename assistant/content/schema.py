"""What may stand in a pack's files; unknown keys are refused, lest a typing error be lost."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.content.problems import Problems
from assistant.content.reading import Yaml
from assistant.messages import Control

_PHONES: Final = r"^[A-Z]{1,2}[0-2]?( [A-Z]{1,2}[0-2]?)*$"
_DATE: Final = r"^(\d{4}-\d\d-\d\d)?$"
_ID: Final = r"^[a-z0-9_]+\.[a-z0-9_]+$"
_CURES: Final = {
    _PHONES: "write CMU phones, like: B OW1 T AA2 K S",
    _DATE: "write a date like 2024-01-31",
    _ID: "write `pack.name`, in small letters, digits and _",
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phones = Annotated[str, StringConstraints(pattern=_PHONES)]
Date = Annotated[str, StringConstraints(pattern=_DATE)]
Id = Annotated[str, StringConstraints(pattern=_ID)]


class TextsFile(RootModel[dict[str, Text]]):
    """``house/texts.yaml``."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Entry):
    """A document and its section."""

    document: Text
    section: str = ""


class ExamplesEntry(_Entry):
    """Utterances that must, and must not, lead to the intent."""

    goes_here: list[Text] = Field([], alias="in")
    not_here: list[Text] = Field([], alias="out")


_NO_TESTS: Final = ExamplesEntry.model_validate({})


class IntentEntry(_Entry):
    """A question with its answer, or a control word."""

    id: Id
    title: Text
    questions: list[Text] = []
    speech: str = ""
    answer: str = ""
    more: str = ""
    sources: list[SourceEntry] = []
    disagreement: Text | list[Text] = []
    related: list[Id] = []
    follow_ups: dict[str, Id] = {}
    topic: str = ""
    tests: ExamplesEntry = _NO_TESTS
    draft: bool = False
    control: Control | None = None


class IntentFile(_Entry):
    """``<topic>.yaml``."""

    topic: str = ""
    intents: list[IntentEntry]


class NotForAnswering(_Entry):
    """A section that no intent needs to cite."""

    section: Text
    why: Text


class DocumentEntry(_Entry):
    """A document of a pack."""

    file: Text
    title: str = ""
    publisher: str = ""
    published: str = ""
    reviewed: Date = ""
    not_for_answering: list[NotForAnswering] = []


class PositionEntry(_Entry):
    """One side of a disagreement."""

    statement: Text
    document: Text
    section: str = ""


class DisagreementEntry(_Entry):
    """A topic on which the documents, or a document and medical knowledge, disagree."""

    summary: Text
    positions: list[PositionEntry] = Field(min_length=2)


class TopicEntry(_Entry):
    """What a pack is about."""

    names: list[Text] = []
    misheard: list[Text] = []


class SignedEntry(_Entry):
    """Who answers for the content."""

    by: str = ""
    on: Date = ""


class PackFile(_Entry):
    """``pack.yaml``."""

    name: Text
    title: Text
    language: Text = "en"
    topic: TopicEntry = TopicEntry()
    ask_instead: str = ""
    signed: SignedEntry = SignedEntry()
    documents: list[DocumentEntry] = []
    pronunciations: dict[str, Phones] = {}
    say: dict[str, Text] = {}
    disagreements: dict[str, DisagreementEntry] = {}
    lists: dict[str, list[Text]] = {}


class ReviewFile(_Entry):
    """``review.yaml``, written by ``assistant check --accept``."""

    sections: dict[str, dict[str, str]]


class FactEntry(_Entry):
    """A local fact of the clinic's."""

    id: Id
    title: Text
    questions: list[Text]
    text: str = ""
    refer: str = ""
    topic: str = ""
    related: list[Id] = []
    tests: ExamplesEntry = _NO_TESTS


class RingEntry(_Entry):
    """What rings the desk."""

    command: list[Text] = []
    webhook: str = ""


class LocalFile(_Entry):
    """``house/local.yaml``."""

    emergency_number: Text = "112"
    crisis_line: str = ""
    desk: Text = "the desk"
    ring: RingEntry = RingEntry()
    facts: list[FactEntry] = []


Model = TypeVar("Model", bound=BaseModel)
_TEXTS: Final = TypeAdapter(dict[str, list[Text]])


def checked(model: type[Model], yaml: Yaml, problems: Problems) -> Model | None:
    """A file's data as ``model``; None, with every problem and its line, where it does not fit."""
    try:
        return model.model_validate(yaml.data)
    except ValidationError as error:
        for fault in error.errors():
            keys = fault["loc"]
            problems.error(yaml.at(*keys), *_explained(model, yaml.data, keys, fault))
        return None


def near(word: str, known: Any) -> str:
    """ "did you mean ...?", or what there is."""
    names = list(dict.fromkeys(known))
    found = process.extractOne(word, names, scorer=OSA.normalized_similarity, score_cutoff=0.5)
    if found:
        return f"did you mean {found[0]!r}?"
    return f"there are: {', '.join(names[:20])}" if names else "there are none yet"


def _explained(
    model: type[BaseModel], data: Any, keys: tuple[str | int, ...], fault: Mapping[str, Any]
) -> tuple[str, str]:
    owner = _owner(data, keys)
    name = keys[-1] if keys else ""
    if fault["type"] == "extra_forbidden":
        return f"unknown key {name!r} in {owner}", near(str(name), _keys_at(model, keys[:-1]))
    if fault["type"] == "missing":
        place = _part(keys) if owner == "this file" and len(keys) > 1 else owner
        return f"{place} has no {name!r}", f"add `{name}: ...`"
    path = ".".join(str(key) for key in keys)
    given = fault["input"]
    if fault["type"] == "string_pattern_mismatch":
        return f"{path} in {owner} cannot be {given!r}", _CURES[fault["ctx"]["pattern"]]
    value = f", not {given!r}" if isinstance(given, str) and len(given) < 60 else ""
    return f"{path} in {owner}: {fault['msg'].lower()}{value}", ""


def _owner(data: Any, keys: tuple[str | int, ...]) -> str:
    """The intent that the keys lead into, else "this file"."""
    owner = "this file"
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            owner = f"intent {data['id']}"
    return owner


def _part(keys: tuple[str | int, ...]) -> str:
    """The nth of a list, counted as people count, where no id names it: "number 3 of intents"."""
    *before, _ = keys
    numbers = [place for place, key in enumerate(before) if isinstance(key, int)]
    if not numbers:
        return f"`{before[-1]}` in this file"
    place = numbers[-1]
    return f"number {int(before[place]) + 1} of `{before[place - 1]}` in this file"


def _keys_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand where ``keys`` lead."""
    for key in keys:
        field = model.model_fields.get(str(key))
        inner = _models_in(field.annotation) if field else []
        model = inner[0] if inner else model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def texts_by_key(yaml: Yaml, problems: Problems) -> dict[str, tuple[str, ...]]:
    """A file of ``key: [text, ...]``; what does not fit is left out, with a problem."""
    try:
        found = _TEXTS.validate_python(yaml.data)
    except ValidationError as error:
        for fault in error.errors():
            path = ".".join(str(key) for key in fault["loc"])
            problems.error(yaml.at(*fault["loc"]), f"{path}: {fault['msg'].lower()}")
        return {}
    return {key: tuple(texts) for key, texts in found.items()}
