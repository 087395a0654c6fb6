"""Words by which statements differ: negations, and pairs of groups that say the opposite."""

import re
from typing import Final

from assistant.content.sentences import word_set

NEGATIONS: Final = word_set(
    "no not never none nobody nothing neither nor without cannot don't doesn't didn't isn't "
    "aren't wasn't weren't won't can't couldn't shouldn't wouldn't hardly myth misconception"
)
OPPOSITES: Final = tuple(
    (word_set(one), word_set(other))
    for one, other in (
        (
            "temporary temporarily reversible reverses regain recover recovers wears fades short",
            "permanent permanently irreversible forever last lasts lasting remain remains stays",
        ),
        (
            "weaken weakens weakening weaker atrophy deteriorate waste wastes lose",
            "strengthen strengthens stronger relax relaxes relaxing relaxation strength regain",
        ),
        (
            "sever severs cut cuts destroy destroys kill kills damage damages",
            "relax relaxes relaxing block blocks pause pauses temporarily",
        ),
        (
            "multiple several repeated regular regularly often frequent frequently constantly",
            "once single one overused overuse rare rarely seldom",
        ),
        (
            "increase increases more higher raise raises",
            "decrease decreases less lower reduce reduces",
        ),
        ("thin thinner thinning thins", "thick thicker thickens aging ageing gravity elasticity"),
        ("filler fillers plump volume", "toxin relax relaxes relaxing relaxation relaxant"),
        ("always must all every", "never rare rarely sometimes some optional may"),
        ("safe harmless gentle", "dangerous unsafe harmful risk risky risks"),
        ("easy easily simple", "hard difficult impossible"),
        ("before", "after"),
        ("allowed can may", "avoid forbidden stop cannot"),
        ("early earlier young soon immediately", "late later old delayed slowly gradually"),
        ("hot warm", "cold cool"),
        ("wet moist damp", "dry"),
        ("daily day days", "weekly week weeks monthly month months yearly year years"),
        ("painless", "painful pain hurts sting stings"),
        ("better improve improves best", "worse worsen worsens worst"),
        ("open on", "closed off shut"),
        ("full", "empty"),
    )
)
"""Each pair: words of one side, words of the other. A pair of statements with one of each is not
yet a disagreement; it is worth a look."""
REFERRING: Final = re.compile(
    r"\b(?:refer to|for more information|you should know|read more|see also|visit our|contact)\b",
    re.IGNORECASE,
)
"""What points to other reading states nothing."""
