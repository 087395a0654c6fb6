"""Takes up content that is edited while the assistant runs, if it is sound."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.errors import ContentError
from assistant.settings import Settings

_SETTLE: Final = 200
"""Milliseconds of quiet after which an edit is over: editors write a file in several steps."""
_LATEST: Final = 600
"""Milliseconds after which a change is looked at even while others go on."""
_WAIT: Final = 5.0
"""Seconds to wait for the thread's end, and between looks for a folder that is not there yet."""


class Watcher:
    """A thread that watches the packs' folders until it is stopped."""

    def __init__(
        self,
        settings: Settings,
        on_change: Callable[[Content], None],
        on_error: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._on_change = on_change
        self._on_error = on_error
        self._digest = ""
        self._stopped = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="content watcher", daemon=True)

    def start(self, using: Content | None = None, wait: bool = True) -> "Watcher":
        """Begin; ``using`` is the content in use, told of no more. Returns once it watches, or at
        once: an edit from before it watches is not missed."""
        self._digest = using.digest if using else ""
        self._thread.start()
        if wait:
            self._ready.wait(_WAIT)
        return self

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join(_WAIT)

    @property
    def running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.is_alive()

    def __enter__(self) -> "Watcher":
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def _run(self) -> None:
        from watchfiles import watch as changes

        while not self._stopped.is_set():
            folders = watched(self._settings)
            if not folders:
                self._ready.set()
                self._stopped.wait(_WAIT)
                continue
            self._look_at(
                folders,
                changes(
                    *folders,
                    debounce=_LATEST,
                    step=_SETTLE,
                    stop_event=self._stopped,
                    rust_timeout=_SETTLE,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                ),
            )

    def _look_at(self, folders: list[Path], changes: Iterator[object]) -> None:
        """Until stopped, or until other folders are to be watched (a first pack of the user's).

        The first look needs no change: something may have been edited before the watch began.
        """
        for number, changed in enumerate(changes):
            if changed or number == 0:
                self._look()
                self._ready.set()
            if watched(self._settings) != folders:
                return

    def _look(self) -> None:
        """Load what is there now; a broken edit leaves what is in use as it is."""
        try:
            content = load_content(self._settings)
            if content.digest != self._digest:
                self._digest = content.digest
                self._on_change(content)
        except ContentError as error:
            self._tell(str(error))
        except Exception as error:  # whatever it is, the kiosk must go on with what it has
            self._tell(f"the edited content cannot be used: {error}")

    def _tell(self, reason: str) -> None:
        """Once for each reason: an editor's backup file is a change too, and changes nothing."""
        if reason != self._digest:
            self._digest = reason
            self._on_error(reason)


def watch(
    settings: Settings,
    on_change: Callable[[Content], None],
    on_error: Callable[[str], None],
    using: Content | None = None,
    wait: bool = True,
) -> Watcher:
    """Watch the packs in a thread of its own.

    ``on_change`` gets sound content, from the thread, within a second of the edit; ``on_error``
    one line that says why an edit is not taken up ("file:line: what: cure").
    """
    return Watcher(settings, on_change, on_error).start(using, wait)


def watched(settings: Settings) -> list[Path]:
    """The folders in which content may change; those that are there."""
    own = settings.content or resources.user_content()
    folders = [own, resources.shipped("intents")]
    return [folder for folder in folders if folder.is_dir()]
