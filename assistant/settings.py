"""One settings object: defaults < assistant.toml < environment ASSISTANT_* < flags."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import resources
from assistant.errors import SettingsError

_PREFIX: Final = "ASSISTANT_"


class Settings(BaseModel):
    """Every setting, its default and what it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    content: Path | None = Field(None, description="Folder of packs instead of the shipped ones.")
    packs: list[str] = Field([], description="Packs to use; all that are found where empty.")
    speech_model: Path | None = Field(
        None, description="Folder or installed name of the Vosk model; the shipped one by default."
    )
    model_mirror: str = Field(
        "", description="Address that speech models are fetched from instead of their own site."
    )
    voice: str = Field("", description="Voice of the synthesiser; its default where empty.")
    voice_rate: int = Field(150, ge=80, le=400, description="Speaking rate in words a minute.")
    voice_volume: float = Field(1.0, ge=0.0, le=1.0, description="Loudness, 0 to 1.")
    speak_sources: bool = Field(False, description="Say the source after each answer.")
    input_device: str = Field("", description="Microphone by name or number; default where empty.")
    output_device: str = Field("", description="Loudspeaker by name or number.")
    listen_mode: Literal["hands-free", "push-to-talk"] = Field(
        "hands-free", description="How `assistant listen` knows that it is spoken to."
    )
    tones: bool = Field(True, description="Short tones when listening starts and ends.")
    slow_speaker: bool = Field(False, description="Wait longer before an utterance is over.")
    idle_seconds: float = Field(
        45.0, gt=0, description="Silence after which it asks whether somebody is still there."
    )
    farewell_seconds: float = Field(
        20.0, gt=0, description="Further silence after which it forgets everything and greets anew."
    )
    emergency_number: str = Field(
        "", description="Local emergency number; the house pack's where empty."
    )
    kiosk_host: str = Field("127.0.0.1", description="Address the kiosk page is served on.")
    kiosk_port: int = Field(8765, ge=0, le=65535, description="Port of the kiosk page.")
    kiosk_token: str = Field(
        "", description="Secret that clients must send; made up where others can reach the address."
    )
    kiosk_audio: Literal["browser", "local"] = Field(
        "browser", description="Sound through the browser, or the machine's own devices."
    )
    misses: bool = Field(
        False, description="Keep questions that were not answered (no audio, no session, no time)."
    )
    misses_days: int = Field(90, ge=1, description="Days after which such a question is erased.")


def settings_file() -> Path:
    """``ASSISTANT_SETTINGS``, else ``assistant.toml`` here, else the user's."""
    if named := os.environ.get("ASSISTANT_SETTINGS"):
        return Path(named)
    here = Path("assistant.toml")
    return here if here.is_file() else resources.user_settings()


def load_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """All settings, with ``flags`` on top.

    Raises SettingsError where a value cannot be used, naming the setting and where it was given.
    """
    given = {**_in_file(), **_in_environment(), **(flags or {})}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"{_place(name, flags or {})}: {_said(first)}") from None


def _place(name: str, flags: Mapping[str, Any]) -> str:
    """Where a setting has its value from."""
    if name in flags:
        return f"the flag for the setting {name}"
    if _PREFIX + name.upper() in os.environ:
        return _PREFIX + name.upper()
    return f"{settings_file()}, setting {name}"


def _said(problem: Any) -> str:
    """What is wrong with a value, in pydantic's words but for the commonest slip."""
    if problem["type"] == "extra_forbidden":
        return f"there is no such setting (there are: {', '.join(Settings.model_fields)})"
    return str(problem["msg"])


def _in_file() -> dict[str, Any]:
    file = settings_file()
    try:
        return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from None


def _in_environment() -> dict[str, Any]:
    """A list is written as JSON there: ``ASSISTANT_PACKS='["botox"]'``."""
    found: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        if (value := os.environ.get(_PREFIX + name.upper())) is None:
            continue
        try:
            found[name] = json.loads(value) if field.annotation == list[str] else value
        except ValueError:
            raise SettingsError(
                f'{_PREFIX}{name.upper()}: write a list, such as ["botox"]'
            ) from None
    return found
