"""One value in the settings file changes; everything else in it stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import load_settings, settings_file
from assistant.settings_file import set_value


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "deep" / "own.toml"
    monkeypatch.setenv("ASSISTANT_SETTINGS", str(path))
    return path


def test_the_file_is_made_and_read(file: Path) -> None:
    assert set_value("input_device", "USB Audio") == file == settings_file()
    assert load_settings().input_device == "USB Audio"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_rest_of_the_file_stays(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("# ours\ntones = false\ninput_device = 'old'\nidle_seconds = 9\n", "utf-8")
    file.chmod(0o600)
    set_value("input_device", "new")
    set_value("output_device", "box")
    assert file.read_text("utf-8").splitlines() == [
        'output_device = "box"',
        "# ours",
        "tones = false",
        'input_device = "new"',
        "idle_seconds = 9",
    ]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    real = tmp_path / "real.toml"
    real.touch()
    file.symlink_to(real)
    set_value("input_device", "new")
    assert file.is_symlink()
    assert real.read_text("utf-8") == 'input_device = "new"\n'


@pytest.mark.parametrize("broken", ["tones = perhaps", 'tones = "perhaps"', "\xff"])
def test_a_file_with_a_mistake_is_not_touched(file: Path, broken: str) -> None:
    file.parent.mkdir()
    file.write_bytes(broken.encode("latin-1"))
    with pytest.raises(SettingsError, match="own"):
        set_value("input_device", "new")
    assert file.read_bytes() == broken.encode("latin-1")


def test_a_file_that_cannot_be_written_is_said_with_the_line_to_write(file: Path) -> None:
    file.parent.write_text("in the way")
    with pytest.raises(SettingsError, match='write in it: input_device = "new"'):
        set_value("input_device", "new")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_name_comes_back_as_it_was(file: Path, name: str) -> None:
    text = name.encode("utf-8", "ignore").decode()
    set_value("output_device", text)
    assert tomllib.loads(file.read_text("utf-8"))["output_device"] == text
