"""What is shipped beside the encoder belongs to the shipped packs: no first start makes it anew."""

from assistant.content.load import load_content
from assistant.settings import load_settings
from assistant.understanding import derived, encoder, keeping
from assistant.understanding.bank import gather


def test_the_shipped_questions_are_those_of_the_shipped_packs() -> None:
    found = encoder.shared()
    bank, _ = gather(load_content(load_settings()), found.words)
    kept = keeping.read(found.folder / derived.SHIPPED, derived.key_of(bank, found))
    assert kept is not None, "run: python -m assistant.understanding.build"
    assert len(kept.vectors) == len(bank.texts)
