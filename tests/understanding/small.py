"""A small content on a subject of its own, made by filling in what a pack holds."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.content.model import Content, Intent, Pack, Topic

QUESTIONS: Mapping[str, Sequence[str]] = {
    "tea.brewing": ["how long does tea brew", "how many minutes must it stand", "when is it done"],
    "tea.caffeine": ["is there caffeine in tea", "does it keep me awake", "how strong is it"],
    "tea.origin": ["where does tea come from", "which country grows it", "who grows the leaves"],
}
UNANSWERED: Mapping[str, Sequence[str]] = {
    "other_subject": ["how long does coffee roast", "where does cocoa come from"],
}


def content(
    questions: Mapping[str, Sequence[str]] = QUESTIONS,
    unanswered: Mapping[str, Sequence[str]] = UNANSWERED,
    topic: Topic = Topic(("tea",), ("tee",)),  # noqa: B008 (frozen)
    **related: Sequence[str],
) -> Content:
    """One pack ``tea``; ``related`` gives an intent's related ones by its name."""
    intents = tuple(
        Intent(
            id=id,
            title=first,
            phrasings=tuple(others),
            speech="An answer.",
            answer="An answer.",
            related=tuple(related.get(id.split(".")[1], ())),
        )
        for id, (first, *others) in questions.items()
    )
    frozen = {kind: tuple(texts) for kind, texts in unanswered.items()}
    pack = Pack("tea", "Tea", "en", Path("tea"), intents, unanswered=frozen, topic=topic)
    return Content((pack,), "digest")
