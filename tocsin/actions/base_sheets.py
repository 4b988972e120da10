"""The base on one page, from the records of this moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from tocsin.actions.base_maps import base_map
from tocsin.actions.report_heads import words_of
from tocsin.domain.network_words import Sex
from tocsin.domain.report_words import DueKind, Marking
from tocsin.domain.reports.base_counters import counter_lines
from tocsin.domain.reports.base_sheet import SheetFacts, Village, build_sheet
from tocsin.domain.reports.compose import Composition, parts_of
from tocsin.domain.reports.saying import dtg, say
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import CallBackState
from tocsin.formats.report_pdf import report_pdf
from tocsin.records.models import Base, Community, ReportDue
from tocsin.records.queries import report_alerts as alerts
from tocsin.records.queries import report_office as offices
from tocsin.records.queries.base_counters import base_counters
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.signs import signs_of

FORTNIGHT = timedelta(days=14)
LONG_AGO = timedelta(days=400)
WEEK = timedelta(days=7)


def base_sheet(base: Base, *, at: datetime, language: str) -> Composition:
    """Return the sheet in words. Nobody is named in it, but it does not go on patrol either."""
    statements = build_sheet(sheet_facts(base, at=at), now=at)
    return composed_of(base, "sheet", "BASE", statements, at=at, language=language)


def composed_of(
    base: Base,
    sheet: str,
    mark: str,
    statements: Sequence[Statement],
    *,
    at: datetime,
    language: str,
) -> Composition:
    """Return a sheet of a base in words: `sheet` names its title and caveat, `mark` opens its reference."""
    words = words_of(language)
    label = words.tables["label"]
    marking = words.of("marking", Marking.CONFIDENTIAL)
    return Composition(
        language=words.language,
        title=say(words.tables["title"][sheet], {"office": base.name}, words),
        reference=f"{mark}/{base.slug.upper()}",
        stage="",
        marking=f"{label['exercise']} – {marking}" if settings.EXERCISE else marking,
        level=Marking.CONFIDENTIAL,
        caveat=str(label[f"caveat_{sheet}"]),
        facts=((str(label["dtg"]), dtg(at)),),
        parts=tuple(parts_of(statements, words)),
        closing=str(label["caveat"]),
    )


def base_sheet_pdf(base: Base, *, at: datetime, language: str) -> bytes:
    composed, words = base_sheet(base, at=at, language=language), words_of(language)
    return report_pdf(
        composed,
        words,
        made_at=at,
        picture=base_map(base, at=at, language=language),
        counters=counter_lines(base_counters(base, at=at), words),
    )


def sheet_facts(base: Base, *, at: datetime) -> SheetFacts:
    office = Office(base=base)
    scope = office.scope
    # What is guarded is on no wall, not as one more of a count either.
    dues = ReportDue.objects.filter(base=base, settled_at=None, kind=DueKind.FLASH_INITIAL).exclude(
        incident__is_restricted=True
    )
    calls = scope.call_backs().filter(community__base=base, state=CallBackState.DUE)
    past = offices.coming(office, at - LONG_AGO, at)
    return SheetFacts(
        alerts=tuple(alerts.alert_lines(scope, at - FORTNIGHT, at)),
        pending=tuple(alerts.pending(scope, at)),
        gaps=tuple(alerts.open_gaps(scope, at)),
        late=tuple(one for one in past if one.is_promise),
        coming=tuple(offices.coming(office, at, at + WEEK)),
        calls_due=calls.count(),
        villages=tuple(_villages(base, at=at)),
        kit=offices.kit(office, at - FORTNIGHT, at),
        flashes_due=dues.count(),
        signs=signs_of(office, at=at),
    )


def _villages(base: Base, *, at: datetime) -> list[Village]:
    active = Q(focal_points__is_active=True)
    rows = Community.objects.filter(base=base).annotate(
        points=Count("focal_points", filter=active),
        women=Count("focal_points", filter=active & Q(focal_points__sex=Sex.WOMAN)),
        heard=Count(
            "focal_points", filter=active & Q(focal_points__last_heard_at__gte=at - FORTNIGHT)
        ),
    )
    return [
        Village(
            row.code, row.name, row.population, row.dry_minutes, row.wet_minutes,
            f"{row.committee_met_on:%Y-%m-%d}T12:00:00+00:00" if row.committee_met_on else "",
            row.points, row.women, row.heard,
        )
        for row in rows.order_by("-population", "name")
    ]  # fmt: skip
