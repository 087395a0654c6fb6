"""The REST endpoints, for other front ends and for watching over the server."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from assistant import __version__
from assistant.kiosk import limits, topics
from assistant.kiosk.kiosk import Kiosk
from assistant.kiosk.sessions import Sessions
from assistant.kiosk.work import BusyError
from assistant.messages import Reply, Utterance, to_json

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """The body of ``POST /ask``."""

    text: str
    session: Annotated[str, Field(max_length=64)] | None = None
    """Turns of one session share context; without it, or empty, the question stands alone."""
    id: Annotated[str, Field(max_length=64)] = ""
    """Comes back in the reply."""


@dataclass(frozen=True, slots=True)
class Health:
    """What ``GET /health`` tells."""

    version: str
    content: str
    """SHA-256 of the content in use."""
    visitors: int
    """Pages connected now."""
    sessions: int
    """Sessions of ``POST /ask`` that are remembered."""
    status: Literal["ok"] = "ok"


_QUESTION: Final = TypeAdapter(Question)


class Api:
    """Answers requests; holds nothing of a visitor beyond the sessions."""

    def __init__(self, kiosk: Kiosk) -> None:
        settings = kiosk.skill.settings
        self._kiosk = kiosk
        self.sessions = Sessions(kiosk.skill, settings.idle_seconds + settings.farewell_seconds)

    async def ask(self, request: Request) -> Response:
        """``POST /ask``: a question in, the reply out."""
        try:
            body = await asyncio.wait_for(_body(request), limits.PATIENCE)
        except (TimeoutError, ClientDisconnect):
            return _error(408, "The question did not arrive in time.")
        if body is None:
            return _error(413, f"A question may have {limits.BODY} bytes.")
        try:
            question = _QUESTION.validate_json(body)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "body"
            return _error(400, f'{place}: {first["msg"]}. Send {{"text": "a question"}}.')
        return await self._answer(question)

    async def _answer(self, question: Question) -> Response:
        try:
            reply = await self._reply(question)
        except BusyError:
            return JSONResponse(
                {"error": "Too many questions at once: ask again."}, 503, {"retry-after": "1"}
            )
        except Exception:
            _log.exception("a question could not be answered")
            return _error(500, "Something went wrong here.")
        return JSONResponse(to_json(reply))

    async def _reply(self, question: Question) -> Reply:
        utterance = Utterance(question.text, id=question.id)
        answer, run = self._kiosk.skill.reply, self._kiosk.workers.run
        if not question.session:
            return await run(answer, utterance)
        kept = self.sessions.get(question.session)
        async with kept.lock:
            return await run(answer, utterance, kept.session)

    async def health(self, request: Request) -> Response:
        """``GET /health``: whether it answers, and how many are being served."""
        self.sessions.sweep()
        digest = self._kiosk.skill.content.digest
        health = Health(__version__, digest, self._kiosk.visitors, len(self.sessions))
        return JSONResponse(to_json(health))

    async def topics(self, request: Request) -> Response:
        """``GET /topics``: the questions that can be asked, by topic."""
        return JSONResponse([to_json(topic) for topic in topics.topics(self._kiosk.skill.content)])


async def _body(request: Request) -> bytes | None:
    """The request's body; None where it is too large, as soon as that is known."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limits.BODY:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limits.BODY:
            return None
    return bytes(body)


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)
