"""Figures as they are told: shares with their intervals."""

from dataclasses import dataclass
from typing import Final

_Z: Final = 1.959964
"""Standard deviations that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (1927): sound for small counts, and near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        share, squared = self.value, _Z**2 / self.of
        middle = (share + squared / 2) / (1 + squared)
        width = _Z / (1 + squared) * (share * (1 - share) / self.of + squared / 4 / self.of) ** 0.5
        return max(0.0, middle - width), min(1.0, middle + width)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  {self.count:4} / {self.of:<4} ({low:.1%}-{high:.1%})"
