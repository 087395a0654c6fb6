"""Turns of a conversation, on a small content: the order of things, and what is remembered."""

import dataclasses
from collections.abc import Sequence

import pytest

from assistant.content.model import House, Topic
from assistant.dialogue.controls import Controls
from assistant.dialogue.dialogue import LONGEST, Dialogue
from assistant.dialogue.replies import Replies
from assistant.dialogue.session import REMEMBERED, Session
from assistant.dialogue.texts import Texts
from assistant.messages import Hypothesis, Reply, Source, Triage, Utterance
from tests.dialogue.parts import (
    DISAGREEMENT,
    LASTING,
    STOPPING,
    TEXTS,
    KnownMatcher,
    KnownPassages,
    KnownSafety,
    content,
)

MATCHES: dict[str, Sequence[tuple[str, float]]] = {
    "does it last": [("p.last", 0.9), ("p.stop", 0.08)],
    "and when I stop": [("p.stop", 0.95)],
    "is it filler": [("p.filler", 0.9)],
    "hm lasting stopping": [("p.last", 0.5), ("p.stop", 0.4)],
    "hm lasting filler": [("p.last", 0.5), ("p.filler", 0.4)],
    "hm stopping filler": [("p.stop", 0.5), ("p.filler", 0.4)],
    "hm half gone": [("p.last", 0.5), ("p.stop", 0.4)],
    "what does it cost": [("p.price", 0.9)],
    "my heart": [("p.last", 0.9)],
    "and what am I left with": [("p.stop", 0.9)],
}
SAFETY = {
    "i cannot breathe": Triage("emergency", "breathing", "rule"),
    "my heart": Triage("personal_advice", "conditions", "rule"),
    "my pills": Triage("personal_advice", "medicines", "rule"),
    "my pills hurt": Triage("personal_advice", "medicines", "rule"),
    "my pills burn": Triage("personal_advice", "medicines", "rule"),
    "and what am I left with": Triage("personal_advice", "other", "second line", probability=0.5),
    "and me": Triage("personal_advice", "other", "second line", probability=0.5),
}
DOUBTFUL = {
    text: Triage("emergency", "vision", "doubt")
    for text in ("half the page is gone", "my pills hurt", "hm half gone", "does it last", "yes")
}
LIKELY = {
    text: Triage("emergency", "stroke", "doubt", likely=True)
    for text in ("her smile slid off", "my pills burn", "and when I stop")
}
QUOTED = Source("Leaflet", "Care", passage="Keep it dry.")


def dialogue(house: House | None = None) -> Dialogue:
    stuff = content(house)
    return Dialogue(
        stuff,
        KnownSafety(SAFETY, DOUBTFUL | LIKELY),
        KnownMatcher(MATCHES, controls={"pipe down": "stop", "her smile slid off": "louder"}),
        KnownPassages({"may it get wet": (QUOTED, 0.8)}),
        Texts(stuff),
    )


class Talk:
    """One visitor's conversation."""

    def __init__(self, house: House | None = None) -> None:
        self.session = Session()
        self._dialogue = dialogue(house)

    def say(self, text: str, heard: Hypothesis | None = None) -> Reply:
        return self._dialogue.respond(Utterance(text, heard), self.session)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_known_question_is_answered_with_its_source(talk: Talk) -> None:
    reply = talk.say("does it last")
    assert (reply.outcome, reply.intent, reply.speech) == ("answer", "p.last", "Spoken last.")
    assert reply.sources == (LASTING,)
    assert [choice.intent for choice in reply.related] == ["p.stop"]
    assert reply.confidence == 0.9


def test_an_emergency_comes_before_everything(talk: Talk) -> None:
    talk.say("hm lasting stopping")
    assert talk.say("i cannot breathe").outcome == "emergency"
    assert talk.session.choices == ()


@pytest.mark.parametrize(
    ("text", "outcome", "speech"),
    [
        ("half the page is gone", "decline", "<unwell> <decline>"),
        ("my pills hurt", "personal_advice", "<unwell> <personal>"),
    ],
)
def test_where_it_may_be_an_emergency_the_visitor_is_told_what_to_do(
    talk: Talk, text: str, outcome: str, speech: str
) -> None:
    reply = talk.say(text)
    assert (reply.outcome, reply.speech) == (outcome, speech)
    assert talk.session.last == reply
    assert talk.say("yes").outcome == "emergency"
    assert talk.say("yes").outcome == "control"


def test_yes_to_a_choice_is_an_emergency_only_after_a_doubt(talk: Talk) -> None:
    assert talk.say("hm stopping filler").outcome == "clarify"
    assert talk.say("yes").outcome == "control"
    assert talk.say("hm half gone").speech.startswith("<unwell> ")
    assert talk.say("one").intent == "p.last"
    assert talk.say("yes").outcome == "control"


def test_what_can_be_answered_is_answered_in_spite_of_a_doubt(talk: Talk) -> None:
    assert talk.say("does it last").speech == "Spoken last."
    assert talk.session.doubt is None


