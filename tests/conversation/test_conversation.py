"""Whole conversations with the shipped content, the real recogniser and the real voice."""

import numpy as np
import pytest

from assistant.bench.talk.visitor import slam, typing
from assistant.listening.vad import FRAME
from assistant.protocols import Recogniser
from assistant.settings import Settings, load_settings
from assistant.skill import Skill
from tests.conversation.scene import Scene
from tests.conversation.voices import silence, speech

SAG = "does your face sag after botox"
LAST = "how long does botox last"
LONG = (
    "Botox does not make your face sag. The effect goes away within months, and the muscles "
    "regain their function. An expert decides where it goes, and how much of it."
)


@pytest.fixture(scope="module")
def skill(own_cache: None) -> Skill:
    return Skill.open(load_settings())


@pytest.fixture(scope="module")
def recogniser(skill: Skill) -> Recogniser:
    return skill.recogniser()


def scene(skill: Skill, recogniser: Recogniser, **flags: object) -> Scene:
    return Scene(skill, recogniser, Settings(**{"tones": False, **flags}))  # type: ignore[arg-type]


def test_a_question_is_heard_answered_and_shown(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser).say(SAG).wait(1.0)
    assert talk.screen.utterances == [SAG]
    assert talk.screen.partials
    assert talk.last.intent == "botox.face_sag"
    assert talk.speaker.events == ["play"]


