"""Speech files: complete, or as they were."""

import os
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import AudioError
from assistant.messages import SpeechChunk
from assistant.speaking.wav import write_wav


def test_the_file_holds_the_chunks(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, [SpeechChunk(b"\x01\x00"), SpeechChunk(b"\x02\x00\x03\x00")], 22050)
    with wave.open(str(path)) as sound:
        assert sound.getparams()[:3] == (1, 2, 22050)
        assert sound.readframes(9) == b"\x01\x00\x02\x00\x03\x00"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.wav"]


def test_a_failure_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, [SpeechChunk(b"\x01\x00")], 8000)
    before = path.read_bytes()

    def broken() -> Iterator[SpeechChunk]:
        yield SpeechChunk(b"\x02\x00")
        raise RuntimeError("the voice broke")

    with pytest.raises(RuntimeError):
        write_wav(path, broken(), 8000)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.wav"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="nowhere"):
        write_wav(tmp_path / "nowhere" / "a.wav", [SpeechChunk(b"")], 8000)


def test_a_pipe_and_a_link_stay_what_they_are(tmp_path: Path) -> None:
    """``--out /dev/null``, said as root, must not leave a file in the device's place."""
    pipe, link, target = tmp_path / "pipe", tmp_path / "link.wav", tmp_path / "target.wav"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    listener = threading.Thread(target=lambda: heard.append(pipe.read_bytes()), daemon=True)
    listener.start()
    write_wav(pipe, [SpeechChunk(b"\x01\x00")], 8000)
    listener.join(10)
    assert heard[0][:4] == b"RIFF"
    assert pipe.is_fifo()
    link.symlink_to(target)
    write_wav(link, [SpeechChunk(b"\x01\x00")], 8000)
    assert link.is_symlink()
    assert target.read_bytes() == heard[0]