def test_what_is_likely_an_emergency_is_one_if_it_is_nothing_else(talk: Talk) -> None:
    assert talk.say("her smile slid off").outcome == "emergency"
    assert talk.session.failures == 0
    assert talk.say("my pills burn").speech == "<unwell> <personal>"
    assert talk.say("and when I stop").intent == "p.stop"


def test_what_resembles_a_control_word_is_obeyed_unless_it_is_likely_an_emergency(
    talk: Talk,
) -> None:
    assert talk.say("pipe down").control == "stop"
    assert talk.say("her smile slid off").outcome == "emergency"


def test_a_doubt_ends_with_the_visit(talk: Talk) -> None:
    talk.say("half the page is gone")
    talk.session.forget()
    assert talk.say("yes").outcome == "control"


def test_a_personal_question_gets_the_referral_and_what_the_documents_say(talk: Talk) -> None:
    reply = talk.say("my heart")
    assert reply.outcome == "personal_advice"
    assert reply.speech == "<personal> <general Spoken last.>"
    assert reply.sources == (LASTING,)


def test_a_personal_question_about_nothing_known_gets_the_referral_alone(talk: Talk) -> None:
    reply = talk.say("my pills")
    assert (reply.outcome, reply.speech, reply.intent) == ("personal_advice", "<personal>", None)


def test_a_clear_follow_up_is_personal_only_where_that_is_likely(talk: Talk) -> None:
    assert talk.say("and what am I left with").outcome == "personal_advice"
    assert talk.say("does it last").outcome == "answer"
    assert talk.say("and what am I left with").intent == "p.stop"
    assert talk.say("and me").outcome == "personal_advice"
    assert talk.say("my heart").outcome == "personal_advice"


def test_a_fact_that_the_clinic_has_not_filled_in_goes_to_the_desk(talk: Talk) -> None:
    reply = talk.say("what does it cost")
    assert (reply.outcome, reply.speech) == ("decline", "Ask the desk about prices.")


def test_what_no_intent_covers_is_quoted_from_a_document(talk: Talk) -> None:
    reply = talk.say("may it get wet")
    assert (reply.outcome, reply.intent) == ("answer", None)
    assert reply.sources == (QUOTED,)
    assert reply.speech == "In Leaflet: Keep it dry."


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "empty"),
        ("  \t ", "empty"),
        ("?!...", "empty"),
        ("сколько это стоит", "foreign"),
        ("多久", "foreign"),
        ("word " * LONGEST, "too_long"),
        ("the car is blue", "decline"),
    ],
)
def test_what_cannot_be_answered_is_declined_in_words(talk: Talk, text: str, key: str) -> None:
    reply = talk.say(text)
    assert (reply.outcome, reply.speech) == ("decline", f"<{key}>")


def test_noise_is_not_a_question(talk: Talk) -> None:
    reply = talk.say("[unk] [unk]", Hypothesis("[unk] [unk]", 0.2))
    assert reply.speech == "<unheard>"


class TestClarification:
    def test_offers_choices_that_stay_selectable(self, talk: Talk) -> None:
        reply = talk.say("hm lasting stopping")
        assert reply.outcome == "clarify"
        assert [choice.intent for choice in reply.choices] == ["p.last", "p.stop"]
        talk.say("say it again")
        assert talk.say("two").intent == "p.stop"

    def test_is_over_with_the_next_question(self, talk: Talk) -> None:
        talk.say("hm lasting stopping")
        talk.say("is it filler")
        assert talk.say("two").outcome == "decline"

    def test_never_asks_the_same_twice(self, talk: Talk) -> None:
        talk.say("hm lasting stopping")
        talk.say("is it filler")
        assert talk.say("hm lasting stopping").speech == "<handover>"

    def test_after_two_failures_the_staff_take_over(self, talk: Talk) -> None:
        first, second = talk.say("hm lasting stopping"), talk.say("hm lasting filler")
        third = talk.say("hm stopping filler")
        assert (first.outcome, second.outcome) == ("clarify", "clarify")
        assert second.speech.startswith("<again")
        assert (third.outcome, third.speech) == ("decline", "<handover>")

    def test_none_of_them(self, talk: Talk) -> None:
        talk.say("hm lasting stopping")
        reply = talk.say("neither")
        assert (reply.control, reply.speech) == ("no", "<none_of_these>")
        assert talk.session.choices == ()

    def test_yes_to_several_asks_which(self, talk: Talk) -> None:
        talk.say("hm lasting stopping")
        reply = talk.say("yes please")
        assert (reply.control, len(reply.choices)) == ("yes", 2)
        assert talk.say("the first one").intent == "p.last"

    def test_the_other_one_of_the_choices(self, talk: Talk) -> None:
        talk.say("hm lasting stopping")
        talk.say("one")
        assert talk.say("not that, the other one").intent == "p.stop"

    def test_the_other_one_of_nothing_offers_what_the_answer_leads_to(self, talk: Talk) -> None:
        talk.say("is it filler")
        reply = talk.say("not that, the other one you said")
        assert [choice.intent for choice in reply.choices] == ["p.last", "p.stop"]
        talk.say("is it filler")
        assert talk.say("not that").speech == "<handover>"


