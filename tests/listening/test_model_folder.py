"""Where a model lies, and whether it is whole: libvosk ends the process over a damaged one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import resources
from assistant.errors import ModelError
from assistant.listening.model_folder import (
    SHIPPED,
    ModelFolder,
    check_model,
    find_model,
    installed,
    looks_like_model,
)
from assistant.settings import load_settings

OWN = resources.shipped("models") / SHIPPED


def copied(place: Path, name: str = "copy") -> Path:
    """The shipped model once more; large files are shared, not copied."""
    for source in OWN.rglob("*"):
        target = place / name / source.relative_to(OWN)
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(source)
    return place / name


def change(file: Path, how: Callable[[bytes], bytes]) -> None:
    """Put other bytes in the place of a shared file."""
    held = file.read_bytes()
    file.unlink()
    file.write_bytes(how(held))


def test_the_shipped_model_is_whole_and_is_found() -> None:
    found = find_model(load_settings())
    assert (found.name, found.lookahead) == (SHIPPED, True)
    assert OWN in installed()


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst", "graph/Gr.fst", "graph/words.txt"]
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=rf"\({name} is missing\): install it again"):
        check_model(folder)


@pytest.mark.parametrize(
    ("name", "how", "problem"),
    [
        ("graph/HCLr.fst", lambda held: held[: len(held) // 2], "it is cut off"),
        ("graph/HCLr.fst", lambda held: b"<html>" + held[6:], "it is no graph"),
        ("graph/Gr.fst", lambda held: held[:20], "it is no graph"),
        ("graph/words.txt", lambda _: b"", "it is empty"),
        ("am/final.mdl", lambda held: held[:-1000000], "it is not a whole acoustic model"),
        ("am/final.mdl", lambda _: b"404 not found", "it is not a whole acoustic model"),
    ],
)
def test_a_damaged_file_is_named(
    tmp_path: Path, name: str, how: Callable[[bytes], bytes], problem: str
) -> None:
    folder = copied(tmp_path)
    change(folder / name, how)
    with pytest.raises(ModelError, match=rf"{name} is damaged \({problem}\)"):
        check_model(folder)


def test_a_model_with_one_static_graph_has_its_own_vocabulary(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "graph" / "Gr.fst").rename(folder / "graph" / "HCLG.fst")
    (folder / "graph" / "HCLr.fst").unlink()
    assert not check_model(folder).lookahead


def test_a_name_is_looked_up_where_models_are_installed() -> None:
    copied(resources.user_models(), "mine")
    found = find_model(load_settings({"speech_model": "mine"}))
    assert found.path == (resources.user_models() / "mine").resolve()


def test_an_unknown_name_is_said_with_those_that_there_are() -> None:
    with pytest.raises(ModelError, match=rf"named nobody is installed \(there are: .*{SHIPPED}"):
        find_model(load_settings({"speech_model": "nobody"}))


def test_the_usual_variable_names_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path)
    monkeypatch.setenv("VOSK_MODEL_PATH", str(folder))
    assert find_model(load_settings()).path == folder.resolve()


def test_the_usual_variable_may_name_a_folder_of_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tmp_path)
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path))
    assert find_model(load_settings()).name == SHIPPED
    assert find_model(load_settings({"speech_model": "copy"})).path == folder.resolve()


def test_a_changed_file_changes_the_digest(tmp_path: Path) -> None:
    """What was derived from the model before is not used any more."""
    folder = tmp_path / "copy"
    shutil.copytree(OWN / "conf", folder / "conf")
    before = ModelFolder(folder, True).digest
    assert ModelFolder(folder, True).digest == before
    change(folder / "conf" / "mfcc.conf", lambda held: held + b"\n")
    assert ModelFolder(folder, True).digest != before


def test_a_folder_of_something_else_is_no_model(tmp_path: Path) -> None:
    assert not looks_like_model(tmp_path)
    with pytest.raises(ModelError, match="no speech model at"):
        check_model(tmp_path / "none")
