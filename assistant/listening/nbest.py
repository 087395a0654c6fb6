"""From libvosk's alternatives to one hypothesis: confidences, and other readings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.listening.bridging import PART
from assistant.listening.vocabulary import UNKNOWN
from assistant.messages import Hypothesis, Word

KEPT: Final = 8
"""Alternatives that libvosk is asked for; they cost next to nothing."""
_SCALE: Final = 0.5
"""What differences of the alternatives' scores (natural logarithms) are multiplied by before they
are taken for odds: acoustic scores of neighbouring frames are not independent."""
_SLOPE: Final = 3.2
_OFFSET: Final = -0.9
"""Logistic calibration of the best alternative's share, on synthetic voices for tuning."""

Sentence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One alternative of an utterance."""

    words: tuple[Word, ...]
    share: float
    """Of all alternatives' likelihood."""

    @property
    def text(self) -> str:
        """The words with spaces."""
        return " ".join(word.text for word in self.words)


def hypothesis(parts: Sequence[Mapping[str, Any]], alikes: Mapping[Sentence, str]) -> Hypothesis:
    """The parts of an utterance as one hypothesis."""
    readings = [read for part in parts if (read := _readings(part, alikes))]
    if not readings:
        return Hypothesis("", 0.0)
    words = tuple(word for reading in readings for word in _confident(reading))
    share = math.prod(reading[0].share for reading in readings)
    text = " ".join(word.text for word in words)
    unknown = all(word.text == UNKNOWN for word in words)
    confidence = 0.0 if unknown else 1 / (1 + math.exp(-(_SLOPE * share + _OFFSET)))
    return Hypothesis(text, round(confidence, 4), _others(readings, text), words)


def _readings(part: Mapping[str, Any], alikes: Mapping[Sentence, str]) -> list[Reading]:
    """The alternatives of one part, each text once, best first; none where nothing was said."""
    found = part.get("alternatives", ())
    if not found or not found[0].get("result"):
        return []
    best = found[0]["confidence"]
    odds = [math.exp(min(0.0, _SCALE * (a["confidence"] - best))) for a in found]
    whole = sum(odds)
    result: dict[str, Reading] = {}
    for alternative, own in zip(found, odds, strict=True):
        words = [Word(w["word"], w["start"], w["end"], 0.0) for w in alternative.get("result", ())]
        reading = Reading(tuple(_merged(_named(_joined(words), alikes))), own / whole)
        before = result.get(reading.text, Reading(reading.words, 0.0))
        result[reading.text] = replace(before, share=before.share + reading.share)
    return sorted(result.values(), key=lambda reading: -reading.share)


def _merged(words: Sequence[Word]) -> list[Word]:
    """One ``[unk]`` for a run of them: how many there are says nothing."""
    result: list[Word] = []
    for word in words:
        if result and word.text == result[-1].text == UNKNOWN:
            result[-1] = replace(result[-1], end=word.end)
        else:
            result.append(word)
    return result


def _confident(readings: Sequence[Reading]) -> list[Word]:
    """The best reading's words, each with the share of the readings that have it there."""
    return [
        Word(word.text, word.start, word.end, round(min(1.0, _share(word, readings)), 4))
        for word in readings[0].words
    ]


def _share(word: Word, readings: Sequence[Reading]) -> float:
    return sum(r.share for r in readings if any(_same(word, other) for other in r.words))


def _same(word: Word, other: Word) -> bool:
    return word.text == other.text and word.start < other.end and other.start < word.end


def _others(readings: Sequence[Sequence[Reading]], text: str) -> tuple[str, ...]:
    """Whole readings other than the best: one part in another reading, the rest as it is."""
    best = [reading[0].text for reading in readings]
    found = [
        (reading.share, " ".join([*best[:place], reading.text, *best[place + 1 :]]))
        for place, part in enumerate(readings)
        for reading in part[1:]
    ]
    ordered = [whole for _, whole in sorted(found, key=lambda pair: -pair[0])]
    return tuple(dict.fromkeys(other for other in ordered if other not in ("", text)))[:KEPT]


def whole_words(text: str) -> str:
    """The text with the parts of bridged words put together."""
    return " ".join(word.text for word in _joined([Word(w, 0.0, 0.0, 0.0) for w in text.split()]))


def _joined(words: Sequence[Word]) -> list[Word]:
    """Parts of a bridged word ("ozempic+1 ozempic+2") as the word ("ozempic")."""
    result: list[Word] = []
    for word in words:
        whole, _, number = word.text.partition(PART)
        if result and number not in ("", "1"):
            result[-1] = replace(result[-1], end=word.end)
        else:
            result.append(replace(word, text=whole))
    return result


def _named(words: list[Word], alikes: Mapping[Sentence, str]) -> list[Word]:
    """Sound-alikes of names that the model lacks, as the names ("bow talks" -> "botox")."""
    result: list[Word] = []
    place = 0
    while place < len(words):
        length = _alike(words, place, alikes)
        if length:
            last = words[place + length - 1]
            name = alikes[tuple(w.text for w in words[place : place + length])]
            result.append(Word(name, words[place].start, last.end, 0.0))
        else:
            result.append(words[place])
        place += max(length, 1)
    return result


def _alike(words: Sequence[Word], place: int, alikes: Mapping[Sentence, str]) -> int:
    """Words from ``place`` on that are a sound-alike; the longest first; 0 where there is none."""
    longest = max(map(len, alikes), default=0)
    for length in range(min(longest, len(words) - place), 0, -1):
        if tuple(word.text for word in words[place : place + length]) in alikes:
            return length
    return 0
