"""What is made of the packs' questions by rules alone; it is kept with what is learned of them."""

from dataclasses import dataclass

from assistant.understanding import sounds
from assistant.understanding.bank import Bank, Questions, gather
from assistant.understanding.phrases import Counts, count
from assistant.understanding.spelling import Words
from assistant.understanding.strangeness import Usage, usage


@dataclass(frozen=True)
class Prepared:
    """All that a start needs of the questions, so that it reads none of them."""

    bank: Bank
    keys: tuple[str, ...]
    """What each text of the bank sounds like."""
    words: Words
    usage: Usage
    counts: Counts


def prepare(questions: Questions) -> Prepared:
    """Normalise all questions and count what is in them (half a second for ten thousand)."""
    bank, words = gather(questions)
    return Prepared(bank, tuple(map(sounds.key, bank.texts)), words, usage(bank), count(bank))
