"""What is said can be heard: the answer's words come back from its sound."""

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from assistant.dialogue.wording import plain
from assistant.listening.files import recognise_file
from assistant.listening.vosk_recogniser import open_phrase_recogniser
from assistant.messages import VoiceSettings
from assistant.settings import load_settings
from assistant.speaking.synthesiser import EspeakSynthesiser
from assistant.speaking.wav import write_wav


@pytest.mark.parametrize(
    "answer",
    [
        "Small amounts are used. They go into particular muscles, the ones behind the wrinkles.",
        "Yes. Both men and women have used it to hold off the signs of ageing.",
    ],
)
def test_the_words_of_an_answer_are_heard_again(answer: str, tmp_path: Path) -> None:
    synthesiser = EspeakSynthesiser({})
    path = tmp_path / "answer.wav"
    write_wav(path, synthesiser.speak(answer, VoiceSettings(rate=140)), synthesiser.rate)
    sentences = [plain(sentence) for sentence in answer.split(".") if sentence.strip()]
    recogniser = open_phrase_recogniser(sentences, load_settings())
    heard = recognise_file(path, recogniser).text.split()
    assert Levenshtein.normalized_similarity(heard, plain(answer).split()) > 0.8
