"""What is known of written English: contractions, numbers, and how people type in a hurry."""

from typing import Final

CONTRACTIONS: Final = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
    "ain't": "is not", "let's": "let us", "y'all": "you all", "ma'am": "madam",
    "what's": "what is", "who's": "who is", "where's": "where is", "when's": "when is",
    "why's": "why is", "how's": "how is", "that's": "that is", "there's": "there is",
    "here's": "here is", "it's": "it is", "he's": "he is", "she's": "she is",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "dunno": "do not know",
    "kinda": "kind of", "sorta": "sort of", "isit": "is it", "innit": "is it not",
}  # fmt: skip
"""Whole words; other words ending in ``ENDINGS`` are written out by rule."""

ENDINGS: Final = {
    "n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'m": " am", "'d": " would",
}  # fmt: skip

UNMARKED: Final = {
    "cant": "can't", "wont": "won't", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't",
    "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't", "werent": "weren't",
    "hasnt": "hasn't", "havent": "haven't", "wouldnt": "wouldn't", "couldnt": "couldn't",
    "shouldnt": "shouldn't", "im": "i'm", "ive": "i've", "youre": "you're", "youve": "you've",
    "theyre": "they're", "theyve": "they've", "whats": "what's", "wheres": "where's",
    "whos": "who's", "hows": "how's", "thats": "that's", "theres": "there's", "whens": "when's",
    "aint": "ain't", "heres": "here's", "shes": "she's", "hes": "he's",
}  # fmt: skip
"""Contractions without their apostrophe that are no words of their own."""

HURRIED: Final = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "b": "be", "n": "and", "ppl": "people",
    "pls": "please", "plz": "please", "thx": "thanks", "abt": "about", "bc": "because",
    "cos": "because", "coz": "because", "cuz": "because", "tho": "though", "thru": "through",
    "wat": "what", "wot": "what", "wots": "what is", "wats": "what is", "wen": "when",
    "wher": "where", "wich": "which", "hoo": "who", "hw": "how", "cn": "can", "shud": "should",
    "wud": "would", "cud": "could", "duz": "does", "dos": "does", "dus": "does", "dose": "does",
    "hav": "have", "av": "have", "havin": "having", "havto": "have to", "jst": "just",
    "rly": "really", "realy": "really", "rong": "wrong", "wrk": "work", "frm": "from",
    "alot": "a lot", "aswell": "as well", "infact": "in fact", "yr": "year", "yrs": "years",
    "mths": "months", "wks": "weeks", "hrs": "hours", "tx": "treatment", "doc": "doctor",
    "dun": "done", "wun": "one", "iz": "is", "teh": "the", "thier": "their", "ther": "there",
    "agen": "again", "untill": "until", "becuase": "because", "wierd": "weird", "ppls": "people",
    "usd": "used", "els": "else", "abit": "a bit", "lotta": "lot of", "wiv": "with",
    "nite": "night", "gose": "goes", "wil": "will", "stil": "still",
    "yung": "young",
}  # fmt: skip
"""Typed in a hurry or by ear; none is a word that a question in a clinic would mean otherwise
("dose" may: see ``DOSE``)."""

DOSE: Final = ("dose",)
"""Words of ``HURRIED`` that are also words of their own: rewritten only where a question begins
with them ("dose it hurt", not "the dose it takes")."""

NOT_DOES: Final = frozenset(["of", "for", "is", "size", "wise", "and"])
"""What follows where "dose" at the start means the dose."""

ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip

ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = [
    "_",
    "_",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]


def number(digits: str) -> str:
    """A row of digits as it is said: years in pairs, up to 9999 as a number, else one by one."""
    value = int(digits)
    if len(digits) > 4 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(ONES[int(digit)] for digit in digits)
    if 1100 <= value < 2000 or 2010 <= value < 2100:
        return _year(value)
    return _number(value)


def _year(value: int) -> str:
    century, rest = divmod(value, 100)
    if rest == 0:
        return f"{_number(century)} hundred"
    return f"{_number(century)} {'oh ' if rest < 10 else ''}{_number(rest)}"


def _number(value: int) -> str:
    if value < 20:
        return ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens] + (f" {ONES[ones]}" if ones else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    whole, rest = divmod(value, size)
    return f"{_number(whole)} {name}" + (f" {_number(rest)}" if rest else "")
