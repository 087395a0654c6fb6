"""Reading the rules: mistakes in the files are named with file and place."""

from pathlib import Path
from shutil import copytree

import pytest

from assistant.content.model import Content
from assistant.errors import ContentError
from assistant.safety import rules_folder
from assistant.safety.rules import Rules, read_lexicon


@pytest.fixture
def folder(content: Content, tmp_path: Path) -> Path:
    """A copy of the rules to spoil."""
    return copytree(rules_folder(content), tmp_path / "safety")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("emergency.yaml", "CANNOT .. BREATHE", "CANNOT .. (BREATHE", "is not closed"),
        ("emergency.yaml", "CANNOT .. BREATHE", "CANNOT .. AIR", "there is no list AIR"),
        ("emergency.yaml", "description:", "descripton:", r"kinds\.breathing"),
        ("emergency.yaml", "kinds:", "kinds: [", "not valid YAML"),
        ("words.yaml", "  NOW:", "  Now:", "capitals"),
    ],
)
def test_mistakes_are_named(folder: Path, name: str, old: str, new: str, said: str) -> None:
    """The message names the file and the mistake, for the clinician who made it."""
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=said) as caught:
        Rules(folder / "emergency.yaml", read_lexicon(folder))
    assert name in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is named too."""
    with pytest.raises(ContentError, match=r"words\.yaml: cannot be read"):
        read_lexicon(tmp_path)


def test_exceptions_end_where_somebody_says_what_they_have(folder: Path) -> None:
    """ "does it cause that, because my throat is closing" excuses only the question."""
    rules = Rules(folder / "emergency.yaml", read_lexicon(folder))
    asked = ["can", "it", "close", "your", "throat"]
    assert not rules.judge(asked, asked).hits
    said = [*asked, "because", "my", "throat", "is", "closing"]
    assert [hit.kind for hit in rules.judge(said, said).hits]
