"""A sound server of one's own, with a virtual loudspeaker and microphone: no sound card needed."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.errors import AudioError

_PATIENCE: Final = 10.0
_RECORD_RATE: Final = 16000
_PIECE: Final = 320
"""Bytes read at once: 10 ms."""
_ROOM: Final = 8.0
"""Standard deviation of a quiet room's samples, of 32767 (-72 dB)."""
_CURE: Final = "sudo apt-get install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"


class Pulse:
    """A private PulseAudio: ``speaker`` is what a visitor hears, ``micfeed`` what one says.

    It must run before ``sounddevice`` is first used, and then be the process's only server.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pulse-")
        self._process: subprocess.Popen[bytes] | None = None
        folder = Path(self._folder.name)
        (folder / "run").mkdir(mode=0o700)
        self._socket = folder / "native"
        places = dict.fromkeys(("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"), str(folder / "run"))
        self._environment = {**os.environ, "HOME": str(folder), **places}

    def __enter__(self) -> "Pulse":
        self.start()
        os.environ["PULSE_SERVER"] = f"unix:{self._socket}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        os.environ.pop("PULSE_SERVER", None)
        self._folder.cleanup()

    def start(self) -> None:
        """Start the server and wait until it answers. Raises AudioError where it does not."""
        modules = (
            f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            "module-null-sink sink_name=speaker norewinds=1 rate=48000 channels=2",
            "module-null-sink sink_name=micfeed norewinds=1 rate=48000 channels=1",
            "module-remap-source source_name=mic master=micfeed.monitor",
        )
        command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no"]
        command += ["--exit-idle-time=-1", "--disallow-exit=yes", "--realtime=yes"]
        # As a desktop gives it; without the right to a high priority it does without.
        command += ["--high-priority=yes"]
        for module in modules:
            command += ["-L", module]
        quiet = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=quiet, stderr=quiet
            )
        except OSError as error:
            raise AudioError(f"no PulseAudio ({error}); cure: {_CURE}") from None
        self._await()
        self.control("set-default-sink", "speaker")
        self.control("set-default-source", "mic")

    def _await(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if self._pactl("info").returncode == 0:
                return
            time.sleep(0.02)
        raise AudioError("PulseAudio does not answer")

    def kill(self) -> None:
        """End the server without a word, as a crash would."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
            self._socket.unlink(missing_ok=True)

    def control(self, *arguments: str) -> str:
        """Run ``pactl``; its answer. Raises AudioError where it fails."""
        done = self._pactl(*arguments)
        if done.returncode:
            raise AudioError(f"pactl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _pactl(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**self._environment, "PULSE_SERVER": f"unix:{self._socket}"}
        return subprocess.run(
            ["pactl", *arguments], env=environment, capture_output=True, text=True, check=False
        )

    @contextmanager
    def echo(self, latency_ms: int = 60, *, apart: bool = False) -> Iterator[None]:
        """Route the loudspeaker into the microphone while this lasts.

        One clock for both, as in one device; ``apart``: the server stretches the sound to hold the
        latency (by 0.006 %, as seen), as if loudspeaker and microphone had clocks of their own.
        """
        adjust = f"adjust_time={10 if apart else 0}"
        options = ("source=speaker.monitor", "sink=micfeed", f"latency_msec={latency_ms}", adjust)
        module = self.control("load-module", "module-loopback", *options)
        try:
            yield
        finally:
            self.control("unload-module", module)

    @contextmanager
    def room(self) -> Iterator[None]:
        """Let the microphone hear a quiet room, not zeros, while this lasts (or the server)."""
        noise = np.random.default_rng(0).normal(0.0, _ROOM, 10 * _RECORD_RATE).astype("<i2")
        file = Path(self._folder.name, "room.raw")
        file.write_bytes(noise.tobytes())
        for_ever = ["sh", "-c", 'while cat "$0"; do :; done', str(file)]
        options = ["--format=s16le", "--channels=1", f"--rate={_RECORD_RATE}"]
        quiet = subprocess.DEVNULL
        source = subprocess.Popen(for_ever, stdout=subprocess.PIPE, stderr=quiet)
        player = subprocess.Popen(
            ["pacat", "-d", "micfeed", *options], stdin=source.stdout, stderr=quiet
        )
        try:
            yield
        finally:
            for process in (player, source):
                process.kill()
                process.wait()
            assert source.stdout
            source.stdout.close()


class Recording:
    """What a source of the server carries, as 16 kHz mono, with the time each piece came."""

    def __init__(self, source: str = "speaker.monitor") -> None:
        options = ["--format=s16le", "--channels=1", f"--rate={_RECORD_RATE}"]
        command = ["parec", "-d", source, *options, "--latency-msec=10"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._pieces: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        while not self._pieces:
            time.sleep(0.005)

    def _read(self) -> None:
        assert self._process.stdout
        while piece := self._process.stdout.read(_PIECE):
            self._pieces.append((time.perf_counter(), piece))

    def stop(self) -> None:
        """End the recording."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout
        self._process.stdout.close()

    def forget(self) -> None:
        """Let go of what was recorded so far."""
        self._pieces = []

    def samples(self, since: float = 0.0, until: float = float("inf")) -> npt.NDArray[np.int16]:
        """What came between two times of ``time.perf_counter``."""
        wanted = [piece for at, piece in list(self._pieces) if since <= at <= until]
        return np.frombuffer(b"".join(wanted), "<i2")

    def found(self, sound: npt.NDArray[np.float32], since: float) -> float | None:
        """When this sound (16 kHz) began, by its likeness, whatever else was heard; None: not."""
        pieces = [(at, piece) for at, piece in list(self._pieces) if at >= since]
        heard = np.frombuffer(b"".join(piece for _, piece in pieces), "<i2").astype(np.float32)
        size = 1 << (len(heard) + len(sound)).bit_length()
        likeness = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(sound, size)), size)
        begin = int(np.argmax(likeness[: max(1, len(heard) - len(sound) // 4)]))
        number = begin // (_PIECE // 2)
        return pieces[number][0] if number < len(pieces) else None

    def first_sound(self, since: float, threshold: int = 200) -> float | None:
        """When, after ``since``, something louder than the threshold came; None: not yet."""
        for at, piece in list(self._pieces):
            if at > since and np.abs(np.frombuffer(piece, "<i2").astype(int)).max() > threshold:
                return at
        return None

    def last_sound(
        self, since: float, threshold: int = 200, until: float = float("inf")
    ) -> float | None:
        """When, between two times, something louder than the threshold came for the last time."""
        for at, piece in reversed(list(self._pieces)):
            if at <= since:
                return None
            if at > until:
                continue
            if np.abs(np.frombuffer(piece, "<i2").astype(int)).max() > threshold:
                return at
        return None
