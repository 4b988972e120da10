"""What a flash is made of, read from the records of its incident: never the words of a source."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mgrs import MGRS  # type: ignore[import-untyped]  # ships no types

from tocsin.actions.release_facts import alleged_by, named_in
from tocsin.domain.earth import direction, kilometres
from tocsin.domain.reports.flash_facts import Done, Earlier, FlashFacts, Where, merge_counts
from tocsin.domain.signs import Picture
from tocsin.domain.words import (
    CallBackState,
    FeedbackClock,
    FeedbackState,
    Kind,
    Priority,
    VerificationState,
)
from tocsin.records.models import (
    Alert,
    CallBack,
    Feedback,
    Incident,
    ProtectionGap,
    Response,
    SituationReport,
)
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.signs import picture

NEAR_KM = 20.0
LOOK_BACK = timedelta(days=30)
_DEGREE_KM = 111.0
_GRID = MGRS()
_TIMES = ("ended_at", "on_scene_at", "departed_at", "preparing_at", "accepted_at", "asked_at")


def flash_facts(incident: Incident) -> FlashFacts:
    """Return all that a flash says. The same records give the same facts, whenever it is asked."""
    alerts = list(
        Alert.objects.filter(
            incident_links__incident=incident,
            incident_links__unlinked_at__isnull=True,
            incident_links__is_suggestion=False,
        ).order_by("number")
    )
    done = tuple(_done(incident))
    told = Feedback.objects.filter(
        incident=incident,
        clock=FeedbackClock.FIRST_NEWS,
        state__in=(FeedbackState.SENT, FeedbackState.DELIVERED),
    )
    gap = ProtectionGap.objects.filter(incident=incident, ended_at=None).order_by("-since").first()
    return FlashFacts(
        number=incident.number,
        kind=Kind(incident.kind),
        priority=Priority(incident.priority),
        happened_at=min((one.happened_at for one in alerts), default=incident.opened_at),
        received_at=incident.opened_at,
        where=where_of(incident),
        state=VerificationState(incident.verification),
        grade=incident.grade,
        n_alerts=len(alerts),
        n_origins=incident.n_origins,
        n_first_hand=incident.n_first_hand,
        n_denials=incident.n_denials,
        alerts=tuple(one.number for one in alerts),
        alleged=tuple((one.code, one.side) for one in alleged_by(named_in(incident))),
        direction=incident.direction,
        counts=merge_counts(one.counts for one in alerts),
        done=done,
        nobody=gap.why_not if gap else "",
        told_at=told.order_by("settled_at").values_list("settled_at", flat=True).first(),
        earlier=tuple(_earlier(incident)),
        calls_due=CallBack.objects.filter(
            community=incident.community, state=CallBackState.DUE
        ).count() if incident.community else 0,
        outcome=incident.outcome,
        is_restricted=incident.is_restricted,
        signs=_signs(incident),
        last_change_at=max([incident.last_alert_at, *(one.at for one in done)]),
    )  # fmt: skip


def where_of(incident: Incident) -> Where:
    """Return where it is, by names of the map; what somebody typed is in no report."""
    place, base, community = incident.place, incident.base, incident.community
    km, bearing = None, ""
    if base and incident.lat is not None and incident.lon is not None:
        km = kilometres(base.lat, base.lon, incident.lat, incident.lon)
        bearing = direction(base.lat, base.lon, incident.lat, incident.lon)
    near = place or community
    return Where(
        place=near.name if near else "",
        territory=near.territoire if near else "",
        province=near.province if near else "",
        pcode=place.pcode if place else "",
        grid=grid_of(incident.lat, incident.lon),
        base=base.name if base else "",
        km=km,
        bearing=bearing,
        population=community.population if community else None,
    )


def grid_of(lat: float | None, lon: float | None) -> str:
    """Return `35N QA 804 685`, to 100 metres; nothing without a point or outside the grid."""
    if lat is None or lon is None or not -80 <= lat <= 84:
        return ""
    found = str(_GRID.toMGRS(lat, lon, MGRSPrecision=3))
    return f"{found[:-8]} {found[-8:-6]} {found[-6:-3]} {found[-3:]}"


def _signs(incident: Incident) -> Picture:
    """Return the warning signs of its base as they stood when it began."""
    if incident.base is None:
        return Picture()
    return picture(Office(base=incident.base), at=incident.opened_at)


def _done(incident: Incident) -> Iterable[Done]:
    rows = Response.objects.filter(incident=incident).select_related("base").order_by("asked_at")
    for row in rows:
        yield Done(
            reference=f"response:{row.pk}",
            actor=row.actor,
            base=row.base.name if row.base else "",
            type=row.type,
            state=row.state,
            at=_last_word(row),
            why_not=row.why_not,
            result=row.result,
        )


def _last_word(row: Response) -> datetime:
    found: datetime = next(at for name in _TIMES if (at := getattr(row, name)) is not None)
    return found


def _earlier(incident: Incident) -> Iterable[Earlier]:
    """Incidents around before this one, the latest first; guarded ones are nobody's background."""
    if incident.lat is None or incident.lon is None:
        return
    reach = NEAR_KM / _DEGREE_KM
    rows = Incident.objects.filter(
        opened_at__lt=incident.opened_at,
        opened_at__gte=incident.opened_at - LOOK_BACK,
        lat__range=(incident.lat - reach, incident.lat + reach),
        lon__range=(incident.lon - reach * 1.1, incident.lon + reach * 1.1),
        is_restricted=False,
        is_drill=incident.is_drill,
        merged_into=None,
    ).exclude(pk=incident.pk)
    found = list(rows.order_by("-opened_at")[:20])
    flashes = dict(
        SituationReport.objects.filter(incident__in=found, state="released").values_list(
            "incident", "reference"
        )
    )
    for row in found:
        km = kilometres(incident.lat, incident.lon, row.lat or 0.0, row.lon or 0.0)
        if km <= NEAR_KM:
            yield Earlier(
                row.number, Kind(row.kind), row.opened_at, km,
                VerificationState(row.verification), flashes.get(row.pk, ""),
            )  # fmt: skip
