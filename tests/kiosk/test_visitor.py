"""A visitor's conversation over the WebSocket."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import soundfile
from websockets.sync.client import ClientConnection

from assistant.bench.kiosk_server import Served, serve

_FRAME = 3200


class Talk:
    """A page without a screen."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.hello = self.get("hello")

    def send(self, type: str, **fields: Any) -> None:
        """Send a message."""
        self._socket.send(json.dumps({"type": type, **fields}))

    def get(self, type: str) -> dict[str, Any]:
        """The next message of that type; what comes before it is passed over."""
        while True:
            message = self.next()
            if isinstance(message, dict) and message["type"] == type:
                return message

    def stopped(self) -> None:
        """Pass over what comes until the speech is stopped."""
        while not self.get("speech_end")["stopped"]:
            pass

    def next(self) -> dict[str, Any] | bytes:
        """The next message or frame of sound."""
        message = self._socket.recv(timeout=30)
        if isinstance(message, bytes):
            return message
        parsed: dict[str, Any] = json.loads(message)
        return parsed

    def ask(self, text: str) -> dict[str, Any]:
        """The reply to a question."""
        self.send("ask", text=text)
        reply: dict[str, Any] = self.get("reply")["reply"]
        return reply

    def say(self, wav: Path) -> None:
        """Send a sound file as a microphone would, only faster."""
        samples, rate = soundfile.read(wav, dtype="int16")
        assert rate == 16_000
        pcm = samples.tobytes()
        for start in range(0, len(pcm), _FRAME):
            self._socket.send(pcm[start : start + _FRAME])


@contextmanager
def _talk(served: Served) -> Iterator[Talk]:
    with served.socket() as socket:
        yield Talk(socket)


@pytest.fixture
def talk(kiosk: Served) -> Iterator[Talk]:
    """A page on the shared kiosk."""
    with _talk(kiosk) as talk:
        yield talk


def test_the_page_learns_what_it_needs(talk: Talk) -> None:
    hello = talk.hello
    assert hello["title"] == "Botox"
    assert hello["audio"] == "browser"
    assert hello["signed"] == ""
    assert {"repeat", "staff", "help", "more", "back"} <= set(hello["controls"])
    assert talk.get("state")["phase"] == "attract"


def test_a_reply_comes_with_speech_and_the_times_of_its_words(talk: Talk) -> None:
    reply = talk.ask("Does Botox weaken the muscles?")
    speech = talk.get("speech")
    assert speech["text"] == reply["speech"]
    assert speech["parts"] == [{"name": "speech", "start": 0}]
    sound, marks = 0, []
    while (message := talk.next()) != {"type": "speech_end", "stopped": False}:
        if isinstance(message, bytes):
            sound += len(message)
        elif message["type"] == "marks":
            marks += message["marks"]
    seconds = sound / 2 / speech["rate"]
    words = [speech["text"][m["offset"] :][: m["length"]] for m in marks]
    assert words[0] == "The" and len(words) > 10
    times = [mark["time"] for mark in marks]
    assert times == sorted(times) and times[-1] < seconds


def test_a_new_question_ends_the_speech(talk: Talk) -> None:
    talk.ask("Does Botox weaken the muscles?")
    talk.get("speech")
    talk.send("ask", text="What is Botox?")
    talk.stopped()
    assert talk.get("reply")["reply"]["intent"] == "botox.what_is_botox"


def test_stop_ends_the_speech(talk: Talk) -> None:
    talk.ask("What is Botox?")
    talk.get("speech")
    talk.send("stop")
    talk.stopped()


def test_without_sound_nothing_is_said(talk: Talk) -> None:
    talk.send("settings", display={**talk.hello["display"], "sound": False})
    talk.ask("What is Botox?")
    assert talk.next() == {"type": "state", "phase": "ready", "muted": False, "level": None}