class TestFollowUps:
    def test_leads_from_the_last_answer(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("and why would it?").intent == "p.why"

    def test_means_nothing_without_one(self, talk: Talk) -> None:
        assert talk.say("why").outcome == "decline"

    def test_survives_control_words(self, talk: Talk) -> None:
        talk.say("does it last")
        talk.say("slower")
        assert talk.say("why").intent == "p.why"

    def test_the_other_meaning(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("no not that one").intent == "p.stop"


class TestControls:
    def test_repeat_says_the_last_reply_again(self, talk: Talk) -> None:
        talk.say("does it last")
        reply = talk.say("say it again")
        assert (reply.control, reply.speech, reply.outcome) == ("repeat", "Spoken last.", "control")

    def test_a_wish_beside_courtesies_is_obeyed(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("yes no say it again").control == "repeat"

    def test_two_wishes_at_once_are_none(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("slower faster").outcome != "control"

    def test_repeat_before_anything(self, talk: Talk) -> None:
        assert talk.say("say it again").speech == "<nothing_to_repeat>"

    def test_slower_changes_the_voice_and_says_it_again(self, talk: Talk) -> None:
        before = talk.session.voice.rate
        talk.say("does it last")
        assert talk.say("slower").speech == "Slower. Spoken last."
        assert talk.session.voice.rate < before

    @pytest.mark.parametrize("word", ["slower", "faster", "louder", "quieter"])
    def test_the_voice_stays_within_its_limits(self, talk: Talk, word: str) -> None:
        for _ in range(30):
            talk.say(word)
        assert 80 <= talk.session.voice.rate <= 350
        assert 0.2 <= talk.session.voice.volume <= 1.0

    def test_more_tells_the_longer_answer(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("tell me more").speech == "Shown last."

    def test_back_goes_to_the_answer_before_and_its_context(self, talk: Talk) -> None:
        talk.say("does it last")
        talk.say("is it filler")
        assert talk.say("go back").speech == "Spoken last."
        assert talk.say("why").intent == "p.why"
        assert Talk().say("go back").speech == "<nothing_back>"

    def test_sources_are_named(self, talk: Talk) -> None:
        talk.say("does it last")
        assert talk.say("who says that").speech == "<from Facts, section Lasting>"

    def test_sources_before_anything(self, talk: Talk) -> None:
        assert talk.say("who says that").speech == "<no_sources>"

    @pytest.mark.parametrize("word", ["start over", "bye"])
    def test_forgets_everything(self, talk: Talk, word: str) -> None:
        talk.say("does it last")
        talk.say(word)
        assert not talk.session.replies
        assert talk.session.intent is None

    def test_help_names_examples_not_asked_yet(self, talk: Talk) -> None:
        talk.say("does it last")
        reply = talk.say("help")
        assert "p.last" not in [choice.intent for choice in reply.related]
        assert len(reply.related) == 3

    @pytest.mark.parametrize("text", ["Botox?", "so, botox please", "bow tox"])
    def test_a_topic_alone_asks_what_can_be_asked(self, talk: Talk, text: str) -> None:
        assert talk.say(text).control == "help"
        assert talk.say(f"{text} hurts").control is None

    def test_a_control_word_is_none_of_the_topics(self) -> None:
        stuff = content()
        about = dataclasses.replace(stuff.packs[0], topic=Topic(("slower",)))
        stuff = dataclasses.replace(stuff, packs=(about, *stuff.packs[1:]))
        texts = Texts(stuff)
        assert Controls(stuff, texts, Replies(stuff, texts)).find("slower") == "slower"


class TestStaff:
    def test_nobody_is_rung_where_the_clinic_set_nothing(self, talk: Talk) -> None:
        assert talk.say("a person please").speech == "Go to the desk."

    @pytest.mark.parametrize(
        ("command", "told"), [("true", "<ring_done>"), ("false", "<ring_failed>")]
    )
    def test_says_whether_the_desk_was_rung(self, command: str, told: str) -> None:
        talk = Talk(House(texts=TEXTS, ring_command=(command,)))
        assert talk.say("a person please").speech.endswith(told)


def test_a_disagreement_lists_every_document_involved() -> None:
    stuff = content()
    questions = stuff.packs[0].intents
    told = dataclasses.replace(questions[0], disagreement=DISAGREEMENT)
    pack = dataclasses.replace(stuff.packs[0], intents=(told, *questions[1:]))
    stuff = dataclasses.replace(stuff, packs=(pack, stuff.packs[1]))
    talk = Dialogue(stuff, KnownSafety(), KnownMatcher(MATCHES), KnownPassages(), Texts(stuff))
    reply = talk.respond(Utterance("does it last"), Session())
    assert reply.disagreement == DISAGREEMENT
    assert reply.sources == (LASTING, STOPPING)


def test_a_long_session_does_not_grow(talk: Talk) -> None:
    for _ in range(3 * REMEMBERED):
        talk.say("does it last")
    assert len(talk.session.replies) == REMEMBERED
