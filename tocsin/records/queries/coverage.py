"""Every community with those who can warn for it, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from tocsin.domain.coverage import Cover, Lack, lacks_of
from tocsin.records.queries.scope import Scope

COVERS = """
with who as (
    select community_id, count(*) as people,
        count(*) filter (where sex = 'woman') as women,
        count(*) filter (where sex = 'man') as men,
        count(distinct operator) filter (where operator <> '') as operators,
        max(last_heard_at) as last_heard_at
    from records_focalpoint where is_active group by community_id
)
select c.code, c.name, c.lat, c.lon, c.territoire, b.slug, b.name, c.population, c.area_id,
    coalesce(w.people, 0), coalesce(w.women, 0), coalesce(w.men, 0), coalesce(w.operators, 0),
    w.last_heard_at
from records_community c
join records_base b on b.id = c.base_id
left join who w on w.community_id = c.id
order by c.name, c.code
"""


class CoverRow(NamedTuple):
    """A community in the list. `lacks` is empty where nothing is missing."""

    code: str
    name: str
    lat: float
    lon: float
    territoire: str
    base_slug: str
    base: str
    population: int | None
    area: UUID | None
    people: int
    women: int
    men: int
    operators: int
    last_heard_at: datetime | None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverFilter:
    """What the address of the list asks for; empty asks for all."""

    lack: str = ""
    base: str = ""
    words: str = ""

    def keeps(self, row: CoverRow) -> bool:
        words = self.words.casefold()
        return (
            (not self.lack or self.lack in row.lacks)
            and (not self.base or row.base_slug == self.base)
            and (not words or words in f"{row.name} {row.code} {row.territoire}".casefold())
        )


def cover_rows(scope: Scope, *, now: datetime, quiet_days: int) -> Sequence[CoverRow]:
    """Return all communities this viewer may see, by name, each with what is missing there."""
    with connection.cursor() as cursor:
        cursor.execute(COVERS)
        rows = [CoverRow(*row) for row in cursor.fetchall()]
    if scope.areas is not None:
        rows = [row for row in rows if row.area is None or row.area in scope.areas]
    return [row._replace(lacks=_lacks(row, now, quiet_days)) for row in rows]


def _lacks(row: CoverRow, now: datetime, quiet_days: int) -> tuple[Lack, ...]:
    cover = Cover(row.people, row.women, row.men, row.operators, row.last_heard_at)
    return lacks_of(cover, now=now, quiet_days=quiet_days)
