"""Short questions that lean on the last answer ("why would it?")."""

from assistant.content.model import Content
from assistant.dialogue.wording import Wordings


class FollowUps:
    """Knows the kinds of follow-up and where each leads from an intent."""

    def __init__(self, content: Content) -> None:
        self._intents = content.by_id
        self._kinds = Wordings(content.house.follow_ups)

    def leads_to(self, text: str, intent: str | None) -> str | None:
        """The intent that the utterance asks for after ``intent`` was answered, if any."""
        kind = self.kind(text)
        if kind is None or intent is None or intent not in self._intents:
            return None
        return self._intents[intent].follow_ups.get(kind)

    def kind(self, text: str) -> str | None:
        """The kind of follow-up that the whole utterance is; None where it is none."""
        return self._kinds.find(text)
