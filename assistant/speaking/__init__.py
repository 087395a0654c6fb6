"""From text to sound: synthesisers, the player, word marks."""

import sys
from collections.abc import Mapping

from assistant.errors import ModelError
from assistant.protocols import Synthesiser
from assistant.settings import Settings


def open_synthesiser(settings: Settings, say: Mapping[str, str]) -> Synthesiser:
    """The voice of this machine; ``say`` maps words to spellings that it says right.

    Raises ModelError where there is none, SettingsError where the set voice does not exist.
    """
    from assistant.messages import VoiceSettings

    voice = _open(say)
    if settings.voice:
        next(iter(voice.speak("a", VoiceSettings(voice=settings.voice))), None)
    return voice


def _open(say: Mapping[str, str]) -> Synthesiser:
    from assistant.speaking.synthesiser import EspeakSynthesiser
    from assistant.speaking.system import SystemSynthesiser

    if sys.platform in ("win32", "darwin"):  # these have voices of their own, and better ones
        try:
            return SystemSynthesiser(say)
        except ModelError:
            return EspeakSynthesiser(say)
    return EspeakSynthesiser(say)
