"""The period that an address of figures names."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tocsin.console.access import viewer_of
from tocsin.console.days import day_in
from tocsin.console.now import now_of
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.problems.people import FIELD_WRONG
from tocsin.domain.quarters import Quarter

USUAL_DAYS = 28
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Period:
    """From one midnight of the mission to another. Outside the mission only whole quarters exist.

    Periods that overlap could be subtracted from one another, and give small counts back.
    """

    first: date
    last: date
    quarter: Quarter | None = None
    exact: tuple[datetime, datetime] | None = None  # that of a report, from one cut-off to another

    @property
    def since(self) -> datetime:
        if self.exact:
            return self.exact[0]
        return datetime.combine(self.first, time.min, ZoneInfo(settings.LOCAL_ZONE))

    @property
    def until(self) -> datetime:
        if self.exact:
            return self.exact[1]
        after = self.last + timedelta(days=1)
        return datetime.combine(after, time.min, ZoneInfo(settings.LOCAL_ZONE))


def period_of(request: HttpRequest) -> Period:
    """Read the period from the address; what makes no sense becomes the last four weeks."""
    today = now_of(request).astimezone(ZoneInfo(settings.LOCAL_ZONE)).date()
    quarter = Quarter.parse(request.GET.get("quarter", ""))
    if quarter is not None:
        if viewer_of(request).scope.areas is not None:
            raise Problem(NOT_ALLOWED, right=_("see the whole mission"))
        if not quarter.is_over(today):
            raise Problem(FIELD_WRONG, field=str(quarter), why=_("it is not over yet"))
        return Period(quarter.first, quarter.last, quarter)
    last = day_in(request.GET.get("to", "")) or today
    first = day_in(request.GET.get("from", "")) or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        first, last = last, first
    return Period(max(first, last - timedelta(days=MOST_DAYS)), last)
