"""What phones in villages hold, as last said, with what was sent to them since."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tocsin.domain.airtime_words import CreditSource
from tocsin.domain.money import in_units
from tocsin.domain.phone_credit import BELIEVED_FOR, Credit

LATEST = """
select distinct on (c.focal_point_id)
    f.code, h.name, c.minor, c.currency, c.at, c.source, b.least,
    coalesce((
        select sum(t.minor) from records_topup t
        where t.focal_point_id = c.focal_point_id and t.state = 'delivered'
          and t.currency = c.currency and t.ended_at > c.at
    ), 0)::bigint
from records_phonecredit c
join records_focalpoint f on f.id = c.focal_point_id and f.is_active
join records_community h on h.id = f.community_id
left join records_airtimebudget b on b.base_id = h.base_id and b.currency = c.currency
where c.at > %(since)s
  and (%(code)s = '' or f.code = %(code)s)
  and (%(areas)s::uuid[] is null or h.area_id = any(%(areas)s::uuid[]))
order by c.focal_point_id, c.at desc, c.id desc
"""


class CreditLine(NamedTuple):
    """A focal point by code, and what their phone holds."""

    person: str
    community: str
    credit: Credit
    least: int | None

    @property
    def at_most(self) -> str:
        return f"{in_units(self.credit.at_most, self.credit.currency)} {self.credit.currency}"

    @property
    def said(self) -> str:
        return f"{in_units(self.credit.minor, self.credit.currency)} {self.credit.currency}"


def low_credits(areas: Collection[UUID] | None, *, at: datetime) -> list[CreditLine]:
    """Return the phones that somebody must fill up, emptiest first."""
    lines = _lines(areas, at=at)
    low = [line for line in lines if line.credit.is_low(line.least, at)]
    return sorted(low, key=lambda line: (line.credit.at_most, line.person))


def credit_of(code: str, *, at: datetime) -> CreditLine | None:
    """Return what is known of one focal point's phone, None when nothing is that may still hold."""
    return next(iter(_lines(None, at=at, code=code)), None)


def _lines(areas: Collection[UUID] | None, *, at: datetime, code: str = "") -> list[CreditLine]:
    asked: dict[str, Any] = {
        "since": at - BELIEVED_FOR,
        "code": code,
        "areas": None if areas is None else list(areas),
    }
    with connection.cursor() as cursor:
        cursor.execute(LATEST, asked)
        rows = cursor.fetchall()
    return [
        CreditLine(
            person, home, Credit(minor, currency, said_at, CreditSource(source), sent), least
        )
        for person, home, minor, currency, said_at, source, least, sent in rows
    ]
