"""Answers JSON lines, one reply for each; a bad line never stops the rest."""

import json
import logging
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.dialogue.session import Session
from assistant.errors import AssistantError
from assistant.hear import hear_file
from assistant.messages import Reply, Utterance, to_json
from assistant.protocols import Recogniser
from assistant.skill import Skill

_SESSIONS: Final = 1000
"""Sessions remembered; the one unused for longest is forgotten first."""

_log = logging.getLogger(__name__)


class _Line(BaseModel):
    """One line of the input."""

    model_config = ConfigDict(strict=True)

    id: str | int | None = None
    text: str | None = None
    audio: str | None = None
    session: str | int | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "_Line":
        if (self.text is None) == (self.audio is None):
            raise ValueError('needs either "text" or "audio"')
        return self


class Batch:
    """Answers lines in order and keeps their sessions."""

    def __init__(self, skill: Skill) -> None:
        self._skill = skill
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self.errors = 0
        """Lines that could not be used."""

    def answer(self, line: bytes) -> str:
        """One line of JSON in, one line of JSON out (ASCII, without the newline)."""
        id: str | int | None = None
        try:
            data = json.loads(line.decode("utf-8-sig").strip())
            if not isinstance(data, dict):
                raise AssistantError('the line is no JSON object, such as {"id": 1, "text": "..."}')
            id = data.get("id")
            result = to_json(self._reply(_Line.model_validate(data)))
            return json.dumps({**result, "id": id if id is not None else ""})
        except ValidationError as error:
            problem = "; ".join(_problem(detail) for detail in error.errors())
        except UnicodeDecodeError:
            problem = "the line is not UTF-8"
        except (ValueError, RecursionError) as error:
            problem = f"the line is not JSON: {error}"
        except AssistantError as error:
            problem = str(error)
        except Exception:  # the rest of the lines must go on, whatever this one did
            _log.exception("line %r", line[:200])
            problem = "this line could not be answered"
        self.errors += 1
        return json.dumps({"id": id if isinstance(id, (str, int)) else None, "error": problem})

    def _reply(self, line: _Line) -> Reply:
        session = self._session(str(line.session)) if line.session is not None else None
        if line.audio is not None:
            path = Path(line.audio)
            return hear_file(self._skill, path, session, recogniser=self._recogniser)
        return self._skill.reply(Utterance(line.text or ""), session)

    def _session(self, id: str) -> Session:
        if id not in self._sessions:
            self._sessions[id] = self._skill.session(id)
        self._sessions.move_to_end(id)
        if len(self._sessions) > _SESSIONS:
            self._sessions.popitem(last=False)
        return self._sessions[id]

    @cached_property
    def _recogniser(self) -> Recogniser:
        return self._skill.recogniser()


def _problem(detail: Any) -> str:
    place = str(detail["loc"][0]) if detail["loc"] else ""
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
