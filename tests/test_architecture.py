"""Imports only go down: no part imports a front end, messages and errors know nobody."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "assistant"
FRONT_ENDS = ("commands", "console", "kiosk", "conversation", "batch", "bench", "cli")
PARTS = ("content", "safety", "understanding", "dialogue", "listening", "speaking")
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The parts of the package that a module imports, as their first name below ``assistant``."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    return {name.split(".")[1] for name in names if name.startswith("assistant.")}


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.relative_to(PACKAGE).parts[0] in PARTS], ids=str
)
def test_no_part_imports_a_front_end(module: Path) -> None:
    assert not imported(module) & {*FRONT_ENDS, "skill"}


@pytest.mark.parametrize("name", ["errors", "messages", "resources"])
def test_the_lowest_layer_imports_nothing_of_ours(name: str) -> None:
    assert not imported(PACKAGE / f"{name}.py")


def test_content_knows_none_of_its_readers() -> None:
    """But for one: statements about the same thing are found with the shared encoder."""
    readers = {"safety", "understanding", "dialogue", "listening", "speaking"}
    known = {m.name: imported(m) & readers for m in (PACKAGE / "content").glob("*.py")}
    assert known.pop("disagreements.py") == {"understanding"}
    assert not {name: found for name, found in known.items() if found}
