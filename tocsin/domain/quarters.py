"""Quarters of a year: the only periods for which figures leave the mission."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(20\d{2})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Quarter | None":
        """Return the quarter of `2026-Q1`, None for anything else."""
        found = _WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first - timedelta(days=1))

    def is_over(self, today: date) -> bool:
        """Say whether it may leave the mission: of a running one two readings could be subtracted."""
        return self.last < today

    def before(self, count: int) -> list["Quarter"]:
        """Return that many quarters that are over by then, the latest first."""
        found, one = [], self
        for _ in range(count):
            one = one.previous
            found.append(one)
        return found

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
