"""Changes one value in the settings file, and leaves the rest of it as its owner wrote it."""

import json
import re
from pathlib import Path

from assistant.errors import SettingsError


def set_value(file: Path, name: str, value: str) -> None:
    """Set a top-level text value; the file is made where there is none.

    Raises SettingsError where it cannot be read or written.
    """
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(file.name + ".new")
        new.write_text(_changed(text, name, line), "utf-8")
        new.replace(file)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be changed: {error}; write in it: {line}") from None


def _changed(text: str, name: str, line: str) -> str:
    """The line in the place of the old one, else above everything: it belongs to no table."""
    lines = text.splitlines()
    for number, old in enumerate(lines):
        if old.lstrip().startswith("["):
            break
        if re.match(rf"\s*{re.escape(name)}\s*=", old):
            lines[number] = line
            return "\n".join(lines) + "\n"
    return "\n".join([line, *lines]) + "\n"
