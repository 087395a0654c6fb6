"""Runs the kiosk: binds, says where it is, serves until it is told to end."""

import logging
import secrets
import socket
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.content.watch import watch
from assistant.errors import SettingsError
from assistant.kiosk import limits
from assistant.kiosk.app import create_app
from assistant.kiosk.guard import Door, is_loopback
from assistant.kiosk.kiosk import Kiosk
from assistant.kiosk.machine import Machine
from assistant.kiosk.work import Workers
from assistant.skill import Skill

_log = logging.getLogger(__name__)

_GRACE: Final = 3
"""Seconds that running turns have to end when the server is told to."""
_BACKLOG: Final = 256


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, but a connection on which no request arrives is closed.

    Otherwise a few hundred half-open sockets would keep everybody else out.
    """

    _answered: Any = None

    def connection_made(self, transport: Any) -> None:
        """Give the client some seconds for each request."""
        super().connection_made(transport)
        self.loop.call_later(limits.PATIENCE, self._close_unused)

    def _close_unused(self) -> None:
        """Close it where the last request is still the one that was answered a while ago."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        waits = self.cycle is None or self.cycle.response_complete
        if waits and self.cycle is self._answered:
            self.transport.close()
            return
        self._answered = self.cycle if waits else None
        self.loop.call_later(limits.PATIENCE, self._close_unused)


def serve(skill: Skill, echo: Callable[[str], None], *, greets: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises SettingsError where the address cannot be used,
    AudioError where the machine's own devices are wanted and missing."""
    settings = skill.settings
    token = settings.kiosk_token
    if not is_loopback(settings.kiosk_host):
        token = token or secrets.token_urlsafe(18)
        echo(_WARNING)
    listener = _bind(settings.kiosk_host, settings.kiosk_port)
    door = Door.at(settings.kiosk_host, listener.getsockname()[1], token)
    kiosk = Kiosk(skill, Workers(), greets, _machine(skill))
    warm_up(kiosk)
    echo(f"The kiosk page is at {address(door)} (Ctrl-C ends it)")
    try:
        with watch(settings, kiosk.use, _log.warning, skill.content):
            uvicorn.Server(_config(kiosk, door)).run(sockets=[listener])
    finally:
        kiosk.workers.close()
        if kiosk.machine is not None:
            kiosk.machine.close()
        listener.close()


_WARNING: Final = (
    "Others on the network can reach this address, and nothing on the way is encrypted. Browsers "
    "on other machines give no microphone to it: there, questions are typed or touched."
)


def _machine(skill: Skill) -> Machine | None:
    """The machine's own devices; sound is opened only where it is wanted."""
    return Machine(skill) if skill.settings.kiosk_audio == "local" else None


def address(door: Door) -> str:
    """What to open in a browser."""
    host = "localhost" if is_loopback(door.host) else door.host
    name = f"[{host}]" if ":" in host else host
    secret = f"?token={quote(door.token)}" if door.token else ""
    return f"http://{name}:{door.port}/{secret}"


def warm_up(kiosk: Kiosk) -> None:
    """Do once, before anybody waits for it, what the first question would have to wait for."""
    from assistant.messages import Utterance

    kiosk.skill.recogniser()
    kiosk.judge.wait("what")
    kiosk.skill.synthesiser()
    kiosk.skill.reply(Utterance(kiosk.hello.controls.get("help", "help")))


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"the kiosk cannot use {host} port {port}: {error.strerror}. "
            "Choose another with --port, or --port 0 for any that is free."
        ) from None
    listener.setblocking(False)
    return listener


def _config(kiosk: Kiosk, door: Door) -> uvicorn.Config:
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    return uvicorn.Config(
        create_app(kiosk, door),
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_max_size=limits.BODY,
        ws_per_message_deflate=False,
        limit_concurrency=limits.SOCKETS,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        access_log=False,
        log_config=None,
    )
