"""Writes one setting into the settings file, and leaves the rest of the file as it is."""

import json
import re
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import load_settings, settings_file


def remember(name: str, value: str) -> Path:
    """Set ``name`` in the settings file, which is made where there is none; return its path.

    Raises SettingsError where the file cannot be read or written.
    """
    path = settings_file()
    load_settings()  # a file that cannot be read is said so, and not touched
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        line = f"{name} = {json.dumps(value)}"
        others = re.sub(rf"(?m)^\s*{re.escape(name)}\s*=.*\n?", "", before)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{line}\n{others}", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be changed: {error}") from None
    return path
