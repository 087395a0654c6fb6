"""The OpenAPI description, made from the same dataclasses that the server uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from assistant import __version__
from assistant.kiosk import wire
from assistant.kiosk.api import Health, Question
from assistant.kiosk.topics import TopicList
from assistant.messages import Reply

_SCHEMAS: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Error:
    """Why a request was refused, for the person who made it."""

    error: str


def describe() -> dict[str, Any]:
    """The description of all endpoints, OpenAPI 3.1."""
    schemas: dict[str, Any] = {}
    for kind in (Question, Reply, Health, TopicList, Error):
        _add(
            schemas, kind.__name__, TypeAdapter(kind).json_schema(ref_template=_SCHEMAS + "{model}")
        )
    for direction, schema in wire.schema().items():
        _add(schemas, direction, schema)
    return {
        "openapi": "3.1.0",
        "info": {"title": "The assistant's kiosk", "version": __version__},
        "paths": _paths(),
        "components": {"schemas": schemas, "securitySchemes": {"token": _TOKEN}},
        "security": [{}, {"token": []}],
    }


_TOKEN: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "Only where the server is reached from other machines.",
}


def _paths() -> dict[str, Any]:
    ask = {
        "summary": "Ask a question",
        "requestBody": {"required": True, "content": _json(_ref("Question"))},
        "responses": {
            "200": {"description": "The reply", "content": _json(_ref("Reply"))},
            **_errors(400, 401, 403, 408, 413, 421, 429, 500, 503),
        },
    }
    return {
        "/ask": {"post": ask},
        "/health": {"get": _get("Whether it answers, and whom it serves", _ref("Health"))},
        "/topics": {
            "get": _get(
                "The questions that can be asked", {"type": "array", "items": _ref("TopicList")}
            )
        },
        "/openapi.json": {"get": _get("This description", {"type": "object"})},
        "/ws": {"get": _SOCKET},
    }


_SOCKET: Final = {
    "summary": "The WebSocket of a page",
    "description": "Text frames carry the messages `from_page` and `to_page`; binary frames carry "
    "sound: 16-bit little-endian mono samples, 16 kHz from the page while it listens, and to the "
    "page at the rate that `speech` names.",
    "responses": {"101": {"description": "The WebSocket is open"}},
}


def _get(summary: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    answer = {"description": summary, "content": _json(schema)}
    return {"summary": summary, "responses": {"200": answer, **_errors(401, 403, 421, 429)}}


def _errors(*statuses: int) -> dict[str, Any]:
    content = _json(_ref("Error"))
    return {str(s): {"description": "Refused", "content": content} for s in statuses}


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _SCHEMAS + name}


def _add(schemas: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    """A schema under its name, and those that it refers to beside it."""
    schemas.update(schema.pop("$defs", {}))
    schemas[name] = schema
