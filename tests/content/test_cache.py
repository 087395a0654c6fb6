"""The cache: as good as loading, and never worse."""

import pickle
from pathlib import Path

import pytest

from assistant import resources
from assistant.content.load import load_content
from tests.content.packs import INTENTS, settings, write_pack


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache for each of these tests alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return resources.cache()


def kept(folder: Path) -> dict[Path, int]:
    """The kept contents and when each was written."""
    return {path: path.stat().st_mtime_ns for path in folder.glob("content-*.pickle")}


def test_what_comes_from_the_cache_is_the_same(tmp_path: Path, own_cache: Path) -> None:
    root = write_pack(tmp_path / "packs")
    first = load_content(settings(root))
    written = kept(own_cache)
    assert load_content(settings(root)) == first
    assert kept(own_cache) == written
    assert len(written) == 1


def test_a_changed_file_is_seen(tmp_path: Path, own_cache: Path) -> None:
    root = write_pack(tmp_path / "packs")
    load_content(settings(root))
    write_pack(root, brewing_yaml=INTENTS.replace("must boil.", "must boil well.", 1))
    assert load_content(settings(root)).intent("tea.water").speech == "The water must boil well."
    assert len(kept(own_cache)) == 2


def test_a_copy_elsewhere_has_its_own_folder(tmp_path: Path) -> None:
    here, there = write_pack(tmp_path / "a"), write_pack(tmp_path / "b")
    contents = [load_content(settings(root)) for root in (here, there)]
    assert [c.packs[1].folder.parent.name for c in contents] == ["a", "b"]


@pytest.mark.parametrize("spoil", ["torn", "empty", "text", "other", "foreign"])
def test_a_spoilt_cache_is_ignored_and_rewritten(
    spoil: str, tmp_path: Path, own_cache: Path
) -> None:
    root = write_pack(tmp_path / "packs")
    first = load_content(settings(root))
    (file,) = kept(own_cache)
    good = file.read_bytes()
    trap = tmp_path / "trap"
    file.write_bytes(
        {
            "torn": good[:-100],
            "empty": b"",
            "text": b"hello",
            "other": pickle.dumps(("a", 1)),
            "foreign": pickle.dumps(_Trap(trap)),
        }[spoil]
    )
    assert load_content(settings(root)) == first
    assert not trap.exists()
    assert file.read_bytes() == good


class _Trap:
    """Would make a file if it were unpickled without care."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


def test_without_a_place_to_write_it_does_without(tmp_path: Path, own_cache: Path) -> None:
    own_cache.parent.mkdir(parents=True)
    own_cache.write_text("a file, where the folder should be")
    root = write_pack(tmp_path / "packs")
    assert load_content(settings(root)) == load_content(settings(root))
    assert own_cache.is_file()


def test_few_are_kept_and_no_scraps(tmp_path: Path, own_cache: Path) -> None:
    for number in range(12):
        write_pack(tmp_path / "packs", unanswered_yaml=f"x: [number {number}]\n")
        load_content(settings(tmp_path / "packs"))
    assert len(kept(own_cache)) == len(list(own_cache.iterdir())) == 8
