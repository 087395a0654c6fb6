"""Sentence templates in hassil's syntax: ``[optional] (one|other) {list}``."""

from collections.abc import Mapping, Sequence
from math import factorial, prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hassil.expression import Expression
    from hassil.intents import SlotList

MOST: Final = 1000
"""Wordings that one template may give: more are a slip, and would drown the other questions."""
_SYNTAX: Final = frozenset("[({<|")


def is_template(text: str) -> bool:
    """Whether a text must go through hassil (whose import alone takes a tenth of a second)."""
    return not _SYNTAX.isdisjoint(text)


def expand(template: str, lists: Mapping[str, Sequence[str]] | None = None) -> tuple[str, ...]:
    """All wordings of a template, each once, in order.

    ``lists`` holds what ``{name}`` may stand for. Raises ValueError, saying what is wrong, where
    the template is malformed or gives more than ``MOST`` wordings.
    """
    if not is_template(template):
        return (" ".join(template.split()),)
    from hassil.errors import HassilError
    from hassil.intents import TextSlotList
    from hassil.parse_expression import parse_sentence
    from hassil.parser import ParseError
    from hassil.sample import sample_expression

    slots: dict[str, SlotList] = {
        name: TextSlotList.from_strings(values) for name, values in (lists or {}).items()
    }
    try:
        expression = parse_sentence(template).expression
        number = _count(expression, {name: len(values) for name, values in (lists or {}).items()})
        if number > MOST:
            raise ValueError(f"gives {number} wordings, at most {MOST} are allowed")
        wordings = (" ".join(text.split()) for text in sample_expression(expression, slots))
        return tuple(dict.fromkeys(wording for wording in wordings if wording))
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except (ParseError, HassilError) as error:
        raise ValueError(_reason(template, error)) from None


def _count(expression: "Expression", lists: Mapping[str, int]) -> int:
    """How many wordings an expression gives, counted without making them."""
    from hassil.expression import Alternative, Group, ListReference, Permutation

    if isinstance(expression, ListReference):
        return lists.get(expression.list_name, 1)
    if not isinstance(expression, Group):
        return 1
    counts = [_count(item, lists) for item in expression.items]
    if isinstance(expression, Alternative):
        return sum(counts)
    return prod(counts) * (factorial(len(counts)) if isinstance(expression, Permutation) else 1)


def _reason(template: str, error: Exception) -> str:
    for opening, closing in ("[]", "()", "{}", "<>"):
        if template.count(opening) != template.count(closing):
            return f"has a {opening!r} or {closing!r} too many"
    return f"is malformed ({str(error) or type(error).__name__})"
