"""What is shipped beside the encoder belongs to the shipped packs: no first start makes it anew.
And what the shipped packs must keep apart."""

from dataclasses import asdict

import numpy as np

from assistant.content.load import load_content
from assistant.messages import Utterance
from assistant.settings import load_settings
from assistant.understanding import derived, encoder, keeping
from assistant.understanding.bank import Questions
from assistant.understanding.matcher import open_matcher
from assistant.understanding.prepared import prepare


def test_the_shipped_questions_are_those_of_the_shipped_packs() -> None:
    found = encoder.shared()
    asked = Questions.of(load_content(load_settings()))
    kept = keeping.read(found.folder / derived.SHIPPED, derived.key_of(asked, found))
    assert kept is not None, "run: python -m assistant.understanding.build"
    made = prepare(asked)
    np.testing.assert_equal(asdict(kept.prepared), asdict(made))


def test_what_names_the_topic_is_no_control_word() -> None:
    """ "Stop" is for the voice, "stop Botox" is about the treatment."""
    settings = load_settings()
    matcher = open_matcher(load_content(settings), settings)
    assert matcher.match(Utterance("please stop it now")).control == "stop"
    assert matcher.match(Utterance("please stop botox now")).control is None
