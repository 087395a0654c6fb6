"""Archives from outside: only files, only below the folder, only as much as a model is."""

import stat
import zipfile
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.listening.unpack import unpack


def archive(path: Path, *entries: tuple[str, bytes], mode: int = 0) -> Path:
    """A zip of named contents, with Unix file modes where given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return path


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """An empty folder to unpack into, with a neighbour that must stay as it is."""
    folder = tmp_path / "around" / "inside"
    folder.mkdir(parents=True)
    return folder


def test_files_and_folders_come_out_as_they_went_in(tmp_path: Path, inside: Path) -> None:
    made = archive(tmp_path / "a.zip", ("m/am/final.mdl", b"x"), ("m/README", b"words"))
    unpack(made, inside)
    assert (inside / "m/am/final.mdl").read_bytes() == b"x"
    assert (inside / "m/README").read_bytes() == b"words"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "m/../../evil",
        "/etc/evil",
        "C:/evil",
        "m\\..\\..\\evil",
        "m/..",
        "//host/share/x",
    ],
)
def test_no_path_leads_out(tmp_path: Path, inside: Path, name: str) -> None:
    made = archive(tmp_path / "a.zip", ("m/good", b"x"), (name, b"evil"))
    with pytest.raises(ModelError, match="it is not used"):
        unpack(made, inside)
    assert list(inside.parent.rglob("*")) == [inside]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(tmp_path: Path, inside: Path, kind: int) -> None:
    made = archive(tmp_path / "a.zip", ("m/link", b"/etc/passwd"), mode=kind | 0o777)
    with pytest.raises(ModelError, match="a link or a device"):
        unpack(made, inside)
    assert list(inside.iterdir()) == []


def test_a_bomb_is_stopped(tmp_path: Path, inside: Path) -> None:
    made = archive(tmp_path / "a.zip", ("m/zeros", bytes(200_000_000)))
    with pytest.raises(ModelError, match="more than a model can be"):
        unpack(made, inside)
    assert sum(file.stat().st_size for file in inside.rglob("*")) < 60_000_000


def test_names_that_meet_on_some_systems_are_refused(tmp_path: Path, inside: Path) -> None:
    made = archive(tmp_path / "a.zip", ("m/Words", b"1"), ("m/words", b"2"))
    with pytest.raises(ModelError, match="two files of one name"):
        unpack(made, inside)


def test_too_many_files_are_no_model(tmp_path: Path, inside: Path) -> None:
    made = archive(tmp_path / "a.zip", *((f"m/{n}", b"") for n in range(3000)))
    with pytest.raises(ModelError, match="3000 files"):
        unpack(made, inside)


def test_what_is_no_whole_zip_is_told(tmp_path: Path, inside: Path) -> None:
    whole = archive(tmp_path / "a.zip", ("m/a", bytes(range(256)) * 400)).read_bytes()
    for content in (
        b"",
        b"<html>not found</html>",
        whole[:300],
        whole[:40] + bytes(60) + whole[100:],
    ):
        (tmp_path / "b.zip").write_bytes(content)
        with pytest.raises(ModelError):
            unpack(tmp_path / "b.zip", inside)


def test_a_missing_archive_is_told(tmp_path: Path, inside: Path) -> None:
    with pytest.raises(ModelError, match="No such file"):
        unpack(tmp_path / "none.zip", inside)
