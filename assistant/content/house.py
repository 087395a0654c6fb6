"""The house pack's own files: local facts, what the assistant says, follow-ups."""

from typing import Final

from assistant.content.folders import PackFolder
from assistant.content.intents import IntentMaker, expanded
from assistant.content.model import House, Intent
from assistant.content.problems import Problems
from assistant.content.reading import Yaml, read_yaml
from assistant.content.schema import LocalFile, TextsFile, checked, texts_by_key

LOCAL: Final = "local.yaml"
_TEXTS: Final = "texts.yaml"
_FOLLOW_UPS: Final = "follow_ups.yaml"
_DISPLAY: Final = "display.yaml"
NO_INTENTS: Final = (LOCAL, _TEXTS, _FOLLOW_UPS, _DISPLAY)
"""Files of the house pack that hold something else than intents."""


def build_house(folder: PackFolder, problems: Problems) -> House:
    """What the clinic sets, what the assistant says, and the wordings of follow-ups."""
    local = _local(folder, problems)[1] or LocalFile()
    return House(
        emergency_number=local.emergency_number,
        crisis_line=local.crisis_line,
        desk=local.desk,
        ring_command=tuple(local.ring.command),
        ring_webhook=local.ring.webhook,
        texts=_texts(folder, problems),
        follow_ups=_wordings(folder, _FOLLOW_UPS, problems),
        display=_wordings(folder, _DISPLAY, problems),
    )


def build_facts(
    folder: PackFolder, maker: IntentMaker, title: str, problems: Problems
) -> list[Intent]:
    """The clinic's local facts as intents; ``title`` is the pack's, the source that is named."""
    yaml, local = _local(folder, Problems())
    if yaml is None or local is None:
        return []  # `build_house` tells why
    return [
        maker.fact(entry, title, yaml, ("facts", number))
        for number, entry in enumerate(local.facts)
    ]


def _local(folder: PackFolder, problems: Problems) -> tuple[Yaml | None, LocalFile | None]:
    yaml = _yaml(folder, LOCAL, problems)
    return yaml, checked(LocalFile, yaml, problems) if yaml else None


def _texts(folder: PackFolder, problems: Problems) -> dict[str, str]:
    yaml = _yaml(folder, _TEXTS, problems)
    texts = checked(TextsFile, yaml, problems) if yaml else None
    return dict(texts.root) if texts else {}


def _wordings(folder: PackFolder, name: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    yaml = _yaml(folder, name, problems)
    if yaml is None:
        return {}
    return {
        kind: tuple(
            wording
            for number, template in enumerate(templates)
            for wording in expanded(template, yaml.at(kind, number), problems)
        )
        for kind, templates in texts_by_key(yaml, problems).items()
    }


def _yaml(folder: PackFolder, name: str, problems: Problems) -> Yaml | None:
    file = folder.files.get(name)
    return read_yaml(file, problems) if file else None