def test_the_page_changes_by_words(talk: Talk) -> None:
    wishes = {
        "bigger text": ("text_size", 2),
        "high contrast please": ("contrast", "high"),
        "captions off": ("captions", False),
        "nothing should move": ("calm", True),
        "read me everything": ("everything", True),
        "keep listening": ("keep_listening", True),
        "sound off": ("sound", False),
    }
    for words, (name, value) in wishes.items():
        talk.send("ask", text=words)
        assert talk.get("settings")["display"][name] == value, words
        assert talk.get("reply")["reply"]["outcome"] == "control"


def test_an_emergency_is_no_wish_for_another_page(talk: Talk) -> None:
    for words in ("I can't breathe", "I suddenly cannot see"):
        assert talk.ask(words)["outcome"] == "emergency", words


def test_slower_shows_in_the_settings(talk: Talk) -> None:
    talk.send("ask", text="slower")
    assert talk.get("settings")["display"]["rate"] < talk.hello["display"]["rate"]


def test_reading_everything_adds_the_sources(talk: Talk) -> None:
    talk.send("settings", display={**talk.hello["display"], "everything": True})
    talk.ask("Do men have Botox too?")
    speech = talk.get("speech")
    names = [part["name"] for part in speech["parts"]]
    assert names[0] == "speech" and "source 1" in names and "related 1" in names
    assert "This comes from" in speech["text"]


def test_a_spoken_question_is_captioned_and_answered(
    talk: Talk, speak: Callable[[str], Path]
) -> None:
    talk.send("listen", on=True)
    assert talk.get("state")["phase"] in ("attract", "ready", "listening")
    talk.say(speak("does botox weaken the muscles"))
    captions = []
    while (message := talk.next())["type"] != "reply":  # type: ignore[call-overload]
        assert isinstance(message, dict)
        if message["type"] == "caption":
            captions.append((message["text"], message["final"]))
    assert isinstance(message, dict)
    reply = message["reply"]
    assert reply["intent"] == "botox.weakens_muscles"
    assert reply["heard"]["text"] == captions[-1][0]
    assert captions[-1][1] is True
    assert len({text for text, _ in captions}) > 2


def test_nothing_said_is_answered_too(talk: Talk, speak: Callable[[str], Path]) -> None:
    talk.send("listen", on=True)
    talk.send("listen", on=False)
    reply = talk.get("reply")["reply"]
    assert reply["outcome"] == "decline" and reply["heard"]["text"] == ""


def test_what_is_said_while_muted_is_dropped(talk: Talk, speak: Callable[[str], Path]) -> None:
    talk.send("listen", on=True)
    talk.send("mute", on=True)
    talk.send("listen", on=True)
    talk.say(speak("what is botox"))
    talk.send("ask", text="hello")
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["type"] != "reply":
        message = talk.next()
        assert isinstance(message, dict)
        seen.append(message)
    assert "caption" not in [message["type"] for message in seen]
    assert seen[-1]["reply"]["control"] == "greeting"


def test_who_types_after_all_is_not_listened_to(talk: Talk) -> None:
    talk.send("listen", on=True)
    while talk.get("state")["phase"] != "listening":
        pass
    talk.ask("What is Botox?")
    assert talk.get("state")["phase"] == "ready"


def test_stop_listening_closes_the_microphone(talk: Talk) -> None:
    talk.ask("keep listening")
    talk.send("listen", on=True)
    while talk.get("state")["phase"] != "listening":
        pass
    talk.ask("stop listening")
    assert talk.get("state")["phase"] == "ready"


def test_what_has_the_focus_is_said_only_where_everything_is(talk: Talk) -> None:
    talk.send("read", text="Settings.")
    talk.send("settings", display={**talk.hello["display"], "everything": True})
    talk.send("read", text="Help.")
    assert talk.get("speech")["text"] == "Help."


def test_the_focus_does_not_cut_an_emergency_off(talk: Talk) -> None:
    talk.send("settings", display={**talk.hello["display"], "everything": True})
    told = talk.ask("I cannot breathe")
    talk.send("playing", on=True)
    talk.send("read", text="Close this message.")
    talk.send("dance")
    seen = [talk.next()]
    while not (isinstance(seen[-1], dict) and seen[-1]["type"] == "fault"):
        seen.append(talk.next())
    spoken = [one["text"] for one in seen if isinstance(one, dict) and one["type"] == "speech"]
    assert len(spoken) == 1 and spoken[0].startswith(told["speech"])


