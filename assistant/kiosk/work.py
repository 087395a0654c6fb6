"""Blocking work (recognising, matching, speaking) beside the event loop, in bounded amounts."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

Result = TypeVar("Result")

_THREADS: Final = max(4, min(8, (os.cpu_count() or 1) + 2))
"""The libraries let go of Python's lock while they compute: a few more threads than cores keep
the cores busy, and a slow turn does not hold up a short one."""
_WAITING: Final = 256


class BusyError(Exception):
    """So much is waiting that one more would only make all slower."""


class Workers:
    """A small pool of threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="kiosk")
        self._waiting = 0

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """The function's result. Raises BusyError where too much is waiting already."""
        if self._waiting >= _WAITING:
            raise BusyError
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, function, *arguments)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Take no more work; what runs ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)
