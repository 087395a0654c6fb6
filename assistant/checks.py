"""What this machine needs, looked at one by one; each missing part comes with its cure."""

import importlib.metadata
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from assistant import resources
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings, settings_file

_PACKAGE: Final = "clinic-assistant"
_DISK_MB: Final = 100
"""Room for the cache, the journal and a settings file, with some to spare."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at one part showed."""

    name: str
    ok: bool
    detail: str
    """What is there, or what is wrong."""
    cure: str = ""
    """The command or step that mends it; empty where nothing is wrong."""
    essential: bool = True
    """Without it no question can be answered; what is not essential only takes the sound away."""


def examine() -> Iterator[Finding]:
    """Look at every part, in the order in which they need each other."""
    yield _python()
    yield from _packages()
    yield _disk()
    try:
        settings = load_settings()
    except AssistantError as error:
        yield Finding("settings", False, str(error), f"edit or remove {settings_file()}")
        return
    yield _settings()
    for name, essential, cure, look in _LOOKS:
        try:
            yield Finding(name, True, look(settings), essential=essential)
        except AssistantError as error:
            yield Finding(name, False, str(error), cure, essential)
        except ImportError as error:
            yield Finding(name, False, str(error), f"pip install --force-reinstall {error.name}")


def _python() -> Finding:
    version = platform.python_version()
    ok = sys.version_info >= (3, 11)
    return Finding("python", ok, version, "" if ok else "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    """One finding for each missing package; one for all that are there."""
    try:
        needed = importlib.metadata.requires(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("packages", False, f"{_PACKAGE} is not installed", "pip install .")
        return
    names = [re.split(r"[^\w.-]", need)[0] for need in needed if "extra ==" not in need]
    missing = [name for name in names if not _installed(name)]
    for name in missing:
        yield Finding("packages", False, f"{name} is missing", f"pip install {name}")
    if not missing:
        yield Finding("packages", True, f"{len(names)} installed")


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _disk() -> Finding:
    folder = resources.user_data()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    ok = free >= _DISK_MB
    cure = "" if ok else f"free some space on the disk that holds {folder}"
    return Finding("disk", ok, f"{free} MB free in {folder}", cure)


def _settings() -> Finding:
    path = settings_file()
    return Finding("settings", True, str(path) if path.is_file() else "defaults (no file)")


def _content(settings: Settings) -> str:
    from assistant.content.load import load_content

    content = load_content(settings)
    names = ", ".join(pack.name for pack in content.packs)
    return f"packs {names}; {len(content.by_id)} intents"


def _understanding(settings: Settings) -> str:
    from assistant.messages import Utterance
    from assistant.skill import Skill

    reply = Skill.open(settings).reply(Utterance("hello"))
    return f"answers ({reply.outcome})"


def _speech_model(settings: Settings) -> str:
    from assistant.content.load import load_content
    from assistant.listening.vosk_recogniser import open_recogniser

    recogniser = open_recogniser(load_content(settings), settings)
    recogniser.accept(bytes(2 * recogniser.rate))
    recogniser.final()
    return f"listens at {recogniser.rate} samples a second"


def _voice(settings: Settings) -> str:
    from assistant.messages import VoiceSettings
    from assistant.speaking import open_synthesiser

    voice = open_synthesiser(settings, {})
    size = sum(len(c.pcm) for c in voice.speak("Hello.", VoiceSettings(voice=settings.voice)))
    return f"speaks ({size // 2 / voice.rate:.1f} s for a word, {len(voice.voices())} voices)"


def _portaudio(_: Settings) -> str:
    from assistant.listening.devices import sound

    return str(sound().get_portaudio_version()[1])


def _microphone(settings: Settings) -> str:
    from assistant.listening.devices import find

    return find(settings.input_device, "input").name


def _loudspeaker(settings: Settings) -> str:
    from assistant.listening.devices import find

    return find(settings.output_device, "output").name


_PORTAUDIO_CURE: Final = "sudo apt-get install libportaudio2"
_DEVICE_CURE: Final = "plug one in, then `assistant devices`; until then: assistant console"
_LOOKS: Final[tuple[tuple[str, bool, str, Callable[[Settings], str]], ...]] = (
    ("content", True, "assistant check", _content),
    ("understanding", True, "assistant models verify", _understanding),
    ("speech model", True, "assistant models verify", _speech_model),
    ("voice", True, "pip install --force-reinstall espeakng-loader pyttsx3", _voice),
    ("portaudio", False, _PORTAUDIO_CURE, _portaudio),
    ("microphone", False, _DEVICE_CURE, _microphone),
    ("loudspeaker", False, _DEVICE_CURE, _loudspeaker),
)
