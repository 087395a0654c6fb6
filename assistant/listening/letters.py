"""Letters to sounds: the phones of words that no dictionary has, by eSpeak's rules.

eSpeak keeps its state in globals, and the assistant's voice may be speaking: it is asked in a
process of its own (this file, run as a script), which takes a few hundredths of a second.
"""

import ctypes
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_VOICES: Final = ("gmw/en-US", "gmw/en")
"""American and British rules: both are said."""
_PATIENCE: Final = 20.0
"""Seconds that eSpeak may take: it does 50,000 words in one."""

# fmt: off
_IPA: Final = {
    "ɑː": "AA", "ɒ": "AA", "ɑ": "AA", "æ": "AE", "a": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "ɔː": "AO", "ɔ": "AO", "aʊ": "AW", "aɪ": "AY", "ɛ": "EH", "e": "EH", "ɜː": "ER", "ɜ": "ER",
    "ɚ": "ER", "eɪ": "EY", "ɪ": "IH", "ᵻ": "IH", "iː": "IY", "i": "IY", "oʊ": "OW", "əʊ": "OW",
    "ɔɪ": "OY", "o": "OW", "ʊ": "UH", "uː": "UW", "u": "UW", "y": "UW", "ø": "ER", "œ": "ER",
    "aɪɚ": "AY ER", "aɪə": "AY ER", "aʊə": "AW ER", "iə": "IY AH", "eə": "EH R", "ʊə": "UH R",
    "oː": "AO", "eː": "EY", "b": "B", "tʃ": "CH", "d": "D", "ð": "DH", "f": "F", "ɡ": "G",
    "h": "HH", "dʒ": "JH", "k": "K", "l": "L", "ɬ": "L", "ɫ": "L", "m": "M", "n": "N", "ɲ": "N Y",
    "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "s": "S", "ʃ": "SH", "ç": "SH", "t": "T", "ɾ": "T",
    "ʔ": "T", "θ": "TH", "v": "V", "β": "V", "w": "W", "j": "Y", "z": "Z", "ʒ": "ZH", "x": "K",
    "ɣ": "G", "m̩": "AH M", "n̩": "AH N", "l̩": "AH L",
}
# fmt: on
_SYMBOL: Final = re.compile("|".join(sorted(_IPA, key=len, reverse=True)))

Pronunciation = tuple[str, ...]


def pronounce(words: Iterable[str]) -> dict[str, list[Pronunciation]]:
    """Each word's likely pronunciations in CMU phones; a word that eSpeak cannot read is left out,
    all are where eSpeak does not run."""
    asked = sorted(set(words))
    if not asked:
        return {}
    command = [sys.executable, __file__, *_VOICES]
    try:
        done = subprocess.run(
            command, input="\n".join(asked), capture_output=True, encoding="utf-8",
            timeout=_PATIENCE, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return {}
    return _read(asked, done.stdout.splitlines())


def _read(asked: Sequence[str], lines: Sequence[str]) -> dict[str, list[Pronunciation]]:
    result: dict[str, list[Pronunciation]] = {}
    for number, line in enumerate(lines):
        if said := from_ipa(line):
            known = result.setdefault(asked[number % len(asked)], [])
            known += [] if said in known else [said]
    return result


def from_ipa(text: str) -> Pronunciation:
    """eSpeak's IPA in CMU phones, without stress; other signs are left out.

    A doubled phone ("ʊɹɹ") is one.
    """
    phones = " ".join(_IPA[found] for found in _SYMBOL.findall(text)).split()
    return tuple(p for before, p in zip(["", *phones], phones, strict=False) if p != before)


def from_cmu(text: str) -> Pronunciation:
    """CMU phones without their stress."""
    return tuple(re.sub(r"\d", "", text).split())


def _ipa(voices: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    """The words by each voice's rules, in IPA (in the process of its own)."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    synchronous, ipa, utf8, no_exit = 2, 2, 1, 0x8000
    library.espeak_Initialize(synchronous, 0, espeakng_loader.get_data_path().encode(), no_exit)
    read = library.espeak_TextToPhonemes
    read.restype = ctypes.c_char_p
    read.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    for voice in voices:
        library.espeak_SetVoiceByName(voice.encode())
        for word in words:
            text, parts = ctypes.c_char_p(word.encode()), []
            while text.value is not None:
                parts.append(read(ctypes.byref(text), utf8, ipa).decode())
            yield " ".join(parts)


def _main(voices: Sequence[str]) -> None:
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in _ipa(voices, sys.stdin.read().splitlines()):
        print(line)


if __name__ == "__main__":
    _main(sys.argv[1:])
