"""Where the shipped content and models lie, and where a user's own belong."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

_DIRS: Final = PlatformDirs("clinic-assistant", appauthor=False)


def shipped(name: str) -> Path:
    """The folder ``intents`` or ``models`` that travels with the package.

    A wheel carries it inside the package; a source tree keeps it at the top level.
    """
    package = Path(str(files("assistant")))
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name


def user_content() -> Path:
    """The folder of packs that this machine's user added (may not exist yet)."""
    return _DIRS.user_data_path / "intents"


def user_models() -> Path:
    """The folder of models that this machine's user installed (may not exist yet)."""
    return _DIRS.user_data_path / "models"


def user_data() -> Path:
    """The folder for the journal of unanswered questions (may not exist yet)."""
    return _DIRS.user_data_path


def user_settings() -> Path:
    """The settings file of this machine's user (may not exist yet)."""
    return _DIRS.user_config_path / "assistant.toml"


def cache() -> Path:
    """The folder for what can be made again from content and models (may not exist yet)."""
    return _DIRS.user_cache_path
