"""The WebSocket's messages: one small dataclass each, told apart by ``type``.

Text frames carry these as JSON. Binary frames carry sound: 16-bit little-endian mono samples,
from the page at 16 kHz while it listens, to the page at the rate that ``speech`` names.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from assistant.messages import Reply, WordMark, to_json

LONGEST_TEXT: Final = 4000
"""Characters of a typed question that are taken at all; the dialogue asks for far fewer."""

Phase: TypeAlias = Literal["attract", "ready", "listening", "thinking", "speaking"]


@dataclass(frozen=True, slots=True)
class Display:
    """How one visitor wants to read and hear; wiped with the session."""

    text_size: Annotated[int, Field(ge=1, le=4)] = 1
    """1 is the normal size, 4 the largest."""
    contrast: Literal["system", "light", "dark", "high"] = "system"
    captions: bool = True
    """Show what is heard while it is heard, and mark the sentence that is being read."""
    calm: bool = False
    """Nothing on the page moves."""
    sound: bool = True
    """Read the replies aloud."""
    everything: bool = False
    """Read aloud all that stands on the screen: longer answer, sources, questions to ask next."""
    keep_listening: bool = False
    """Listen again after each reply, without a touch."""
    rate: Annotated[int, Field(ge=80, le=350)] = 150
    """Words a minute."""
    volume: Annotated[float, Field(ge=0.2, le=1.0)] = 1.0


@dataclass(frozen=True, slots=True)
class Ask:
    """From the page: a question was typed, or one that stands on the page was touched."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    id: Annotated[str, Field(max_length=64)] = ""
    """The page's name for it; comes back in the reply."""
    type: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True)
class Listen:
    """From the page: the microphone was opened or closed; sound frames follow while it is open."""

    on: bool
    greeting: bool = False
    """Only wait for a greeting: everything else that is heard is dropped unseen."""
    type: Literal["listen"] = "listen"


@dataclass(frozen=True, slots=True)
class Mute:
    """From the page: the visitor muted the microphone, or took the mute away."""

    on: bool
    type: Literal["mute"] = "mute"


@dataclass(frozen=True, slots=True)
class Playing:
    """From the page: speech began or ended in the loudspeaker."""

    on: bool
    type: Literal["playing"] = "playing"


@dataclass(frozen=True, slots=True)
class Stop:
    """From the page: end the speech now."""

    type: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Active:
    """From the page: somebody touched the screen or a key."""

    type: Literal["active"] = "active"


@dataclass(frozen=True, slots=True)
class Wipe:
    """From the page: the visitor has finished; forget everything."""

    type: Literal["wipe"] = "wipe"


@dataclass(frozen=True, slots=True)
class Read:
    """From the page: say this, which has the focus, to somebody who has everything read aloud."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    type: Literal["read"] = "read"


@dataclass(frozen=True, slots=True)
class Settings:
    """Both ways: how this visitor wants to read and hear."""

    display: Display
    type: Literal["settings"] = "settings"


@dataclass(frozen=True, slots=True)
class Hello:
    """To the page, first: what it is connected to."""

    title: str
    """What questions may be about, such as "Botox"."""
    greeting: str
    controls: dict[str, str]
    """Control -> the words that, sent as ``ask``, have it obeyed."""
    display: Display
    """What a new visitor starts with."""
    audio: Literal["browser", "local"]
    """Whose microphone and loudspeaker are used: the page's, or the server's machine's."""
    greets: bool
    """Whether the page may keep the microphone open to wait for a greeting."""
    emergency_number: str
    signed: str
    """Who signed the content off, and when; empty where nobody has."""
    type: Literal["hello"] = "hello"


@dataclass(frozen=True, slots=True)
class State:
    """To the page: what the assistant is doing."""

    phase: Phase
    muted: bool = False
    level: float | None = None
    """With the machine's own devices: loudness of the microphone, 0 to 1."""
    type: Literal["state"] = "state"


@dataclass(frozen=True, slots=True)
class Caption:
    """To the page: what is heard, while it is heard."""

    text: str
    final: bool = False
    type: Literal["caption"] = "caption"


@dataclass(frozen=True, slots=True)
class Replied:
    """To the page: a reply, as ``POST /ask`` gives it."""

    reply: Reply
    type: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the spoken text, and what on the page it reads."""

    name: str
    """``speech``, ``answer``, ``source 1``, ``position 1``, ``choice 1``, ``related 1``, ..."""
    start: int
    """Index of its first character in the spoken text."""


@dataclass(frozen=True, slots=True)
class Speech:
    """To the page: sound frames of this text follow, until ``speech_end``."""

    text: str
    rate: int
    """Samples a second."""
    parts: tuple[Part, ...]
    urgent: bool = False
    """An emergency: a voice does not cut it off."""
    type: Literal["speech"] = "speech"


@dataclass(frozen=True, slots=True)
class Marks:
    """To the page: when words of the text that is being sent are spoken."""

    marks: tuple[WordMark, ...]
    type: Literal["marks"] = "marks"


@dataclass(frozen=True, slots=True)
class Spoken:
    """To the page: the word that the machine's own loudspeaker says now."""

    offset: int
    """Index of its first character in the spoken text."""
    type: Literal["spoken"] = "spoken"


@dataclass(frozen=True, slots=True)
class SpeechEnd:
    """To the page: all sound of the text was sent, or it was stopped."""

    stopped: bool = False
    """Drop what has not been played."""
    type: Literal["speech_end"] = "speech_end"


@dataclass(frozen=True, slots=True)
class StillThere:
    """To the page: nobody did anything for a while; without an answer it will all be forgotten."""

    text: str
    seconds: float
    """Time to answer."""
    type: Literal["still_there"] = "still_there"


@dataclass(frozen=True, slots=True)
class Here:
    """To the page: somebody is still there; take the question away."""

    type: Literal["here"] = "here"


@dataclass(frozen=True, slots=True)
class Wiped:
    """To the page: the session is forgotten here; forget it there, too."""

    text: str = ""
    type: Literal["wiped"] = "wiped"


@dataclass(frozen=True, slots=True)
class Fault:
    """To the page: a message could not be used, or something broke; the connection goes on."""

    text: str
    type: Literal["fault"] = "fault"


FromPage: TypeAlias = Ask | Listen | Mute | Playing | Stop | Active | Wipe | Read | Settings
ToPage: TypeAlias = (
    Hello | State | Caption | Replied | Speech | Marks | Spoken | SpeechEnd | Settings
    | StillThere | Here | Wiped | Fault
)  # fmt: skip

_FROM_PAGE: Final[TypeAdapter[FromPage]] = TypeAdapter(
    Annotated[FromPage, Field(discriminator="type")]
)


class WireError(ValueError):
    """A message from the page that cannot be used; the text says why, without repeating it."""


def parse(text: str) -> FromPage:
    """A message of the page. Raises WireError."""
    try:
        return _FROM_PAGE.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "message"
        raise WireError(f"{place}: {first['msg']}") from None


def dump(message: ToPage) -> str:
    """A message to the page, as one text frame."""
    return json.dumps(to_json(message), ensure_ascii=False, separators=(",", ":"))


def schema() -> dict[str, Any]:
    """JSON schemas of all messages, by direction, for the OpenAPI description."""
    sent: TypeAdapter[ToPage] = TypeAdapter(Annotated[ToPage, Field(discriminator="type")])
    template = "#/components/schemas/{model}"
    return {
        "from_page": _FROM_PAGE.json_schema(ref_template=template),
        "to_page": sent.json_schema(ref_template=template, mode="serialization"),
    }
