"""Changes one value in the settings file, and leaves the rest of it as its owner wrote it."""

import json
import re
import shutil
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import load_settings, settings_file


def set_value(name: str, value: str) -> Path:
    """Set a top-level text value in the settings file, made where there is none; its path.

    The file is whole at any moment: the changed one takes the old one's place at once. Raises
    SettingsError where it cannot be read or written; a file with a mistake in it is not touched.
    """
    file = settings_file()
    load_settings()
    quoted = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    line = f"{name} = {quoted}"
    try:
        _replace(file.resolve(), name, line)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be changed: {error}; write in it: {line}") from None
    return file


def _replace(file: Path, name: str, line: str) -> None:
    text = file.read_text("utf-8") if file.is_file() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.write_text(_changed(text, name, line), "utf-8")
    if file.is_file():
        shutil.copymode(file, new)
    new.replace(file)


def _changed(text: str, name: str, line: str) -> str:
    """The line in the place of the old one, else above everything: it belongs to no table."""
    lines = text.removesuffix("\n").split("\n") if text else []
    for number, old in enumerate(lines):
        if old.lstrip().startswith("["):
            break
        if re.match(rf"\s*{re.escape(name)}\s*=", old):
            lines[number] = line
            return "\n".join(lines) + "\n"
    return "\n".join([line, *lines]) + "\n"
