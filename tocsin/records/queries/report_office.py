"""What reports say of an office beside its alerts: people, promises, the net, the kit, the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from tocsin.domain.handset_words import HandsetState
from tocsin.domain.promise_words import CommitmentState, RumourState
from tocsin.domain.radio_words import CheckOutcome
from tocsin.domain.report_words import ReportKind, ReportState
from tocsin.domain.reports.office_facts import Coming, Kit, Met, Owed, RollCallLine
from tocsin.domain.words import FeedbackState
from tocsin.records.models import (
    Area,
    Base,
    Commitment,
    Community,
    Feedback,
    Handset,
    Meeting,
    RadioNet,
    RollCall,
    Rumour,
    Silence,
    SituationReport,
    TopUp,
)
from tocsin.records.queries.clock import day_here
from tocsin.records.queries.scope import Scope

UNANSWERED = (FeedbackState.OWED, FeedbackState.DRAFTED, FeedbackState.FAILED)
TOLD = (FeedbackState.SENT, FeedbackState.DELIVERED)
UNCHECKED = (RumourState.HEARD, RumourState.CHECKING)
HELD = (HandsetState.ISSUED, HandsetState.TESTED, HandsetState.SILENT)
BROKEN = (HandsetState.IN_REPAIR, HandsetState.RETURNED)
GONE = (HandsetState.LOST, HandsetState.STOLEN)
WAITING = ("asked", "half_approved", "approved", "sending", "pending", "unknown", "by_hand")


@dataclass(frozen=True, slots=True)
class Office:
    """A base, a field office (an area with its parts), or the mission when neither is given."""

    base: Base | None = None
    area: Area | None = None

    @property
    def areas(self) -> frozenset[UUID] | None:
        return frozenset(area_parts(self.area)) if self.area else None

    @property
    def scope(self) -> Scope:
        """Guarded things are in no report but as numbers."""
        return Scope(False, self.areas, self.base.pk if self.base else None)

    def communities(self, field: str = "community") -> Q:
        if self.base:
            return Q(**{f"{field}__base": self.base})
        return Q(**{f"{field}__area__in": self.areas}) if self.area else Q()

    def bases(self, field: str = "base") -> Q:
        if self.base:
            return Q(**{field: self.base})
        return Q(**{f"{field}__area__in": self.areas}) if self.area else Q()


def owed(office: Office, since: datetime, until: datetime) -> Owed:
    """Return what was heard, checked, answered, promised and kept, and what is late at the cut-off."""
    here = office.communities()
    rumours = Rumour.objects.filter(here, heard_at__lt=until).aggregate(
        heard=Count("pk", filter=Q(heard_at__gte=since)),
        checked=Count("pk", filter=Q(found_at__gte=since, found_at__lt=until)),
        late=Count("pk", filter=Q(state__in=UNCHECKED, due_at__lt=until)),
    )
    answers = Feedback.objects.filter(here, created_at__lt=until).aggregate(
        given=Count("pk", filter=Q(state__in=TOLD, settled_at__gte=since, settled_at__lt=until)),
        owed=Count("pk", filter=Q(state__in=UNANSWERED)),
        late=Count("pk", filter=Q(state__in=UNANSWERED, due_at__lt=until)),
    )
    settled = Q(settled_at__gte=since, settled_at__lt=until)
    open_ = Q(state=CommitmentState.OPEN)
    promises = Commitment.objects.filter(here, recorded_at__lt=until).aggregate(
        made=Count("pk", filter=Q(recorded_at__gte=since)),
        kept=Count("pk", filter=settled & Q(state=CommitmentState.KEPT)),
        broken=Count("pk", filter=settled & Q(state=CommitmentState.NOT_KEPT)),
        open=Count("pk", filter=open_),
        late=Count("pk", filter=open_ & Q(due_at__lt=until)),
    )
    return Owed(
        (rumours["heard"], rumours["checked"], rumours["late"]),
        (answers["given"], answers["owed"], answers["late"]),
        (
            promises["made"], promises["kept"], promises["broken"], promises["open"],
            promises["late"],
        ),
    )  # fmt: skip


def kit(office: Office, since: datetime, until: datetime) -> Kit:
    here = office.bases()
    silences = Silence.objects.filter(here, ended_at=None, opened_at__lt=until).aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=until))
    )
    phones = Handset.objects.filter(here).aggregate(
        held=Count("pk", filter=Q(state__in=HELD)),
        broken=Count("pk", filter=Q(state__in=BROKEN)),
        lost=Count("pk", filter=Q(state__in=GONE)),
    )
    airtime = TopUp.objects.filter(here).aggregate(
        sent=Count("pk", filter=Q(state="delivered", ended_at__gte=since, ended_at__lt=until)),
        waiting=Count("pk", filter=Q(state__in=WAITING)),
    )
    nets = RadioNet.objects.filter(here | Q(base=None), ended_at=None, opens_next_at__isnull=False)
    return Kit(
        (silences["n"], silences["late"]),
        (phones["held"], phones["broken"], phones["lost"]),
        (airtime["sent"], airtime["waiting"]),
        sum(len(hours) for hours in nets.values_list("hours", flat=True)),
    )


def roll_calls(office: Office, since: datetime, until: datetime) -> list[RollCallLine]:
    """Return the roll calls of a period with how each station answered; struck answers are gone."""
    stations = Q(checks__struck_at=None)
    here = office.communities("checks__station__community") | office.bases("checks__station__base")
    if here:
        stations &= here
    rows = RollCall.objects.filter(due_at__gte=since, due_at__lt=until).annotate(
        present=Count("checks", filter=stations & Q(checks__outcome=CheckOutcome.PRESENT)),
        relayed=Count("checks", filter=stations & Q(checks__outcome=CheckOutcome.RELAYED)),
        silent=Count("checks", filter=stations & Q(checks__outcome=CheckOutcome.NOTHING_HEARD)),
        everybody=Count("checks", filter=stations),
    )
    return [
        RollCallLine(
            row.net.slug.upper(),
            row.due_at,
            row.present,
            row.relayed,
            row.silent,
            row.everybody,
            str(row.pk),
        )
        for row in rows.select_related("net").order_by("due_at", "net__slug")
        if row.everybody
    ]


def meetings(office: Office, since: datetime, until: datetime) -> list[Met]:
    rows = Meeting.objects.filter(office.communities(), held_at__gte=since, held_at__lt=until)
    return [
        Met(
            row.number,
            row.community.name,
            row.women,
            row.men,
            midday(row.next_on),
            bool(row.concerns.strip()),
        )
        for row in rows.select_related("community").order_by("held_at")
    ]


def coming(office: Office, since: datetime, until: datetime) -> list[Coming]:
    """Return promises that fall due and meetings that were agreed between two times."""
    promises = Commitment.objects.filter(
        office.communities(), state=CommitmentState.OPEN, due_at__gte=since, due_at__lt=until
    ).select_related("community")
    agreed = Meeting.objects.filter(
        office.communities(), next_on__gte=day_here(since), next_on__lt=day_here(until)
    ).select_related("community")
    found = [Coming(one.number, one.community.name, one.due_at, True) for one in promises]
    found += [
        Coming(one.number, one.community.name, datetime.fromisoformat(midday(one.next_on)), False)
        for one in agreed
    ]
    return sorted(found, key=lambda one: (one.at, one.number))


def issued(office: Office, since: datetime, until: datetime) -> list[tuple[str, str]]:
    rows = SituationReport.objects.filter(
        office.bases(), kind=ReportKind.FLASH, state=ReportState.RELEASED,
        released_at__gte=since, released_at__lt=until, incident__is_restricted=False,
    )  # fmt: skip
    return [(row.reference, row.stage) for row in rows.order_by("released_at")]


def uncovered(office: Office) -> list[str]:
    """Return the communities in which nobody can warn."""
    rows = Community.objects.filter(_own(office)).annotate(
        n=Count("focal_points", filter=Q(focal_points__is_active=True))
    )
    return list(rows.filter(n=0).order_by("name").values_list("name", flat=True))


def below(office: Office, kind: ReportKind, since: datetime, until: datetime) -> Iterable[SituationReport]:  # fmt: skip
    """Return the released reports of offices below that cover the end of this period."""
    if office.base:
        return []
    rows = SituationReport.objects.filter(
        kind=kind, state=ReportState.RELEASED, until__gt=since, until__lte=until
    ).select_related("base", "area")
    if office.area:
        return rows.filter(base__area__in=office.areas or ()).order_by("reference", "issue")
    return rows.filter(Q(area__isnull=False) | Q(base__isnull=False)).order_by("reference")


def _own(office: Office) -> Q:
    if office.base:
        return Q(base=office.base)
    return Q(area__in=office.areas) if office.area else Q()


def area_parts(area: Area) -> list[UUID]:
    parents = dict(Area.objects.values_list("pk", "parent"))
    found = [area.pk]
    for part in found:
        found += [child for child, parent in parents.items() if parent == part]
    return found


def midday(day: date | None) -> str:
    """Return a date as a time that is the same day everywhere; empty for none."""
    return f"{day:%Y-%m-%d}T12:00:00+00:00" if day else ""
