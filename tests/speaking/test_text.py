"""Texts made fit for the voice, and the way back to the original."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import WordMark
from assistant.speaking.text import Respelling, plain_text, sentences


@given(st.text())
def test_plain_text_keeps_every_place_and_holds_no_notation(text: str) -> None:
    plain = plain_text(text)
    assert len(plain) == len(text)
    assert not set(plain) & set("[]<>\x00\n\ud800")
    assert all(a == b or b == " " for a, b in zip(text, plain, strict=True))


@given(st.text(alphabet="abc .!?,\n", max_size=2000))
def test_sentences_hold_every_word_at_its_place(text: str) -> None:
    pieces = list(sentences(text))
    assert all(text[p.offset : p.offset + len(p.text)] == p.text for p in pieces)
    assert all(len(piece.text) <= 400 for piece in pieces)
    if not any(len(word) > 400 for word in text.split()):
        letters = [char for char in text if char.isalpha()]
        assert [c for piece in pieces for c in piece.text if c.isalpha()] == letters


def test_sentences_end_where_a_person_would_end_them() -> None:
    text = "Dr. Smith says so. It fades: within months. Is it about 3.5 ml? Yes"
    ends = [piece.text.strip() for piece in sentences(text)]
    assert ends == ["Dr. Smith says so.", "It fades: within months.", "Is it about 3.5 ml?", "Yes"]


def test_respelt_words_lead_back_to_the_words_written() -> None:
    text = "Is Botox or botulinum toxin, or botoxed skin, BOTOX's?"
    respelling = Respelling({"botox": "bow tox", "Botulinum toxin": "botchulinum talks in"})
    spelt, trace = respelling.apply(text)
    assert spelt == "Is bow tox or botchulinum talks in, or botoxed skin, bow tox's?"
    back = {}
    for word in ("bow", "tox", "botchulinum", "in,", "botoxed", "skin", "or bot"):
        mark = trace.back(WordMark(spelt.index(word), len(word), 0.0))
        back[word] = text[mark.offset : mark.offset + mark.length]
    assert back == {
        "bow": "Botox",
        "tox": "Botox",
        "botchulinum": "botulinum toxin",
        "in,": "botulinum toxin",
        "botoxed": "botoxed",
        "skin": "skin",
        "or bot": "or bot",
    }


@given(st.text(alphabet="ab c", max_size=60))
def test_without_respellings_places_stay(text: str) -> None:
    spelt, trace = Respelling({}).apply(text)
    mark = WordMark(len(text) // 2, 1, 0.0)
    assert spelt == text
    assert trace.back(mark) == mark
