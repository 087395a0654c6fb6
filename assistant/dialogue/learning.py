"""Turns a group of misses into phrasings of an intent, or into a new draft."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.content.files import write_text
from assistant.content.importing.drafting import slug
from assistant.content.model import Content, Pack
from assistant.errors import ContentError

PHRASINGS: Final = "phrasings/from_misses.yaml"
DRAFTS: Final = "from_misses.yaml"
_PHRASINGS_HEAD: Final = "# Questions that visitors asked; `assistant misses add` puts them here.\n"
_DRAFTS_HEAD: Final = """\
# Drafts from questions that visitors asked and nothing answered. Write the answer, name its source,
# and then remove the line `draft: true`: until then, nothing of it is spoken.
"""


def add_phrasings(content: Content, intent: str, questions: Sequence[str]) -> Path:
    """Put questions among the intent's phrasings; the file that was written.

    Raises ContentError where there is no such intent, or its pack is not the user's to write.
    """
    pack = next((p for p in content.packs if any(i.id == intent for i in p.intents)), None)
    if pack is None:
        raise ContentError(f"no intent {intent}: `assistant check` names the packs' intents")
    path = _writable(pack) / PHRASINGS
    data = _data(path)
    known = [*data.get(intent, []), *content.by_id[intent].phrasings]
    new = [text for text in questions if text not in known]
    data[intent] = [*data.get(intent, []), *new]
    write_text(path, _PHRASINGS_HEAD + _dumped(data))
    return path


def add_draft(pack: Pack, title: str, questions: Sequence[str]) -> Path:
    """A draft intent of the pack that asks these questions; the file that was written.

    Its source is the pack's first document, for a person to correct. Raises ContentError.
    """
    folder = _writable(pack)
    first = next((d for d in pack.documents if d.sections), None)
    if first is None:
        raise ContentError(f"{pack.name}: has no document that an answer could rest on: import one")
    path = folder / DRAFTS
    data = _data(path)
    intents = list(data.get("intents", []))
    taken = {intent.id for intent in pack.intents} | {i["id"] for i in intents}
    base = f"{pack.name}.{slug(title)}"
    number, id = 2, base
    while id in taken:
        id, number = f"{base}_{number}", number + 1
    intents.append(_draft(id, title, questions, first.title, first.sections[0].heading))
    write_text(path, _DRAFTS_HEAD + _dumped({"intents": intents}))
    return path


def _draft(
    id: str, title: str, questions: Sequence[str], document: str, section: str
) -> dict[str, Any]:
    text = title.rstrip("?. ")
    return {
        "id": id,
        "title": f"{text[:1].upper()}{text[1:]}?",
        "draft": True,
        "questions": [question for question in questions if question.rstrip("?") != text],
        "speech": "",
        "sources": [{"document": document, "section": section}],
    }


def _writable(pack: Pack) -> Path:
    from assistant import resources

    shipped = resources.shipped("intents").resolve()
    if pack.folder.resolve().is_relative_to(shipped):
        raise ContentError(
            f"{pack.name}: comes with the program and is not written to: copy its folder to "
            f"{resources.user_content()}, or add to a pack of your own with --pack"
        )
    return pack.folder


def _data(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: {' '.join(str(error).split())}: mend it first") from None
    return found if isinstance(found, dict) else {}


def _dumped(data: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100))
