"""The server's routes: the page, the REST endpoints, the WebSocket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from assistant.kiosk import files, limits, openapi
from assistant.kiosk.api import Api
from assistant.kiosk.guard import Door, Guard
from assistant.kiosk.kiosk import Kiosk
from assistant.kiosk.visitor import Visitor


def create_app(kiosk: Kiosk, door: Door) -> ASGIApp:
    """The whole server as an ASGI application, behind its guard."""
    api = Api(kiosk)
    description = openapi.describe()

    async def described(request: Request) -> JSONResponse:
        return JSONResponse(description)

    async def visited(socket: WebSocket) -> None:
        await _serve(socket, kiosk)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        kiosk.workers.close()

    app = Starlette(
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused},
        routes=[
            Route("/ask", api.ask, methods=["POST"]),
            Route("/health", api.health),
            Route("/topics", api.topics),
            Route("/openapi.json", described),
            WebSocketRoute("/ws", visited),
            *files.routes(),
        ],
    )
    return Guard(app, door, files.style_hash())


async def _refused(request: Request, error: Exception) -> JSONResponse:
    """No such path or method: said in JSON, as every other refusal."""
    assert isinstance(error, HTTPException)
    told = f"{error.detail}: GET /openapi.json describes what can be asked here."
    return JSONResponse({"error": told}, error.status_code, error.headers)


async def _serve(socket: WebSocket, kiosk: Kiosk) -> None:
    """One page, unless so many are there that all would suffer."""
    if kiosk.visitors >= limits.CONNECTIONS:
        await socket.close(1013)
        return
    kiosk.visitors += 1
    try:
        await socket.accept()
        await Visitor(socket, kiosk).serve()
    finally:
        kiosk.visitors -= 1
