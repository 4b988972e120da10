"""Every community with those who can warn for it: where it lies and what is missing, then the rows of one page.

A country has thousands of communities, and each view of the page weighs all of them. So the first statement
answers the bare facts of all, and the second everything else of the fifty that are shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from tocsin.domain.coverage import Lack, lacks_of
from tocsin.records.queries.scope import Scope

FACTS = """
with who as (
    select community_id, count(*) as people,
        count(*) filter (where sex = 'man') as men,
        min(operator) filter (where operator <> '') as first_operator,
        max(operator) filter (where operator <> '') as last_operator,
        max(last_heard_at) as last_heard_at
    from records_focalpoint where is_active group by community_id
)
select c.code, c.name, c.lon, c.lat,
    (%(base)s = '' or b.slug = %(base)s) and (%(words)s = ''
        or strpos(lower(concat_ws(' ', c.name, c.code, c.territoire)), lower(%(words)s)) > 0),
    w.people is null,
    w.last_heard_at is null or w.last_heard_at < %(quiet_since)s,
    coalesce(w.men = w.people, false),
    coalesce(w.first_operator = w.last_operator, false)
from records_community c
join records_base b on b.id = c.base_id
left join who w on w.community_id = c.id
where %(areas)s::uuid[] is null or c.area_id is null or c.area_id = any(%(areas)s::uuid[])
order by c.name, c.code
"""

ROWS = """
with wanted as (select * from records_community where code = any(%(codes)s)),
who as (
    select community_id, count(*) as people,
        count(*) filter (where sex = 'woman') as women,
        count(*) filter (where sex = 'man') as men,
        count(distinct operator) filter (where operator <> '') as operators,
        max(last_heard_at) as last_heard_at
    from records_focalpoint
    where is_active and community_id in (select id from wanted) group by community_id
)
select c.code, c.name, c.lat, c.lon, c.territoire, b.name, c.population,
    coalesce(w.people, 0), coalesce(w.women, 0), coalesce(w.men, 0), coalesce(w.operators, 0),
    w.last_heard_at
from wanted c
join records_base b on b.id = c.base_id
left join who w on w.community_id = c.id
"""


@dataclass(frozen=True, slots=True)
class CoverFilter:
    """What the address of the list asks for; empty asks for all."""

    lack: str = ""
    base: str = ""
    words: str = ""


class Spot(NamedTuple):
    """Where a community lies. `lacks` is empty where nothing is missing."""

    code: str
    name: str
    lon: float
    lat: float
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """All communities of a viewer: how many lack what, and those that the filter keeps, by name."""

    total: int
    lacking: int
    counts: Mapping[str, int]
    found: Sequence[Spot] = field(repr=False)


class CoverRow(NamedTuple):
    """A community in the list."""

    code: str
    name: str
    lat: float
    lon: float
    territoire: str
    base: str
    population: int | None
    people: int
    women: int
    men: int
    operators: int
    last_heard_at: datetime | None
    lacks: tuple[Lack, ...]


def survey(scope: Scope, wanted: CoverFilter, *, now: datetime, quiet_days: int) -> Survey:
    """Weigh all communities this viewer may see."""
    asked: dict[str, Any] = {
        "base": wanted.base,
        "words": wanted.words,
        "quiet_since": now - timedelta(days=quiet_days),
        "areas": None if scope.areas is None else list(scope.areas),
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, asked)
        every = cursor.fetchall()
    lacks = [lacks_of(*row[5:]) for row in every]
    by_lacks = Counter(lacks)
    return Survey(
        total=len(every),
        lacking=len(every) - by_lacks[()],
        counts={
            lack.value: sum(count for some, count in by_lacks.items() if lack in some)
            for lack in Lack
        },
        found=[
            Spot(row[0], row[1], row[2], row[3], missing)
            for row, missing in zip(every, lacks, strict=True)
            if row[4] and (not wanted.lack or wanted.lack in missing)
        ],
    )


def cover_rows(spots: Sequence[Spot]) -> Sequence[CoverRow]:
    """Return everything about these communities, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"codes": [spot.code for spot in spots]})
        rows = {row[0]: row for row in cursor.fetchall()}
    return [CoverRow._make((*rows[spot.code], spot.lacks)) for spot in spots if spot.code in rows]
