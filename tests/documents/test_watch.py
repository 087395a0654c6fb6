"""Content edited while the assistant runs: taken up where it is sound, else told."""

import queue
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import resources
from assistant.content.files import write_text
from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.content.watch import Watcher, watch
from assistant.settings import Settings, load_settings

WAIT = 20.0
"""Seconds after which a machine under any load must have noticed; it takes less than one."""


class Seen:
    """What the watcher told."""

    def __init__(self) -> None:
        self.content: queue.Queue[Content] = queue.Queue()
        self.errors: queue.Queue[str] = queue.Queue()


@pytest.fixture
def settings(hearing_packs: Path, tmp_path: Path) -> Settings:
    shutil.copytree(hearing_packs, tmp_path / "packs")
    return load_settings({"content": tmp_path / "packs", "packs": ["hearing"]})


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def watcher(settings: Settings, seen: Seen) -> Iterator[Watcher]:
    using = load_content(settings)
    with watch(settings, seen.content.put, seen.errors.put, using) as running:
        yield running


def pack_file(settings: Settings) -> Path:
    assert settings.content is not None
    return settings.content / "hearing" / "pack.yaml"


def test_an_edit_is_taken_up(settings: Settings, seen: Seen, watcher: Watcher) -> None:
    path = pack_file(settings)
    write_text(path, path.read_text("utf-8").replace("title: Hearing", "title: Ears"))
    content = seen.content.get(timeout=WAIT)
    assert "Ears" in {pack.title for pack in content.packs}
    assert seen.errors.empty()


def test_a_broken_edit_is_told_once_and_mending_it_is_taken_up(
    settings: Settings, seen: Seen, watcher: Watcher
) -> None:
    path = pack_file(settings)
    good = path.read_text("utf-8")
    path.write_text(good.replace("title: Hearing", "titel: Hearing"), "utf-8")
    reason = seen.errors.get(timeout=WAIT)
    assert "pack.yaml" in reason and "title" in reason
    assert seen.content.empty()
    path.write_text(good.replace("title: Hearing", "title: Ears"), "utf-8")
    assert "Ears" in {pack.title for pack in seen.content.get(timeout=WAIT).packs}
    assert seen.errors.empty()


def test_a_file_that_is_no_content_changes_nothing(
    settings: Settings, seen: Seen, watcher: Watcher
) -> None:
    path = pack_file(settings)
    path.with_name(".pack.yaml.swp").write_text("x")
    write_text(path, path.read_text("utf-8").replace("title: Hearing", "title: Ears"))
    first = seen.content.get(timeout=WAIT)
    assert "Ears" in {pack.title for pack in first.packs}
    assert seen.content.empty() and seen.errors.empty()


def test_the_user_s_first_pack_is_noticed(hearing_packs: Path, seen: Seen) -> None:
    settings = load_settings()
    with watch(settings, seen.content.put, seen.errors.put, load_content(settings)):
        shutil.copytree(hearing_packs, resources.user_content())
        found = seen.content.get(timeout=WAIT)
        while "hearing" not in {pack.name for pack in found.packs}:
            found = seen.content.get(timeout=WAIT)


def test_it_ends(settings: Settings, seen: Seen) -> None:
    running = watch(settings, seen.content.put, seen.errors.put)
    running.stop()
    assert not running.running
