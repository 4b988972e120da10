"""Reports as pages list them: written, waiting, released, owed and late."""

from datetime import datetime

from django.db.models import Case, Q, QuerySet, When

from tocsin.domain.report_words import RecommendationState, ReportKind, ReportState
from tocsin.records.models import Incident, Recommendation, ReportDue, SituationReport
from tocsin.records.queries.scope import Scope

OPEN = (ReportState.DRAFT, ReportState.REVIEW)


def reports(
    scope: Scope, *, show: str = "", kind: str = "", reference: str = ""
) -> QuerySet[SituationReport]:
    """Return reports, the latest first. `show`: open, review, released, dropped; empty takes all."""
    found = _within(scope, SituationReport.objects.all())
    if show == "open":
        found = found.filter(state__in=OPEN)
    elif show:
        found = found.filter(state=show)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(reference=reference) if reference else found
    return with_places(found).order_by("-drafted_at", "-number")


def one_report(scope: Scope, number: int) -> SituationReport | None:
    return with_places(_within(scope, SituationReport.objects.filter(number=number))).first()


def with_places(rows: QuerySet[SituationReport]) -> QuerySet[SituationReport]:
    return rows.select_related(
        "base", "area", "incident__base", "incident__place", "incident__community",
        "drafted_by", "edited_by", "submitted_by", "released_by",
    )  # fmt: skip


def dues(scope: Scope, *, now: datetime | None = None) -> QuerySet[ReportDue]:
    """Return what is owed, the earliest first; with `now` only what is late."""
    found = ReportDue.objects.filter(settled_at=None)
    found = found.filter(Q(incident=None) | Q(incident__in=scope.incidents()))
    if scope.areas is not None:
        found = found.filter(Q(base=None) | Q(base__area__in=scope.areas))
    found = found.filter(due_at__lt=now) if now else found
    return found.select_related("incident__base", "incident__place", "report", "base").order_by(
        "due_at"
    )


def recommendations(scope: Scope) -> QuerySet[Recommendation]:
    """Return what weeklies asked for, what is open first and the earliest due on top."""
    found = Recommendation.objects.all()
    if scope.areas is not None:
        found = found.filter(Q(base__area__in=scope.areas) | Q(area__in=scope.areas))
    is_settled = Case(When(state=RecommendationState.OPEN, then=0), default=1)
    return found.select_related("report").order_by(is_settled, "due_on", "number")


def flash_chain(incident: Incident) -> list[SituationReport]:
    """Return all flashes of an incident in their order."""
    rows = SituationReport.objects.filter(incident=incident, kind=ReportKind.FLASH)
    return list(rows.order_by("issue"))


def open_flash(incident: Incident) -> SituationReport | None:
    """Return the flash that somebody is writing, or None."""
    rows = SituationReport.objects.filter(incident=incident, state__in=OPEN)
    return rows.select_related("base", "area", "incident").first()


def _within(scope: Scope, rows: QuerySet[SituationReport]) -> QuerySet[SituationReport]:
    """A flash is seen by whoever sees its incident; a report of an office by whoever works in it."""
    found = rows.filter(Q(incident=None) | Q(incident__in=scope.incidents()))
    if scope.areas is None:
        return found
    return found.filter(
        Q(base__area__in=scope.areas) | Q(area__in=scope.areas) | Q(incident__isnull=False)
    )