def test_the_answer_is_ready_before_the_utterance_is_over(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say(SAG).wait(1.0)
    assert talk.conversation.counts.guessed == 1


def test_several_turns_lean_on_each_other(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser).say(SAG).wait(1.0).until_silent().wait(1.0)
    first = talk.last
    talk.say("say that again").wait(1.0).until_silent()
    assert talk.last.control == "repeat"
    assert first.speech in talk.last.speech
    talk.wait(1.0).say(LAST).wait(1.0)
    assert talk.last.intent == "botox.how_long_lasts"


def test_a_pause_within_a_question_does_not_end_it(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.say("how long does").wait(0.15).say("botox last").wait(1.2)
    assert talk.screen.utterances == [LAST]


def test_who_goes_on_after_a_complete_question_is_answered_as_a_whole(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say(LAST).wait(0.7)
    assert talk.speaker.events == ["play"]
    talk.say("in men").wait(1.5)
    assert talk.conversation.counts.merged == 1
    assert talk.last.question.startswith(LAST)
    assert talk.speaker.events[:3] == ["play", "pause", "stop"]


def test_a_second_sentence_said_at_once_belongs_to_the_first(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say(LAST).wait(0.15).say("is it safe").wait(1.5)
    assert talk.conversation.counts.merged == 1
    assert talk.last.question.startswith(LAST)


def test_stop_at_once_is_obeyed(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser).say(LAST).wait(0.15).say("stop").wait(1.2)
    assert talk.conversation.counts.merged == 0
    assert talk.last.control == "stop"
    assert not talk.speaker.playing


def test_a_second_question_is_not_merged_with_an_old_one(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say(LAST).wait(1.0).until_silent().wait(2.0).say(SAG).wait(1.2)
    assert talk.conversation.counts.merged == 0
    assert talk.last.question == SAG


def test_the_same_question_asked_again_at_once_is_a_new_one(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say(SAG).wait(0.6).say(SAG).wait(1.2)
    assert talk.conversation.counts.merged == 0
    assert talk.last.question == SAG


def test_it_falls_silent_when_somebody_speaks_and_answers_them(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.say(LONG)
    talk.wait(3.0).say(SAG).wait(1.2)
    assert talk.speaker.events == ["play", "pause", "stop", "play"]
    assert talk.last.intent == "botox.face_sag"


def test_stop_stops(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.say(LONG)
    talk.wait(2.0).say("stop").wait(1.2)
    assert talk.speaker.events == ["play", "pause", "stop"]
    assert talk.last.control == "stop"


def test_a_bang_lets_it_speak_on(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.say(LONG)
    bang = silence(0.1)
    bang[:400] = 0.9
    talk.wait(2.0).hear(bang).wait(1.5)
    assert talk.speaker.playing
    assert "stop" not in talk.speaker.events


def test_doors_and_keyboards_let_it_speak_on(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    random = np.random.default_rng(3)
    for number in range(30):
        if not talk.speaker.playing:
            talk.conversation.say(LONG)
        talk.hear(slam(random) if number % 2 else typing(random)).wait(0.5)
    assert talk.conversation.counts.barge_ins == 0
    assert not talk.screen.utterances


def test_its_own_words_are_not_answered(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.say(LONG)
    talk.wait(1.0).say("the effect goes away within months").wait(1.2)
    assert talk.conversation.counts.own == 1
    assert talk.speaker.events[-1] == "resume"
    assert talk.speaker.playing


def test_a_scrap_of_its_own_voice_is_not_answered(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.say(LONG)
    talk.wait(1.0).hear(speech("no")[:5000], own=True).wait(1.2)
    assert talk.conversation.counts.turns == 0
    assert talk.speaker.playing and not talk.speaker.paused


def test_an_emergency_message_is_cut_off_by_a_key_only(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser).say("i cannot breathe").wait(1.5)
    assert talk.last.outcome == "emergency"
    talk.say(SAG).wait(1.0)
    assert talk.speaker.events == ["play"]
    assert talk.speaker.playing
    talk.conversation.press()
    assert not talk.speaker.playing


def test_voice_settings_last_for_the_session(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser, idle_seconds=3, farewell_seconds=2)
    before = talk.conversation.voice
    talk.say(SAG).wait(1.0).until_silent().wait(1.0).say("slower please").wait(1.0)
    assert talk.conversation.voice.rate < before.rate
    talk.until_silent().wait(1.0).say("another voice").wait(1.0)
    assert talk.conversation.voice.voice not in ("", before.voice)
    talk.until_silent().wait(3.5).until_silent().wait(2.5)
    assert talk.conversation.voice == before


def test_a_silent_visitor_is_asked_once_and_forgotten(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser, idle_seconds=3, farewell_seconds=2)
    talk.say(SAG).wait(1.0).until_silent().wait(3.5)
    assert talk.last.speech == skill.texts.say("still_there")
    talk.until_silent().wait(2.5)
    assert talk.last.speech.endswith(skill.texts.say("greeting"))
    count = len(talk.screen.replies)
    talk.until_silent().wait(8.0)
    assert len(talk.screen.replies) == count
    talk.say("say that again").wait(1.0)
    assert talk.last.speech == skill.texts.say("nothing_to_repeat")


def test_push_to_talk_hears_only_after_the_key(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser, listen_mode="push-to-talk").say(SAG).wait(1.0)
    assert not talk.screen.utterances
    talk.conversation.press()
    talk.say(SAG).wait(1.0)
    assert talk.last.intent == "botox.face_sag"
    talk.until_silent().wait(1.0).say(LAST).wait(1.0)
    assert len(talk.screen.utterances) == 1


def test_push_to_talk_stops_listening_when_nobody_speaks(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser, listen_mode="push-to-talk", tones=True)
    talk.conversation.press()
    talk.wait(9.0)
    assert talk.screen.notes == ["listening", "not listening any more"]
    assert talk.speaker.events == ["play", "play"]
    talk.say(SAG).wait(1.0)
    assert not talk.screen.utterances


def test_a_key_that_is_held_listens_until_it_is_let_go(
    skill: Skill, recogniser: Recogniser
) -> None:
    talk = scene(skill, recogniser, listen_mode="push-to-talk")
    talk.conversation.press()
    talk.wait(0.5)
    sound = speech(SAG)
    for at in range(0, len(sound), 3 * FRAME):
        talk.conversation.press()
        talk.hear(sound[at : at + 3 * FRAME])
    assert not talk.screen.utterances
    talk.wait(0.5)
    assert talk.screen.utterances == [SAG]
    assert talk.screen.notes == ["listening"]


def test_a_second_press_ends_the_utterance(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser, listen_mode="push-to-talk")
    talk.conversation.press()
    talk.say("how long does it")
    assert not talk.screen.utterances
    talk.conversation.press()
    assert talk.screen.utterances[0].startswith("how long does")


def test_the_way_to_talk_changes_by_voice(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser).say("push to talk").wait(1.0).until_silent()
    talk.say(SAG).wait(1.0)
    assert talk.screen.utterances == ["push to talk"]
    talk.conversation.press()
    talk.say("hands free").wait(1.0).until_silent().say(SAG).wait(1.0)
    assert talk.last.intent == "botox.face_sag"


def test_tones_tell_that_it_listens_and_has_heard(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser, listen_mode="push-to-talk", tones=True)
    talk.conversation.press()
    assert talk.speaker.events == ["play"]
    talk.wait(0.5).say(SAG).wait(1.0)
    assert talk.speaker.events[-2:] == ["play", "play"]


def test_a_muted_microphone_hears_nothing(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    talk.conversation.mute()
    talk.say(SAG).wait(1.0)
    assert not talk.screen.utterances
    assert talk.screen.notes == ["the microphone is off"]
    talk.conversation.mute()
    talk.say(SAG).wait(1.0)
    assert talk.screen.utterances == [SAG]


def test_who_is_not_understood_is_told_once(skill: Skill, recogniser: Recogniser) -> None:
    talk = scene(skill, recogniser)
    hum = speech("mmmmmmmmmm", rate=80)
    for _ in range(3):
        talk.hear(hum).wait(2.0).until_silent()
    unheard = skill.texts.say("unheard")
    assert sum(reply.speech == unheard for reply in talk.screen.replies) <= 1
