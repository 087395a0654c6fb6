"""Figures as they are printed: shares with their intervals, and memory."""

import os
import subprocess
import sys
from collections.abc import Sequence

from assistant.figures import Share as Share


def memory() -> int:
    """Bytes that this process holds at most so far."""
    import resource

    return _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def peak_memory(arguments: Sequence[str]) -> int:
    """Bytes that ``assistant`` holds at most with these arguments, in a process of its own.

    The system counts from what this process holds: ask before much is loaded here.
    """
    command = [sys.executable, "-m", "assistant", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return _bytes(usage.ru_maxrss)


def _bytes(peak: int) -> int:
    return peak if sys.platform == "darwin" else peak * 1024
