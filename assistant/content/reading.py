"""Reads YAML so that every value knows its line."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from assistant.content.folders import File
from assistant.content.problems import Place, Problems

_MARK: Final = re.compile(r"[ \n]+")
_TOO_DEEP: Final = "nesting depth"
"""What newer releases of libyaml say instead of exhausting the stack."""


class _Loader(yaml.CSafeLoader):
    """Takes every scalar as text, so that ``no``, ``1980`` and ``2024-01-31`` stay what a person
    wrote, and refuses a key that stands twice (the first would be lost silently)."""

    def construct_map(self, node: yaml.MappingNode) -> dict[Hashable, Any]:
        """A mapping without the keys that have nothing behind them."""
        pairs = [(self.construct_object(k, deep=True), k, v) for k, v in node.value]
        seen: set[Hashable] = set()
        for key, key_node, _ in pairs:
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} stands twice: join the two", key_node.start_mark
                )
            seen.add(key)
        values = ((key, self.construct_object(value, deep=True)) for key, _, value in pairs)
        return {key: value for key, value in values if value is not None}


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.yaml_constructors = {
    tag: made
    for tag, made in yaml.CSafeLoader.yaml_constructors.items()
    if tag is None or tag.rpartition(":")[2] in ("seq", "str", "null")
}
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_map)


@dataclass(frozen=True, slots=True)
class Yaml:
    """A YAML file that was read."""

    file: File
    data: dict[str, Any]
    """Values are texts, lists and dictionaries; keys with nothing behind them are left out."""
    root: yaml.Node

    def at(self, *keys: str | int) -> Place:
        """Where the value under these keys stands; as near as the file goes."""
        return Place(self.file.shown, _line(self.root, keys))


def read_text(file: File, problems: Problems) -> str | None:
    """A file's text; None, with a problem, where it is empty or not UTF-8."""
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        what = f"not UTF-8 (byte {error.start})"
        problems.error(Place(file.shown, line), what, "save it as UTF-8 in your editor")
        return None
    if not text.strip():
        problems.error(Place(file.shown), "is empty", "fill it, or remove it")
        return None
    return text


def read_yaml(file: File, problems: Problems) -> Yaml | None:
    """A YAML file whose top is a mapping; None, with a problem, where it is not one."""
    text = read_text(file, problems)
    if text is None:
        return None
    try:
        return _parse(file, text, problems)
    except (yaml.YAMLError, RecursionError) as error:
        if isinstance(error, RecursionError) or _TOO_DEEP in str(error):
            problems.error(Place(file.shown), "is nested too deeply", "write it flat")
        else:
            problems.error(_error_place(file, text, error), *_explained(error))
    return None


def _parse(file: File, text: str, problems: Problems) -> Yaml | None:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    finally:
        loader.dispose()
    if not isinstance(data, dict) or root is None:
        problems.error(Place(file.shown, 1), "holds no `key: value` lines", "see a shipped pack")
        return None
    return Yaml(file, data, root)


def _error_place(file: File, text: str, error: yaml.YAMLError) -> Place:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return Place(file.shown, mark.line + 1)
    position = getattr(error, "position", None)
    return Place(file.shown, text[:position].count("\n") + 1 if position is not None else 0)


def _explained(error: yaml.YAMLError) -> tuple[str, str]:
    """What is wrong, and the usual cure: a text that YAML takes for a list or a mapping."""
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    said = _MARK.sub(" ", said)
    if isinstance(error, yaml.constructor.ConstructorError):
        return said, ""
    return f"not YAML: {said}", 'put quotes around a text with [ ] { } : # or ", or mend the indent'


def _line(node: yaml.Node, keys: Sequence[str | int]) -> int:
    line = node.start_mark.line
    for key in keys:
        found = _child(node, key)
        if found is not None:
            marked, node = found
            line = marked.start_mark.line
    return line + 1


def _child(node: yaml.Node, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that bears the line of ``key``, and the one with its value."""
    if isinstance(node, yaml.MappingNode):
        pairs: Iterable[tuple[yaml.Node, yaml.Node]] = node.value
        return next(((k, v) for k, v in pairs if k.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None
