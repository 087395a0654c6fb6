"""What is read aloud of a reply, and which part of the page each stretch of it reads."""

from collections.abc import Iterator

from assistant.kiosk.wire import Part
from assistant.messages import Reply, Source


def tell(reply: Reply, everything: bool) -> tuple[str, tuple[Part, ...]]:
    """The spoken text and its parts.

    Usually that is the reply's speech; with ``everything``, all that stands on the screen, so
    that a person who cannot see it misses nothing.
    """
    stretches = [("speech", reply.speech), *(_screen(reply) if everything else ())]
    text, parts = "", []
    for name, stretch in stretches:
        if not stretch:
            continue
        text += " " if text else ""
        parts.append(Part(name, len(text)))
        if name == "speech":
            parts += _named_choices(reply)
        text += stretch if stretch.endswith((".", "?", "!")) else f"{stretch}."
    return text, tuple(parts)


def _named_choices(reply: Reply) -> Iterator[Part]:
    """Where the speech itself names the choices: the page marks each while it is said."""
    for number, choice in enumerate(reply.choices, 1):
        start = reply.speech.find(choice.question.rstrip("?. "))
        if start > 0:
            yield Part(f"choice {number}", start)


def _screen(reply: Reply) -> Iterator[tuple[str, str]]:
    """What stands on the screen beside the speech, in the order of the page."""
    if reply.answer != reply.speech:
        yield "answer", reply.answer
    if reply.disagreement:
        for number, position in enumerate(reply.disagreement.positions, 1):
            said = f"{_place(position.source)} says: {position.statement}"
            yield f"position {number}", said
    yield from _sources(reply)
    yield from _related(reply)


def _sources(reply: Reply) -> Iterator[tuple[str, str]]:
    """Where it comes from, but for the places that were named beside what they say."""
    positions = reply.disagreement.positions if reply.disagreement else ()
    told = {_place(position.source) for position in positions}
    for number, source in enumerate(reply.sources, 1):
        if _place(source) not in told:
            yield f"source {number}", f"This comes from {_place(source)}"


def _related(reply: Reply) -> Iterator[tuple[str, str]]:
    for number, choice in enumerate(reply.related, 1):
        lead = "You may also ask: " if number == 1 else "Or: "
        yield f"related {number}", f"{lead}{choice.question}"


def _place(source: Source) -> str:
    if source.section in ("", source.document):
        return source.document
    return f"{source.document}, section {source.section}"
