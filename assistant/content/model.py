"""What a pack holds, once it is loaded and checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assistant.messages import Control, Disagreement, Source

MEDICAL_KNOWLEDGE: Final = "General medical knowledge"
"""The one source that need be no document of the pack, and only in a disagreement's positions:
where a document says what medicine does not, the answer tells both and names this as the second.
It is said and shown under this honest name, without a section."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a document with its text."""

    document: str
    """The document's title."""
    heading: str
    text: str
    """Plain text, paragraphs separated by an empty line."""
    path: str
    """The document's file, relative to the packs' folder."""
    line: int
    """Line of the heading in the file, from 1."""
    answerable: bool = True
    """False where the pack marks the section as not for answering."""
    changed: bool = False
    """True where the text is not the one that the pack's answers were last compared with."""

    @property
    def digest(self) -> str:
        """Tells this text from any other; kept in the pack's ``review.yaml``."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Document:
    """A text that answers rest on."""

    title: str
    path: str
    sections: tuple[Section, ...]
    publisher: str = ""
    published: str = ""
    """Date as the publisher wrote it; empty where it is not known."""
    reviewed: str = ""
    """Date (ISO) of the last review; empty where there was none."""


@dataclass(frozen=True, slots=True)
class IntentTests:
    """Utterances that must, and must not, lead to an intent."""

    goes_here: tuple[str, ...] = ()
    not_here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """A question that the pack answers, or a control word that the assistant obeys."""

    id: str
    """``pack.name``."""
    title: str
    """The question in plain words, as it is offered and shown."""
    phrasings: tuple[str, ...]
    """All wordings, templates expanded, without the title."""
    speech: str
    """Said aloud: at most three short sentences (five with a disagreement)."""
    answer: str
    """Shown; may say more."""
    sources: tuple[Source, ...] = ()
    disagreement: Disagreement | None = None
    related: tuple[str, ...] = ()
    """Ids of intents worth asking next."""
    more: str = ""
    """Said on "tell me more"; the answer where empty."""
    topic: str = ""
    """Heading under which the question is listed."""
    control: Control | None = None
    """What the assistant does instead of answering."""
    refer: str = ""
    """Said instead of an answer (the reply is a decline): a local fact that the clinic has not
    filled in, so that the desk must be asked."""
    follow_ups: Mapping[str, str] = field(default_factory=dict)
    """Kind of follow-up (``why``, ``how_long``, ...) -> id of the intent that it asks for here."""
    draft: bool = False
    """Made by an import and not reviewed: never spoken."""
    tests: IntentTests = field(default_factory=IntentTests)
    further: tuple[str, ...] = ()
    """Those of the phrasings that stand in files of their own, not in the intent's entry."""
    path: str = ""
    """The intent's file, relative to the packs' folder."""
    line: int = 0
    """Its line in that file, from 1."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a pack is about: its names become one token before matching."""

    names: tuple[str, ...] = ()
    misheard: tuple[str, ...] = ()
    """What a recogniser without the names makes of them."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who answers for the content."""

    by: str = ""
    on: str = ""
    """Date (ISO)."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of intents and documents on one subject."""

    name: str
    title: str
    language: str
    folder: Path
    intents: tuple[Intent, ...]
    documents: tuple[Document, ...] = ()
    unanswered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind -> utterances that the pack must not answer."""
    topic: Topic = field(default_factory=Topic)
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """Word -> CMU phones, for the recogniser."""
    say: Mapping[str, str] = field(default_factory=dict)
    """Word -> how the voice must be told to say it."""
    ask_instead: str = ""
    """Whom to ask what the pack does not answer."""
    signed: SignOff = field(default_factory=SignOff)
    disagreements: Mapping[str, Disagreement] = field(default_factory=dict)
    """Key -> what the documents, or a document and medical knowledge, say differently."""


@dataclass(frozen=True, slots=True)
class House:
    """What the clinic sets for itself (``house/local.yaml``) and what the assistant says of its
    own accord (``house/texts.yaml``)."""

    emergency_number: str = "112"
    crisis_line: str = ""
    """Number for people who think of harming themselves; empty where there is none."""
    desk: str = "the desk"
    """Whom or where to ask, as it is said in a sentence."""
    ring_command: tuple[str, ...] = ()
    """A command that rings the desk when staff are wanted; empty where there is none."""
    ring_webhook: str = ""
    """A local address that is sent a POST when staff are wanted; empty where there is none."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Key -> text, with ``{number}``, ``{crisis_line}``, ``{desk}``, ``{choices}`` filled in
    where it is said."""
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of follow-up -> wordings that lean on the last answer (``house/follow_ups.yaml``)."""
    display: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Change of a screen (``larger``, ``dark``, ...) -> wordings (``house/display.yaml``)."""


@dataclass(frozen=True, slots=True)
class Content:
    """All packs in use."""

    packs: tuple[Pack, ...]
    digest: str
    """SHA-256 over every file of the packs: the key of all that is derived from them."""
    house: House = field(default_factory=House)

    def intent(self, id: str) -> Intent:
        """The intent of that id. Raises KeyError."""
        return self.by_id[id]

    @property
    def by_id(self) -> Mapping[str, Intent]:
        """Every intent by its id."""
        return {intent.id: intent for pack in self.packs for intent in pack.intents}

    @property
    def answerable(self) -> tuple[Intent, ...]:
        """The intents that answer questions: reviewed, and no control."""
        return tuple(
            intent
            for pack in self.packs
            for intent in pack.intents
            if intent.control is None and not intent.draft
        )

    @property
    def controls(self) -> tuple[Intent, ...]:
        """The intents that the assistant obeys."""
        return tuple(i for pack in self.packs for i in pack.intents if i.control is not None)
