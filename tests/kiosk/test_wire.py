"""The messages of the WebSocket."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.kiosk import wire
from assistant.messages import Reply, WordMark

displays = st.builds(
    wire.Display,
    text_size=st.integers(1, 4),
    contrast=st.sampled_from(["system", "light", "dark", "high"]),
    captions=st.booleans(),
    calm=st.booleans(),
    sound=st.booleans(),
    everything=st.booleans(),
    keep_listening=st.booleans(),
    rate=st.integers(80, 350),
    volume=st.floats(0.2, 1.0),
)


@given(display=displays)
def test_settings_come_back_as_they_were_sent(display: wire.Display) -> None:
    assert wire.parse(wire.dump(wire.Settings(display))) == wire.Settings(display)


@given(text=st.text(max_size=200))
def test_a_question_is_taken_whatever_its_characters(text: str) -> None:
    assert wire.parse(json.dumps({"type": "ask", "text": text})) == wire.Ask(text)


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ("", "message"),
        ("[]", "message"),
        ('{"type": "unknown"}', "message"),
        ('{"type": "ask"}', "ask.text"),
        ('{"type": "ask", "text": 3}', "ask.text"),
        ('{"type": "listen"}', "listen.on"),
        ('{"type": "settings", "display": {"text_size": 9}}', "settings.display.text_size"),
        ('{"type": "settings", "display": {"contrast": "pink"}}', "settings.display.contrast"),
    ],
)
def test_an_unusable_message_is_refused_and_the_place_is_named(sent: str, place: str) -> None:
    with pytest.raises(wire.WireError, match=f"^{place}: "):
        wire.parse(sent)


@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text: str) -> None:
    with pytest.raises(wire.WireError):
        wire.parse(text)


def test_a_question_longer_than_the_limit_is_refused() -> None:
    assert wire.parse(json.dumps({"type": "ask", "text": "a" * wire.LONGEST_TEXT}))
    with pytest.raises(wire.WireError):
        wire.parse(json.dumps({"type": "ask", "text": "a" * (wire.LONGEST_TEXT + 1)}))


def test_messages_to_the_page_are_json_with_their_type() -> None:
    reply = json.loads(wire.dump(wire.Replied(Reply("answer", "é", "é"))))
    assert (reply["type"], reply["reply"]["speech"]) == ("reply", "é")
    marks = json.loads(wire.dump(wire.Marks((WordMark(0, 3, 0.5),))))
    assert marks == {"type": "marks", "marks": [{"offset": 0, "length": 3, "time": 0.5}]}


def test_the_schema_describes_every_message() -> None:
    schema = wire.schema()
    assert set(schema["from_page"]["discriminator"]["mapping"]) == {
        "ask", "listen", "mute", "playing", "stop", "active", "wipe", "read",
        "settings",
    }  # fmt: skip
    assert set(schema["to_page"]["discriminator"]["mapping"]) == {
        "hello", "state", "caption", "reply", "speech", "marks", "spoken", "speech_end", "settings",
        "still_there", "here", "wiped", "fault",
    }  # fmt: skip
