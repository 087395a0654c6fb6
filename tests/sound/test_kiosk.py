"""The kiosk with the machine's own microphone and loudspeaker, on virtual devices."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.bench.kiosk_crowd import spoken
from assistant.bench.kiosk_server import serve
from assistant.bench.pulse import Pulse
from tests.kiosk.test_visitor import Talk

pytestmark = pytest.mark.sound


def test_a_question_is_heard_and_answered_in_the_room(
    own_cache: None, tmp_path: Path, pulse: Pulse
) -> None:
    with serve(tmp_path, "--audio", "local") as served, served.socket() as socket:
        talk = Talk(socket)
        assert talk.hello["audio"] == "local"
        talk.send("listen", on=True)
        while talk.get("state")["phase"] != "listening":
            pass
        question = spoken("does botox weaken the muscles", tmp_path)
        subprocess.run(["paplay", "-d", "micfeed", str(question)], check=True)
        reply = talk.get("reply")["reply"]
        assert "muscles" in reply["heard"]["text"]
        assert talk.get("speech")["text"] == reply["speech"]
        offsets = [talk.get("spoken")["offset"] for _ in range(3)]
        assert offsets == sorted(set(offsets))
        talk.send("stop")
        talk.stopped()


def test_without_devices_one_is_told_so_at_the_start(own_cache: None, tmp_path: Path) -> None:
    nowhere = {**os.environ, "PULSE_SERVER": f"unix:{tmp_path / 'none'}"}
    ended = subprocess.run(
        [sys.executable, "-m", "assistant", "kiosk", "--port", "0", "--audio", "local"],
        env=nowhere,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("assistant: ")
