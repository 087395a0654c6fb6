"""Mistakes that people make in a pack, and how each must be told."""

from typing import NamedTuple

from tests.content.packs import DOCUMENT, INTENTS, PACK

_TEXTS = {"pack_yaml": PACK, "brewing_yaml": INTENTS, "documents_brewing_md": DOCUMENT}


class Mistake(NamedTuple):
    """One slip of the pen."""

    name: str
    file: str
    """Key of the file, as ``write_pack`` knows it."""
    right: str
    """What the file says; empty where ``wrong`` is the whole file."""
    wrong: str
    at: str
    """Stands on the line that must be named; empty where the whole file is meant."""
    told: str
    """How the message begins behind file and line."""

    @property
    def text(self) -> str:
        """The file with the mistake in it."""
        if not self.right:
            return self.wrong
        assert self.right in _TEXTS[self.file], self.right
        return _TEXTS[self.file].replace(self.right, self.wrong, 1)

    @property
    def path(self) -> str:
        """The file below the folder of packs."""
        *folders, stem, ending = self.file.split("_")
        return "/".join(["tea", *folders, f"{stem}.{ending}"])


_PACK, _INTENTS, _DOCUMENT, _MORE = (
    "pack_yaml", "brewing_yaml", "documents_brewing_md", "phrasings_more_yaml",
)  # fmt: skip
_CITED = "    sources: [{document: Brewing Tea, section: Water}]\n"

