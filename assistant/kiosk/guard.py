"""Stands before every request: who may ask (Host, Origin, token, rate), and what browsers may do.

A page of another site must neither reach the WebSocket (cross-site WebSocket hijacking) nor read
answers under a name of its own (DNS rebinding), hence the checks of Origin and Host.
"""

import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.kiosk.limits import REQUESTS, Buckets

_COOKIE: Final = "kiosk"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src {style}; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the server is reached, and with what."""

    host: str
    """The address it listens on."""
    port: int
    token: str = ""
    """Secret that clients must show; empty where none is needed."""
    names: frozenset[str] = field(default_factory=frozenset)
    """Names of this machine, besides ``localhost``."""

    @classmethod
    def at(cls, host: str, port: int, token: str = "") -> "Door":
        """The door of a server; the machine's own names count only where others may come in."""
        if is_loopback(host):
            return cls(host, port, token)
        own = socket.gethostname().lower()
        return cls(host, port, token, frozenset({own, f"{own}.local", host.lower()}))

    def admits_host(self, value: str) -> bool:
        """Whether a Host header names this server: an address it has, not a name made for it."""
        try:
            parts = urlsplit(f"//{value}")
            name, port = (parts.hostname or "").lower(), parts.port or 80
        except ValueError:
            return False
        if port != self.port or parts.path or parts.query or parts.username is not None:
            return False
        if is_loopback(name) or name in self.names:
            return True
        return not is_loopback(self.host) and _is_address(name)

    def admits_origin(self, origin: str, host: str) -> bool:
        """Whether a page of that origin is this server's own; ``null`` and other sites are not."""
        return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")

    def admits_token(self, shown: str) -> bool:
        """Whether the secret is right."""
        return not self.token or secrets.compare_digest(shown.encode(), self.token.encode())


def is_loopback(name: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """ASGI middleware: refuses what may not come in, and adds the headers that protect a page."""

    def __init__(self, app: ASGIApp, door: Door, style: str) -> None:
        """``style``: how the policy names the only style sheet that a page may have."""
        self._app = app
        self._door = door
        self._headers = {**_HEADERS, "content-security-policy": _POLICY.format(style=style)}
        self._requests = Buckets(*REQUESTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        sender = self._with_headers(send) if scope["type"] == "http" else send
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, sender)
        elif scope["type"] == "http":
            await refusal(scope, receive, sender)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _with_headers(self, send: Send) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return sender

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._door.admits_host(host):
            return _error(
                421, "This server does not go by that name: use the address that it printed."
            )
        if not all(self._door.admits_origin(one, host) for one in headers.getlist("origin")):
            return _error(403, "Pages of other sites may not ask here.")
        client = scope.get("client")
        if scope["type"] == "http" and not self._requests.take(client[0] if client else ""):
            return _error(429, "Too many requests: wait a second.")
        return self._identify(scope, headers)

    def _identify(self, scope: Scope, headers: Headers) -> Response | None:
        """None where the token is shown; a token in the page's address becomes a cookie."""
        if not self._door.token:
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["type"] == "http" and asked and self._door.admits_token(asked):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(_COOKIE, asked, httponly=True, samesite="strict")
            return answer
        if self._door.admits_token(_shown(headers)):
            return None
        return _error(401, "Open the address with the token that `assistant kiosk` printed.")


def _shown(headers: Headers) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return cookie_parser(headers.get("cookie", "")).get(_COOKIE, "")


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)
