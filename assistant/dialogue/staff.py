"""Rings the desk, where the clinic has set how."""

import logging
import subprocess
from typing import Final

from assistant.content.model import House

_PATIENCE: Final = 2.0
"""Seconds that ringing may take: a visitor is waiting."""

_log = logging.getLogger(__name__)


def ring(house: House) -> bool | None:
    """Ring the desk. True: done, False: it failed, None: the clinic has set no way."""
    if not house.ring_command and not house.ring_webhook:
        return None
    import httpx  # late: its import takes a twentieth of a start

    try:
        if house.ring_command:
            subprocess.run(house.ring_command, check=True, timeout=_PATIENCE, capture_output=True)
        if house.ring_webhook:
            httpx.post(house.ring_webhook, timeout=_PATIENCE).raise_for_status()
    except (OSError, subprocess.SubprocessError, httpx.HTTPError) as error:
        _log.warning("the desk could not be rung: %s", error)
        return False
    return True
