"""One glance at what may have moved: marks of the directory, and how the gateways do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from tocsin.records.prepared import ask

T = TypeVar("T")

GLANCE = """
select (select jsonb_object_agg(subject, mark) from records_directorymark),
       g.id, g.is_up, g.asked_at, g.failures_in_a_row, g.last_failure_at
from (select) as always left join records_gateway g on g.is_enabled
"""


@dataclass(frozen=True, slots=True)
class Health:
    """What a gateway said of itself, None when it never did, and how its last sends went."""

    is_up: bool | None
    asked_at: datetime | None
    failures_in_a_row: int
    last_failure_at: datetime | None


NOT_SEEN = Health(None, None, 0, None)  # enabled a moment after the glance


@dataclass(frozen=True, slots=True)
class Glance:
    """The marks by subject (none before anything of it was written), the health by gateway."""

    marks: Mapping[str, str]
    health: Mapping[UUID, Health]

    @classmethod
    def now(cls) -> "Glance":
        rows = ask(GLANCE)
        marks = rows[0][0]
        return cls(
            marks=json.loads(marks) if isinstance(marks, str) else marks or {},
            health={row[1]: Health(*row[2:]) for row in rows if row[1] is not None},
        )


class Kept(Generic[T]):
    """One thing read of the directory, kept for as long as what it was read under still holds.

    The mark moves in the transaction of the change, and is looked at before the reading: what is
    kept may be newer than its mark, and is then read once more; it is never older.
    """

    def __init__(self) -> None:
        self._kept: tuple[object, T] | None = None

    def get(self, under: object, load: Callable[[], T]) -> T:
        """Return what was kept under this key, or load it. None as a key keeps nothing."""
        kept = self._kept  # one look: another thread may put a newer one here meanwhile
        if kept is not None and under is not None and kept[0] == under:
            return kept[1]
        value = load()
        self._kept = None if under is None else (under, value)
        return value
