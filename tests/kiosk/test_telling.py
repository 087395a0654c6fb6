"""What is read aloud of a reply."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.kiosk.telling import tell
from assistant.messages import Choice, Disagreement, Position, Reply, Source

_ONE = Source("Facts", "Muscles")
_OTHER = Source("Sagging", "Causes")
_REPLY = Reply(
    "answer",
    "They disagree.",
    "They disagree in detail.",
    sources=(_ONE, _OTHER),
    disagreement=Disagreement(
        "They disagree.", (Position("It weakens.", _ONE), Position("It relaxes.", _OTHER))
    ),
    related=(Choice("a.b", "Do muscles recover?"),),
)


def test_usually_only_the_speech_is_read() -> None:
    text, parts = tell(_REPLY, everything=False)
    assert text == "They disagree."
    assert [part.name for part in parts] == ["speech"]


def test_everything_tells_all_that_stands_on_the_screen() -> None:
    text, parts = tell(_REPLY, everything=True)
    for shown in ("They disagree in detail.", "It weakens.", "It relaxes.", "Do muscles recover?"):
        assert shown in text
    for place in ("Facts, section Muscles", "Sagging, section Causes"):
        assert place in text
    assert [part.name for part in parts] == [
        "speech", "answer", "position 1", "position 2", "related 1",
    ]  # fmt: skip


def test_a_place_is_named_once_and_none_is_left_out() -> None:
    also = Source("Leaflet", "Leaflet")
    text, _ = tell(replace(_REPLY, sources=(_ONE, _OTHER, also)), everything=True)
    assert text.count("Facts, section Muscles") == 1
    assert "This comes from Leaflet." in text


def test_choices_are_marked_while_the_speech_names_them() -> None:
    speech = "Did you mean: one, Do they shrink; or two, Do they grow?"
    choices = (Choice("a.s", "Do they shrink?"), Choice("a.g", "Do they grow?"))
    text, parts = tell(Reply("clarify", speech, speech, choices=choices), everything=True)
    assert text == speech
    assert [(p.name, text[p.start :][:7]) for p in parts] == [
        ("speech", "Did you"), ("choice 1", "Do they"), ("choice 2", "Do they"),
    ]  # fmt: skip
    assert parts[1].start < parts[2].start


@given(speech=st.text(max_size=40), answer=st.text(max_size=40), everything=st.booleans())
def test_each_part_begins_where_it_says(speech: str, answer: str, everything: bool) -> None:
    text, parts = tell(Reply("answer", speech, answer), everything)
    stretches = {"speech": speech, "answer": answer}
    for part in parts:
        assert text[part.start :].startswith(stretches[part.name])
    assert sorted(parts, key=lambda part: part.start) == list(parts)


def test_a_reply_without_words_is_silent() -> None:
    assert tell(Reply("control", "", "", control="stop"), everything=True) == ("", ())
