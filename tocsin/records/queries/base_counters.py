"""The figures above the page of a base, each as the figures of the mission define it."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.domain.figure_words import Span
from tocsin.domain.reports.base_counters import Counters
from tocsin.domain.survival import Lengths, summarise
from tocsin.domain.words import IncidentLife
from tocsin.records.models import Base, Community, Escalation, FocalPoint, Incident
from tocsin.records.queries.board import UNANSWERED
from tocsin.records.queries.report_alerts import count_alerts
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.waits import waits

DAY = timedelta(days=1)
USUAL = timedelta(days=14)
MONTH = timedelta(days=30)
MOST_POINTS = 60


def base_counters(base: Base, *, at: datetime) -> Counters:
    scope = Office(base=base).scope
    took = summarise(waits(scope, at - MONTH, at).get(Span.ACKNOWLEDGED, Lengths()))
    homes = Community.objects.filter(base=base)
    heard = FocalPoint.objects.filter(community=OuterRef("pk"), last_heard_at__gte=at - MONTH)
    return Counters(
        alerts=count_alerts(scope, at - DAY, at),
        usual=count_alerts(scope, at - DAY - USUAL, at - DAY) / USUAL.days,
        unanswered=unanswered(base).count(),
        answer=took.median,
        n_asked=took.n,
        heard=homes.filter(Exists(heard)).count(),
        communities=homes.count(),
    )


def unanswered(base: Base) -> QuerySet[Incident]:
    """Return what nobody at this base has taken yet; what is guarded is in no sheet."""
    waiting = Escalation.objects.filter(
        incident=OuterRef("pk"), ended_at=None, state__in=UNANSWERED
    )
    life = (IncidentLife.OPEN, IncidentLife.STABLE)
    return Office(base=base).scope.incidents().filter(Exists(waiting), life__in=life)


def happened(base: Base, *, since: datetime) -> list[Incident]:
    """Return the incidents of a fortnight that have a place, the gravest and latest first."""
    found = Office(base=base).scope.incidents().filter(lat__isnull=False, lon__isnull=False)
    recent = Q(last_alert_at__gte=since) | Q(life=IncidentLife.OPEN)
    rows = found.filter(recent).exclude(life=IncidentLife.MERGED)
    return list(
        rows.select_related("place", "community").order_by("priority", "-opened_at")[:MOST_POINTS]
    )
