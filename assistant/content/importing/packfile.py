"""Writes pack.yaml: a new one, or a document more in one that a person has edited."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from assistant.errors import ContentError

_TEMPLATE: Final = """\
# What the clinic says about "{title}". Made by `assistant import`; edit it freely.
name: {name}
title: {title}
language: en
ask_instead: a member of staff

# Who answers for the content, and since when (YYYY-MM-DD). Unsigned content says so on the screen.
signed:
  by: ""
  on: ""

# What it is about: names that visitors use. Fill it in where all documents share one subject.
# topic: {{names: [...]}}

documents: []
"""
_KEY: Final = re.compile(r"^documents\s*:(?P<rest>.*)$", re.MULTILINE)
_ITEM: Final = re.compile(r"^(\s*)-\s", re.MULTILINE)


def new_pack(name: str) -> str:
    """The text of a pack.yaml without documents."""
    return _TEMPLATE.format(name=name, title=name.replace("_", " ").capitalize())


def with_document(text: str, entry: Mapping[str, str]) -> str:
    """The text with one document more, and all else, comments too, as it was.

    Raises ContentError where it is written in a way that this cannot extend.
    """
    before = _documents(text)
    key = _KEY.search(text)
    if key is None:
        result = text.rstrip("\n") + "\n\ndocuments:\n" + _entry(entry, "  ")
    elif before:
        result = _appended(text, key, entry)
    else:
        lines = f"{text[: key.start()]}documents:\n{_entry(entry, '  ')}"
        result = lines + text[key.end() :].removeprefix("\n")
    if not _holds(result, [*before, {k: v for k, v in entry.items() if v}]):
        listed = _entry(entry, "  ")
        raise ContentError(f"pack.yaml: a document cannot be added: add under documents:\n{listed}")
    return result


def _holds(text: str, documents: list[dict[str, Any]]) -> bool:
    try:
        return _documents(text) == documents
    except ContentError:
        return False


def _appended(text: str, key: re.Match[str], entry: Mapping[str, str]) -> str:
    """Behind the last line of the list, indented as the others are."""
    rest = text[key.end() :]
    item = _ITEM.search(rest)
    indent = item[1] if item else "  "
    end = key.end()
    for line in rest.splitlines(keepends=True):
        bare = line.strip()
        belongs = not bare or line[0] in " -" or (bare.startswith("#") and line[0] == " ")
        if end > key.end() + 1 and not belongs and bare:
            break
        end += len(line)
    head = text[:end].rstrip("\n") + "\n"
    tail = text[end:]
    return head + _entry(entry, indent) + ("\n" + tail if tail else "")


def _entry(entry: Mapping[str, str], indent: str) -> str:
    given = {key: value for key, value in entry.items() if value}
    lines = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=1000).splitlines()
    return "".join(f"{indent}{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def _documents(text: str) -> list[dict[str, Any]]:
    try:
        data = yaml.load(text, yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise ContentError(f"pack.yaml: not YAML: {' '.join(str(error).split())}") from None
    found = data.get("documents") if isinstance(data, dict) else None
    return list(found) if isinstance(found, list) else []
