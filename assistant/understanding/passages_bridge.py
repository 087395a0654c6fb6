"""Lay wordings that the shipped packs know, used to read other documents on the same subject.

People ask "will I look like a waxwork" where a leaflet writes "stone-cold sculpture". A shipped
pack whose subject the documents share knows which plain question stands behind such wordings; the
plain question with its answer then finds the passage. The answer itself is never taken from there:
what is quoted is the document's own sentence, and only where it says the same.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from assistant import resources
from assistant.content.load import load_content
from assistant.content.model import Content, Intent, Pack, Section
from assistant.messages import Utterance
from assistant.protocols import Matcher
from assistant.settings import Settings
from assistant.understanding.encoder import Encoder, Vectors
from assistant.understanding.normalise import normalise
from assistant.understanding.passages_store import vectors_of

_PHRASINGS: Final = 20
"""Ways to ask that are looked at of each intent."""
_SHARED: Final = 0.3
"""Share of the sections that must name the subject."""

_made: dict[tuple[str, str, str], "Bridge"] = {}


class Bridge:
    """From a lay question to the plain ones that a shipped pack knows."""

    def __init__(self, pack: Pack, matcher: Matcher, encoder: Encoder) -> None:
        intents = [intent for intent in pack.intents if not intent.draft and not intent.control]
        self._places = {intent.id: place for place, intent in enumerate(intents)}
        self._matcher = matcher
        self._vectors = _vectors(intents, encoder)

    def read(self, question: str) -> tuple[Vectors, float]:
        """The vector of the plain questions that may be meant, each as likely as it counts, and
        the probability that it is one of them. Length 0 where it is none."""
        match = self._matcher.match(Utterance(question))
        known = [c for c in match.candidates if c.intent in self._places]
        total = sum(candidate.probability for candidate in known)
        if not known or total <= 0:
            return np.zeros(self._vectors.shape[1], np.float32), 0.0
        rows = [self._places[candidate.intent] for candidate in known]
        shares = np.array([c.probability / total for c in known], np.float32)
        return np.asarray(shares @ self._vectors[rows], np.float32), min(1.0, total)


def _vectors(intents: Sequence[Intent], encoder: Encoder) -> Vectors:
    """For each intent the question with its answer, and how it is asked, in equal parts."""
    texts = [[f"{i.title} {i.speech}", *i.phrasings[:_PHRASINGS]] for i in intents]
    found = []
    for plain, *asked in vectors_of(texts, encoder):
        way = np.mean(asked, axis=0) if asked else plain
        both = plain / np.linalg.norm(plain) + way / np.linalg.norm(way)
        found.append(both / np.linalg.norm(both))
    return np.array(found, np.float32)


def open_bridges(
    content: Content, sections: Sequence[Section], settings: Settings, encoder: Encoder
) -> list[Bridge]:
    """Bridges from the shipped packs that are not in use and share the sections' subject."""
    used = {pack.name for pack in content.packs}
    names = [path.parent.name for path in resources.shipped("intents").glob("*/pack.yaml")]
    other = settings.model_copy(
        update={
            "content": resources.shipped("intents"),
            "packs": [n for n in names if n not in used],
        }
    )
    if not other.packs:
        return []
    shipped = load_content(other)
    return [
        _bridge(pack, shipped, other, encoder)
        for pack in shipped.packs
        if pack.name not in used and _on_subject(pack, sections)
    ]


def _bridge(pack: Pack, shipped: Content, settings: Settings, encoder: Encoder) -> Bridge:
    """Made once: what is shipped stays the same while the clinic's own content is edited."""
    key = (shipped.digest, pack.name, encoder.digest)
    if key not in _made:
        _made[key] = Bridge(pack, _matcher(shipped, settings), encoder)
    return _made[key]


def _matcher(shipped: Content, settings: Settings) -> Matcher:
    # Imported here: where no subject is shared, none of this is loaded.
    from assistant.understanding.matcher import open_matcher

    return open_matcher(shipped, settings)


def _on_subject(pack: Pack, sections: Iterable[Section]) -> bool:
    """Whether the pack's own name for its subject stands in many of the sections."""
    names = [f" {normalise(name)} " for name in pack.topic.names]
    texts = [f" {normalise(f'{s.document} {s.heading} {s.text[:500]}')} " for s in sections]
    naming = sum(any(name in text for name in names) for text in texts)
    return bool(names) and naming >= _SHARED * len(texts)