MISTAKES = [
    # Keys and values
    Mistake("unknown key", _INTENTS, "speech: The", "speach: The", "speach",
            "unknown key 'speach' in intent tea.water: did you mean 'speech'?"),
    Mistake("unknown key inside", _INTENTS, "section: Water", "section: Water, pgae: 3", "pgae",
            "unknown key 'pgae' in intent tea.water: there are: document, section"),
    Mistake("unknown key of the pack", _PACK, "documents:", "documnets:", "documnets",
            "unknown key 'documnets' in this file: did you mean 'documents'?"),
    Mistake("no title", _INTENTS, "    title: How hot is the water?\n", "", "- id: tea.water",
            "intent tea.water has no 'title': add `title: ...`"),
    Mistake("no source", _INTENTS, _CITED, "", "- id: tea.water",
            "intent tea.water has no source: add `sources:`"),
    Mistake("no speech", _INTENTS, "    speech: The water must boil.\n", "", "- id: tea.water",
            "intent tea.water has no spoken answer: add `speech:`"),
    Mistake("no such control", _INTENTS, "    tests: {in: [must",
            "    control: x\n    tests: {in: [must", "control: x",
            "intents.1.control in intent tea.water: input should be 'repeat'"),
    Mistake("key twice", _INTENTS, "    title: How hot", "    speech: x\n    title: How hot",
            "speech: The water", "key 'speech' stands twice: join the two"),
    Mistake("false date", _PACK, "on: 2024-05-01", "on: last May", "last May",
            "signed.on in this file cannot be 'last May': write a date like 2024-01-31"),
    Mistake("false phones", _PACK, "title: Tea", "title: Tea\npronunciations: {tea: tee}", "tee",
            "pronunciations.tea in this file cannot be 'tee': write CMU phones"),
    Mistake("one-sided disagreement", _PACK, "      - {statement: Nobody", "# ", "positions",
            "disagreements.steeping.positions in this file: list should have at least 2 items"),
    # Names
    Mistake("missing section", _INTENTS, "section: Water", "section: Watr", "Watr",
            "no section 'Watr' in 'Brewing Tea': did you mean 'Water'?"),
    Mistake("missing document", _INTENTS, "Brewing Tea, section: Water", "Tea, section: Water",
            "Tea, section: Water", "no document 'Tea': there are: Brewing Tea"),
    Mistake("missing section of a position", _PACK, "section: Time", "section: Tim", "Tim}",
            "no section 'Tim' in 'Brewing Tea': did you mean 'Time'?"),
    Mistake("unknown disagreement", _INTENTS, "disagreement: steeping", "disagreement: steping",
            "steping", "no disagreement 'steping' in pack.yaml: did you mean 'steeping'?"),
    Mistake("id twice", _INTENTS, "id: tea.water", "id:   tea.time", "id:   tea.time",
            "intent tea.time stands twice, first in tea/brewing.yaml:3"),
    Mistake("id of another pack", _INTENTS, "id: tea.water", "id: coffee.water", "coffee",
            "intent coffee.water stands in the pack 'tea': begin its id with `tea.`"),
    Mistake("id that is none", _INTENTS, "id: tea.water", "id: Water!", "Water!",
            "intents.1.id in intent Water! cannot be 'Water!': write `pack.name`"),
    Mistake("false name", _PACK, "name: tea", "name: coffee", "coffee",
            "the pack is named 'coffee', its folder 'tea'"),
    Mistake("missing file", _PACK, "brewing.md", "brewin.md", "brewin.md",
            "no file documents/brewin.md: did you mean 'brewing.md'?"),
    Mistake("file outside the pack", _PACK, "brewing.md", "../../other.md", "other.md",
            "no file documents/../../other.md"),
    Mistake("nothing to leave out", _PACK, "    reviewed:",
            "    not_for_answering: [{section: X, why: y}]\n    reviewed:", "brewing.md",
            "no section 'X' in 'Brewing Tea' to leave out"),
    Mistake("phrasings of nobody", _MORE, "", "tea.wather:\n  - x\n", "tea.wather",
            "no intent tea.wather: did you mean 'tea.water'?"),
    Mistake("phrasings that are no list", _MORE, "", "tea.water: how hot\n", "tea.water",
            "tea.water: input should be a valid list"),
    # Templates
    Mistake("bracket missing", _INTENTS, "how (long|many minutes)", "how (long|many minutes",
            "how (long", "the template 'how (long|many minutes [does it take]' has a '(' or ')'"),
    Mistake("unknown list", _INTENTS, "when is my tea ready", '"when is my {drink} ready"', "drink",
            "the template 'when is my {drink} ready' is malformed (Missing slot list {drink})"),
    Mistake("too many wordings", _INTENTS, "when is my tea ready", "x" + " (a|b|c)" * 7, "(a|b|c)",
            "the template 'x (a|b|c) (a|b|c) (a|b|c) (a|b|c) (a|b|c) (a|b|c) (a|b|c)' gives 2187"),
    # YAML
    Mistake("bracket at the start", _INTENTS, "when is my tea ready", "[when] is it", "[when]",
            "not YAML: did not find expected '-' indicator: put quotes around a text with"),
    Mistake("tab", _INTENTS, "    title: How long", "\ttitle: How long", "title: How long",
            "not YAML: found a tab character"),
    Mistake("control character", _INTENTS, "must boil", "must\x07 boil", "must\x07",
            "not YAML: control characters are not allowed"),
    Mistake("code in YAML", _INTENTS, "", "intents: !!python/object/apply:os.getcwd []\n",
            "intents", "could not determine a constructor for the tag"),
    Mistake("tag", _INTENTS, "title: How hot", "title: !!int How hot", "!!int",
            "could not determine a constructor for the tag"),
    Mistake("loop", _INTENTS, "questions: [what", "questions: &loop [*loop, what", "&loop",
            "found unconstructable recursive node"),
    Mistake("list on top", _INTENTS, "", "- a\n- b\n", "- a", "holds no `key: value` lines"),
    Mistake("nested deeply", _INTENTS, "", "intents: " + "[" * 3000 + "]" * 3000, "",
            "is nested too deeply"),
    # What is missing
    Mistake("no id", _INTENTS, "- id: tea.water\n    title", "- title", "- title: How hot",
            "number 2 of `intents` in this file has no 'id': add `id: ...`"),
    # Empty things
    Mistake("empty", _INTENTS, "", "\n\n", "", "is empty: fill it, or remove it"),
    Mistake("no intents", _INTENTS, "", "# later\ntopic: x\n", "topic",
            "this file has no 'intents'"),
    Mistake("empty document", _DOCUMENT, "", " \n", "", "is empty: fill it, or remove it"),
    Mistake("only headings", _DOCUMENT, "", "# A\n\n## B\n", "", "has no text below its headings"),
]  # fmt: skip
