"""What the assistant says of its own accord, with the clinic's names filled in."""

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.content.model import Content


class Texts:
    """The house pack's texts, ready to be said."""

    def __init__(self, content: Content, emergency_number: str = "") -> None:
        house = content.house
        self._texts = house.texts
        subjects = [pack.title for pack in content.packs if pack.documents]
        self._values = {
            "desk": house.desk,
            "desk_first": house.desk[:1].upper() + house.desk[1:],
            "number": emergency_number or house.emergency_number,
            "crisis_line": house.crisis_line,
            "topic": spoken_list(subjects, "and") or "this clinic",
        }

    def say(self, *keys: str, **values: Any) -> str:
        """The text of the first key that the house pack has, filled in. Raises KeyError."""
        for key in keys:
            if key in self._texts:
                return self.fill(self._texts[key], **values)
        raise KeyError(f"house/texts.yaml has none of: {', '.join(keys)}")

    def fill(self, text: str, **values: Any) -> str:
        """A text of the packs with its ``{names}`` filled in; unknown ones stay as they are."""
        return text.format_map(_Lenient({**self._values, **values}))

    def has_crisis_line(self) -> bool:
        """Whether the clinic named a line for people who think of harming themselves."""
        return bool(self._values["crisis_line"])


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def spoken_list(items: Iterable[str], joining: str) -> str:
    """ "a", "a and b", "a, b and c"."""
    every = list(items)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joining} {every[-1]}"


def spoken_choices(questions: Sequence[str]) -> str:
    """Questions to choose from, numbered for the ear: "one, ...; or two, ..."."""
    numbers = ("one", "two", "three")
    named = [f"{n}, {q.rstrip('?. ')}" for n, q in zip(numbers, questions, strict=False)]
    return "; or ".join(named)
