"""A reply as plain lines: meaning in words, nothing by colour, good to read aloud."""

from collections.abc import Iterator

from assistant.messages import Reply, Source


def lines(reply: Reply) -> Iterator[str]:
    """What a person reads, line by line; no line holds a control character."""
    yield from reply.answer.splitlines()
    for number, choice in enumerate(reply.choices, 1):
        yield f"  {number}. {choice.question}"
    if reply.disagreement and reply.outcome != "control":
        yield "The sources disagree:"
        for position in reply.disagreement.positions:
            yield f"  - {position.statement} ({place(position.source)})"
    if reply.sources:
        yield "Source: " + "; ".join(dict.fromkeys(place(source) for source in reply.sources))
    if reply.related:
        yield "You may also ask: " + " ".join(choice.question for choice in reply.related)


def place(source: Source) -> str:
    """Document and section, as they are printed."""
    if source.section in ("", source.document):  # an introduction has the title as its heading
        return source.document
    return f"{source.document}, {source.section}"
