"""Draft intents for a person to edit: one a section, never spoken until it is reviewed."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import yaml

from assistant.content.importing.sections import ImportedDocument, ImportedSection
from assistant.content.sentences import sentences

_ASKS: Final = re.compile(
    r"(?:how|what|why|when|where|who|which|is|are|do|does|did|can|could|will|would|should|may)\b",
    re.IGNORECASE,
)
_VERBS: Final = frozenset(
    [
        "affect",
        "aid",
        "block",
        "bring",
        "build",
        "carry",
        "cause",
        "change",
        "come",
        "contain",
        "control",
        "cost",
        "cure",
        "damage",
        "delay",
        "do",
        "ease",
        "end",
        "fade",
        "fail",
        "feel",
        "fit",
        "form",
        "give",
        "go",
        "grow",
        "harm",
        "heal",
        "help",
        "hold",
        "hurt",
        "improve",
        "increase",
        "keep",
        "kill",
        "last",
        "lead",
        "leave",
        "lower",
        "make",
        "mean",
        "move",
        "need",
        "offer",
        "prevent",
        "produce",
        "protect",
        "raise",
        "reduce",
        "relax",
        "relieve",
        "remain",
        "remove",
        "require",
        "run",
        "seem",
        "slow",
        "spread",
        "start",
        "stay",
        "stop",
        "strengthen",
        "sting",
        "take",
        "tighten",
        "train",
        "treat",
        "turn",
        "use",
        "wash",
        "weaken",
        "wear",
        "work",
    ]
)
_SPOKEN: Final = 45
"""Words of a spoken answer at most: twenty seconds."""
_LONGEST_ID: Final = 40
_HEADER: Final = """\
# Drafts made from "{title}".
# Nothing here is spoken until a person has read it: correct the title, add ways to ask, shorten
# `speech`, and then remove the line `draft: true`.
# Until then, questions are answered by quoting the document itself.
"""


def draft_file(
    document: ImportedDocument, pack: str, taken: Collection[str], titles: Collection[str]
) -> str:
    """The YAML of the drafts; ``taken`` ids and ``titles`` (lower case) are not used again."""
    ids, asked = set(taken), set(titles)
    intents = list(_drafts(document, pack, ids, asked))
    body = yaml.dump(
        {"topic": document.title, "intents": intents},
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return _HEADER.format(title=document.title) + "\n" + str(body)


def _drafts(
    document: ImportedDocument, pack: str, ids: set[str], asked: set[str]
) -> Iterator[dict[str, Any]]:
    for section in document.sections:
        title = _free_title(question(section.heading), document.title, asked)
        questions = [text for text in phrasings(section) if text.lower() not in asked]
        asked.update(text.lower() for text in (title, *questions))
        yield {
            "id": _free_id(f"{pack}.{slug(section.heading)}", ids),
            "title": title,
            "draft": True,
            "questions": questions,
            "speech": spoken(section),
            "answer": section.paragraphs[0],
            "sources": [{"document": document.title, "section": section.heading}],
        }


def question(heading: str) -> str:
    """A heading as a question: "Botox Weakens Muscles" becomes "Does Botox weaken muscles?"."""
    text = heading.rstrip(" .:!?")
    if heading.endswith("?") or _ASKS.match(heading):
        return f"{text}?"
    words = text.split()
    for place, word in enumerate(words[1:6], start=1):
        verb = _base(word.lower())
        if verb:
            does = "Do" if verb == word.lower() else "Does"
            rest = [_lowered(w) for w in words[place + 1 :]]
            subject = [words[0], *(_lowered(w) for w in words[1:place])]
            return f"{' '.join([does, *subject, verb, *rest])}?"
    return f"What about {text or 'it'}?"


def phrasings(section: ImportedSection) -> list[str]:
    """A few plain ways to ask; a person adds how visitors really ask."""
    heading = " ".join(re.findall(r"[\w'’-]+", section.heading)).lower()
    return [f"tell me about {heading}", f"what does it say about {heading}"]


def spoken(section: ImportedSection) -> str:
    """The section's first sentences, as many as are short enough to be heard."""
    chosen: list[str] = []
    for sentence in sentences(section.text):
        length = len(" ".join([*chosen, sentence.text]).split())
        if chosen and length > _SPOKEN:
            break
        chosen.append(sentence.text)
        if len(chosen) == 3:
            break
    return " ".join(chosen) or section.paragraphs[0]


def slug(text: str, join: str = "_") -> str:
    """Letters and digits of a text, for ids and file names."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", join, letters).strip(join)
    return plain[:_LONGEST_ID].strip(join) or "document"


def _base(word: str) -> str:
    """The verb that a word is, without the ending of "she makes"; empty for other words."""
    forms: Iterable[str] = (word, word.removesuffix("s"), word.removesuffix("es"))
    if word.endswith("ies"):
        forms = (*forms, word[:-3] + "y")
    return next((form for form in forms if form in _VERBS), "")


def _lowered(word: str) -> str:
    """Title case taken back; names that are written in capitals stay."""
    return word.lower() if word[:1].isupper() and word[1:].islower() else word


def _free_title(title: str, document: str, asked: Collection[str]) -> str:
    if title.lower() not in asked:
        return title
    whole = f"{title.rstrip('?')} ({document})?"
    number = 2
    while whole.lower() in asked:
        whole, number = f"{title.rstrip('?')} ({document}, {number})?", number + 1
    return whole


def _free_id(wanted: str, ids: set[str]) -> str:
    found, number = wanted, 2
    while found in ids:
        found, number = f"{wanted}_{number}", number + 1
    ids.add(found)
    return found
