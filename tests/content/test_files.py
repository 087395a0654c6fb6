"""Text files: written whole, and only in the place of files."""

import os
import threading
from pathlib import Path

from assistant.content.files import write_text


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.yaml"
    write_text(path, "one\n")
    path.chmod(0o600)
    write_text(path, "two\n")
    assert path.read_text("utf-8") == "two\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    write_text(pipe, "told\n")
    reader.join(10)
    assert read == ["told\n"]
    assert pipe.is_fifo()