def test_sound_that_nobody_asked_for_is_dropped(talk: Talk, speak: Callable[[str], Path]) -> None:
    talk.say(speak("what is botox"))
    assert talk.ask("hello")["heard"] is None


def test_goodbye_forgets_everything(talk: Talk) -> None:
    session = talk.ask("What is Botox?")["session"]
    talk.send("ask", text="goodbye")
    assert "Goodbye" in talk.get("wiped")["text"]
    after = talk.ask("repeat")
    assert after["session"] != session
    assert "botulinum" not in after["speech"].lower()


def test_finish_forgets_words_and_settings(talk: Talk) -> None:
    talk.ask("What is Botox?")
    talk.send("ask", text="bigger text")
    talk.get("settings")
    talk.send("wipe")
    assert talk.get("wiped")["text"] == ""
    talk.send("ask", text="bigger text")
    assert talk.get("settings")["display"]["text_size"] == 2
    talk.send("wipe")
    talk.get("wiped")
    assert "nothing" in talk.ask("go back")["speech"].lower()


def test_pages_do_not_see_each_other(kiosk: Served) -> None:
    with _talk(kiosk) as one, _talk(kiosk) as two:
        asked = one.ask("What is Botox?")
        other = two.ask("repeat")
        assert asked["session"] != other["session"]
        assert asked["speech"] not in other["speech"]
        stolen = kiosk.ask("repeat", session=asked["session"])
        assert asked["speech"] not in stolen["speech"]


def test_a_silent_visitor_is_asked_and_then_forgotten(impatient: Served) -> None:
    with _talk(impatient) as talk:
        asked = talk.ask("What is Botox?")
        talk.send("playing", on=False)
        question = talk.get("still_there")
        assert question["seconds"] == 3 and question["text"] == "Are you still there?"
        assert talk.get("wiped")["text"] == ""
        assert talk.get("state")["phase"] == "attract"
        assert asked["speech"] not in talk.ask("repeat")["speech"]


def test_who_is_listened_to_may_answer_by_voice(impatient: Served) -> None:
    with _talk(impatient) as talk:
        talk.ask("keep listening")
        talk.send("listen", on=True)
        assert "Say yes" in talk.get("still_there")["text"]


def test_a_visitor_who_answers_is_not_forgotten(impatient: Served) -> None:
    with _talk(impatient) as talk:
        asked = talk.ask("What is Botox?")
        talk.get("still_there")
        talk.send("active")
        talk.get("here")
        assert talk.ask("repeat")["speech"] == asked["speech"]


def test_only_a_greeting_starts_a_session_where_the_kiosk_waits_for_one(
    own_cache: None, tmp_path: Path, speak: Callable[[str], Path]
) -> None:
    with serve(tmp_path, "--greeting") as served, _talk(served) as talk:
        assert talk.hello["greets"] and talk.hello["display"]["keep_listening"]
        talk.send("listen", on=True, greeting=True)
        talk.say(speak("does botox weaken the muscles"))
        talk.say(speak("hello"))
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["type"] != "reply":
            message = talk.next()
            assert isinstance(message, dict)
            seen.append(message)
        assert seen[-1]["reply"]["control"] == "greeting"
        assert [m["text"] for m in seen if m["type"] == "caption"] == ["hello"]


def test_a_greeting_wakes_no_kiosk_that_was_not_told_to_wait(
    talk: Talk, speak: Callable[[str], Path]
) -> None:
    talk.send("listen", on=True, greeting=True)
    talk.say(speak("hello"))
    talk.send("wipe")
    types: list[str] = []
    while not types or types[-1] != "wiped":
        message = talk.next()
        assert isinstance(message, dict)
        types.append(message["type"])
    assert "reply" not in types


def test_an_unusable_message_ends_nothing(talk: Talk) -> None:
    talk.send("dance")
    assert talk.get("fault")["text"]
    assert talk.ask("hello")["control"] == "greeting"
