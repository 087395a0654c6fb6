"""Single keys from the terminal, where there is one; without one, none ever come."""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import Final

_STEP: Final = 0.2
"""Seconds after which the reader looks whether it is still wanted."""


class Keys:
    """Reads keys in a thread of its own, so that the conversation never waits for one."""

    def __init__(self) -> None:
        self._pressed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._over = threading.Event()

    def pressed(self) -> Iterator[str]:
        """The keys since the last call."""
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._pressed.get_nowait()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Read keys while this lasts; the terminal is as before afterwards."""
        if sys.stdin is None or sys.stdin.closed or not sys.stdin.isatty():
            yield
            return
        read = self._read_windows if os.name == "nt" else self._read_terminal
        thread = threading.Thread(target=read, name="keys", daemon=True)
        with contextlib.nullcontext() if os.name == "nt" else _single_keys():
            thread.start()
            try:
                yield
            finally:
                self._over.set()
                thread.join(1.0)

    def _read_terminal(self) -> None:
        import select

        while not self._over.is_set():
            ready, _, _ = select.select([sys.stdin], [], [], _STEP)
            if ready:
                data = os.read(sys.stdin.fileno(), 32)
                if not data:
                    return
                for key in data.decode("utf-8", "ignore"):
                    self._pressed.put(key)

    def _read_windows(self) -> None:
        import importlib

        console = importlib.import_module("msvcrt")
        while not self._over.wait(0.02):
            while console.kbhit():
                self._pressed.put(console.getwch())


@contextlib.contextmanager
def _single_keys() -> Iterator[None]:
    """Keys come one by one and are not echoed; Ctrl-C still interrupts."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
