"""A process that is killed at any moment leaves content and misses whole: fifty kills of each.

The moments are drawn at random over the time that the work takes when it is let run.
"""

import multiprocessing
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from ctypes import c_int
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

import pytest
import yaml

from assistant.content.files import write_text
from assistant.content.importing.importer import Importer, files_in
from assistant.content.load import load_all, load_content
from assistant.content.model import Content
from assistant.content.watch import watch
from assistant.dialogue.journal import Journal
from assistant.settings import Settings, load_settings
from assistant.understanding.passages import open_passages
from tests.packs.hearing import LEAFLETS

KILLS = 50
FILES = 12
ASKED = "where is the "
PROCESSES = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module", autouse=True)
def quick_start() -> None:
    """Each process is forked from one that has all modules at hand already."""
    PROCESSES.set_forkserver_preload(["__main__", __name__])


def lasts(work: Callable[..., None], *arguments: object) -> float:
    """Seconds from start to end of the work in a process of its own."""
    start = time.monotonic()
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - start


def killed(moment: float, work: Callable[..., None], *arguments: object) -> None:
    """Let the work run for some seconds, and kill its process where it stands."""
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    process.join(moment)
    process.kill()
    process.join()


def edition(number: int, folder: Path) -> Path:
    """Twelve leaflets, each section of which names the edition."""
    folder.mkdir(exist_ok=True)
    for place, leaflet in enumerate(LEAFLETS * (FILES // len(LEAFLETS))):
        parts = [(head, f"{text}\n\nEdition {number}.") for head, text in leaflet.sections]
        whole = "\n\n".join(text for pair in parts for text in pair)
        (folder / f"leaflet-{place}.txt").write_text(f"Leaflet {place}\n\n{whole}\n", "utf-8")
    return folder


def take(files: Path, packs: Path) -> None:
    for result in Importer(packs / "mine", update=True).take(files_in([files])):
        assert result.outcome != "refused", result.reason


def content_of(packs: Path) -> Content:
    return load_content(load_settings({"content": packs, "packs": ["mine"]}))


def assert_complete(packs: Path) -> None:
    pack = next(pack for pack in content_of(packs).packs if pack.name == "mine")
    assert len(pack.documents) == FILES
    cited = {(s.document, s.section) for intent in pack.intents for s in intent.sources}
    assert cited == {(s.document, s.heading) for d in pack.documents for s in d.sections}


def test_an_import_into_a_new_pack(tmp_path: Path) -> None:
    """After each kill the pack loads; an import that is let run brings in what is missing."""
    files, packs = edition(1, tmp_path / "files"), tmp_path / "packs"
    moments = random.Random(1)
    whole = lasts(take, files, packs)
    for _ in range(KILLS):
        if not (packs / "mine").exists() or moments.random() < 0.4:
            shutil.rmtree(packs)
            packs.mkdir()
        killed(moments.uniform(0, whole), take, files, packs)
        if (packs / "mine" / "pack.yaml").exists():
            content_of(packs)
    take(files, packs)
    assert_complete(packs)


def test_an_import_that_updates(tmp_path: Path) -> None:
    """After each kill every document is of one edition, and the one before it is kept."""
    packs = tmp_path / "packs"
    take(edition(0, tmp_path / "files"), packs)
    moments = random.Random(2)
    whole = lasts(take, edition(1, tmp_path / "files"), packs)
    for number in range(2, KILLS + 2):
        killed(moments.uniform(0, whole), take, edition(number, tmp_path / "files"), packs)
        for document in next(p for p in content_of(packs).packs if p.name == "mine").documents:
            named = {section.text.rsplit("Edition ")[-1] for section in document.sections}
            assert len(named) == 1, document.title
    take(tmp_path / "files", packs)
    assert_complete(packs)
    for path in (packs / "mine" / "earlier").glob("*.md"):
        assert path.read_text("utf-8").count("Edition") > 1
    noted = yaml.safe_load((packs / "mine" / "review.yaml").read_text("utf-8"))
    assert len(noted["sections"]) == FILES


def watching(settings: Settings) -> None:
    """What a kiosk does: takes up content, and computes what questions need of it."""

    def use(content: Content) -> None:
        open_passages(content, settings)

    with watch(settings, use, lambda reason: None) as running:
        while running.running:
            time.sleep(1)


def test_a_program_that_watches(tmp_path: Path) -> None:
    """Killed while content is edited under it, it leaves the content, and in the cache nothing
    that the next program would trust and should not."""
    packs = tmp_path / "packs"
    take(edition(0, tmp_path / "files"), packs)
    settings = load_settings({"content": packs, "packs": ["mine"]})
    path = packs / "mine" / "pack.yaml"
    moments = random.Random(3)
    for number in range(KILLS):
        process = PROCESSES.Process(target=watching, args=(settings,))
        process.start()
        process.join(moments.uniform(0, 0.8))
        text = path.read_text("utf-8")
        write_text(path, f"{text.split('# edit')[0].rstrip()}\n# edit {number}\n")
        process.join(moments.uniform(0, 0.8))
        process.kill()
        process.join()
        read, loaded = load_content(settings), load_all(settings)
        assert read == loaded.content and not loaded.problems.errors
    index = open_passages(read, settings)
    assert index.find("how long does a battery last")
    assert_complete(packs)


def noting(path: Path, noted: "c_int") -> None:
    journal = Journal(path, 30)
    while True:
        journal.add(ASKED + "desk" * (noted.value % 7 + 1), "decline")
        noted.value += 1


def test_a_program_that_notes_misses(tmp_path: Path) -> None:
    """What was noted before a kill is still there after it."""
    path, noted = tmp_path / "misses.sqlite3", RawValue(c_int)
    moments = random.Random(4)
    for _ in range(KILLS):
        killed(moments.uniform(0, 0.15), noting, path, noted)
        if path.exists():
            assert sum(miss.times for miss in Journal(path, 30).misses()) >= noted.value
            whole = sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()
            assert whole == ("ok",)
    assert noted.value > KILLS
