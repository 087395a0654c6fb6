"""The questions that can be asked, by topic, to browse and touch."""

from dataclasses import dataclass

from assistant.content.model import Content
from assistant.messages import Choice


@dataclass(frozen=True, slots=True)
class TopicList:
    """A heading with its questions."""

    topic: str
    questions: tuple[Choice, ...]


def topics(content: Content) -> tuple[TopicList, ...]:
    """All questions under their topics, in the packs' order; local facts come last."""
    listed: dict[str, list[Choice]] = {}
    packs = sorted(content.packs, key=lambda pack: not pack.documents)
    for pack in packs:
        for intent in pack.intents:
            if intent.control is None and not intent.draft:
                heading = intent.topic or pack.title
                listed.setdefault(heading, []).append(Choice(intent.id, intent.title))
    return tuple(TopicList(topic, tuple(questions)) for topic, questions in listed.items())


def subjects(content: Content) -> str:
    """What questions may be about, as a heading: the titles of the packs with documents."""
    return " and ".join(pack.title for pack in content.packs if pack.documents)


def signed(content: Content) -> str:
    """Who signed every pack off, and when; empty where one is unsigned."""
    packs = [pack for pack in content.packs if pack.documents]
    if not packs or not all(pack.signed.by for pack in packs):
        return ""
    return "; ".join(dict.fromkeys(f"{p.signed.by}, {p.signed.on}".strip(", ") for p in packs))
