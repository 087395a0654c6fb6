"""Settings: the file, then the environment, then flags; a mistake is told with its place."""

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import load_settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_flags_come_before_the_environment_before_the_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().voice_rate == 150
    (here / "assistant.toml").write_text("voice_rate = 100\nspeak_sources = true\n")
    assert load_settings().voice_rate == 100
    monkeypatch.setenv("ASSISTANT_VOICE_RATE", "300")
    assert load_settings().voice_rate == 300
    assert load_settings({"voice_rate": 400}).voice_rate == 400
    assert load_settings().speak_sources


def test_the_file_here_comes_before_the_users_and_the_named_one_before_both(
    here: Path, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    users = own_folders / "config" / "clinic-assistant" / "assistant.toml"
    users.parent.mkdir(parents=True)
    users.write_text("voice_rate = 110")
    assert load_settings().voice_rate == 110
    (here / "assistant.toml").write_text("voice_rate = 120")
    assert load_settings().voice_rate == 120
    (here / "other.toml").write_text("voice_rate = 130")
    monkeypatch.setenv("ASSISTANT_SETTINGS", "other.toml")
    assert load_settings().voice_rate == 130


def test_a_list_stands_in_the_environment_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PACKS", '["botox"]')
    assert load_settings().packs == ["botox"]


@pytest.mark.parametrize(
    ("file", "name", "value", "told"),
    [
        ("voice_rat = 1", "TONES", "true", "assistant.toml, setting voice_rat: there is no such"),
        ('voice_rate = "fast"', "TONES", "true", "assistant.toml, setting voice_rate: "),
        ("voice_rate = ", "TONES", "true", "assistant.toml cannot be read: "),
        ("voice_rate = 90", "VOICE_RATE", "fast", "ASSISTANT_VOICE_RATE: "),
        ("", "PACKS", "botox", 'ASSISTANT_PACKS: write a list, such as ["botox"]'),
    ],
)
def test_a_mistake_is_told_with_its_place(
    here: Path, monkeypatch: pytest.MonkeyPatch, file: str, name: str, value: str, told: str
) -> None:
    (here / "assistant.toml").write_text(file)
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(told)
