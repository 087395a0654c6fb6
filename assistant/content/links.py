"""Finds what intents refer to: sections of documents, and disagreements."""

from collections.abc import Collection, Mapping, Sequence

from assistant.content.model import MEDICAL_KNOWLEDGE, Document
from assistant.content.problems import Place, Problems
from assistant.content.reading import Yaml
from assistant.content.schema import DisagreementEntry, PositionEntry, near
from assistant.messages import Disagreement, Position, Source


class Links:
    """A pack's documents and disagreements, by name."""

    def __init__(
        self, documents: Sequence[Document], unread: Collection[str], problems: Problems
    ) -> None:
        """``unread`` are the titles of listed documents that could not be read: what cites them
        is no further problem."""
        self._unread = unread
        self._documents = {document.title: document for document in documents}
        self._problems = problems
        self.disagreements: dict[str, Disagreement] = {}
        """By key, as far as ``add_disagreements`` was told."""

    def add_disagreements(self, entries: Mapping[str, DisagreementEntry], yaml: Yaml) -> None:
        """Take up ``pack.yaml``'s disagreements."""
        for key, entry in entries.items():
            positions = tuple(
                self._position(position, yaml.at("disagreements", key, "positions", number))
                for number, position in enumerate(entry.positions)
            )
            self.disagreements[key] = Disagreement(entry.summary, positions)

    def source(self, title: str, heading: str, place: Place) -> Source:
        """The place in a document; a problem where there is no such document or section."""
        document = self._documents.get(title)
        if document is None and title in self._unread:
            return Source(title, heading)
        if document is None:
            self._problems.error(place, f"no document {title!r}", near(title, self._documents))
            return Source(title, heading)
        headings = [section.heading for section in document.sections]
        if heading not in headings:
            text = f"no section {heading!r} in {title!r}"
            self._problems.error(place, text, near(heading, headings))
        return Source(title, heading, document.path)

    def disagreement(self, keys: Sequence[str], place: Place) -> Disagreement | None:
        """What an intent refers to; several disagreements are told one after the other."""
        for key in keys:
            if key not in self.disagreements:
                cure = near(key, self.disagreements)
                self._problems.error(place, f"no disagreement {key!r} in pack.yaml", cure)
        known = [self.disagreements[key] for key in keys if key in self.disagreements]
        if len(known) < 2:
            return known[0] if known else None
        positions = tuple(position for each in known for position in each.positions)
        return Disagreement(" ".join(each.summary for each in known), positions)

    def _position(self, entry: PositionEntry, place: Place) -> Position:
        if entry.document == MEDICAL_KNOWLEDGE and not entry.section:
            return Position(entry.statement, Source(MEDICAL_KNOWLEDGE, ""))
        return Position(entry.statement, self.source(entry.document, entry.section, place))
