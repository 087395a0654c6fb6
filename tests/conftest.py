"""Isolates the user's folders, and leaves out what this machine cannot run, saying so."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NEEDS = {
    "sound": (
        bool(shutil.which("pulseaudio") and shutil.which("pactl")),
        "apt-get install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins",
    ),
    "browser": (bool(shutil.which("chromium")), "apt-get install chromium"),
    "training": (bool(importlib.util.find_spec("torch")), "pip install '.[train]'"),
}

REAL_TIME = {"sound", "browser"}
"""Marks of tests that run against the clock of another process: on a busy machine one may come too
late, and is tried up to three times. A fault that is always there still fails."""


def pytest_report_header() -> list[str]:
    """Say which tests are left out here, and what brings them in."""
    missing = {mark: cure for mark, (there, cure) in NEEDS.items() if not there}
    return [f"left out: {mark} tests ({cure})" for mark, cure in missing.items()]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what cannot run here; ASSISTANT_TEST_NEEDS names the marks that must."""
    missing = {mark for mark, (there, _) in NEEDS.items() if not there}
    wanted = set(os.environ.get("ASSISTANT_TEST_NEEDS", "").split())
    if missing & wanted:
        raise pytest.UsageError(f"these must run here, and cannot: {sorted(missing & wanted)}")
    left_out = [item for item in items if missing & {mark.name for mark in item.iter_markers()}]
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        if {mark.name for mark in item.iter_markers()} & REAL_TIME:
            item.add_marker(pytest.mark.flaky(reruns=2))
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test its own configuration and data folders, and no settings from outside."""
    home = tmp_path / "home"
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in list(os.environ):
        if name.startswith("ASSISTANT_") and name not in ("ASSISTANT_LAB", "ASSISTANT_TEST_NEEDS"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    yield home


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for the whole run: what is derived from the shipped content is derived once."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
