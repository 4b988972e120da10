"""A report as its row keeps it, made into words for an audience and a language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from tocsin.actions.release_facts import alleged_by, known_about, named_in
from tocsin.actions.report_bodies import body_of
from tocsin.actions.report_facts import where_of
from tocsin.domain.release_labels import PEOPLES
from tocsin.domain.release_lint import Known
from tocsin.domain.report_words import Audience, FlashStage, Marking, ReportKind, ReportState
from tocsin.domain.reports.audiences import Subject, marking_of, unguarded, why_not_told
from tocsin.domain.reports.checking import Found, check
from tocsin.domain.reports.compose import Composition, Head, compose, said
from tocsin.domain.reports.next_flash import in_time
from tocsin.domain.reports.radio import radio_text
from tocsin.domain.reports.saying import Words
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import Kind
from tocsin.records.models import FocalPoint, Incident, Responder, SituationReport
from tocsin.wording.reports import report_words

MISSION = "Mission"


@dataclass(frozen=True, slots=True)
class Spot:
    """The point of a flash and its base, for the map alone."""

    lat: float
    lon: float
    priority: str
    place: str
    base: str = ""
    base_lat: float = 0.0
    base_lon: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """A report opened: what stands above it, its sentences, and the words of its language."""

    head: Head
    statements: Sequence[Statement]
    words: Words
    spot: Spot | None = None

    def without_guarded(self) -> "Read":
        """Return it for somebody who may not know of what is restricted: not the numbers of it either."""
        return replace(self, statements=unguarded(self.statements))

    def composed(self, audience: Audience | None = None) -> Composition:
        return compose(self.head, self.statements, self.words, audience=audience)

    def radio(self, audience: Audience | None = None) -> str:
        return radio_text(self.head, self.statements, self.words, audience)


def opened(row: SituationReport, *, language: str = "") -> Read:
    """Open a report; another language says what is generated in that language."""
    head = head_of(row)
    said = in_time(body_of(row), head.made_at)
    return Read(head, said, words_of(language or row.language), spot_of(row))


def marked(row: SituationReport, *, sees_restricted: bool) -> str:
    """Return how a report is marked, from what somebody may know of it; empty before its release.

    The row keeps the mark of all its words. A number of restricted cases makes that the highest, so
    for others the mark is read off the words that are left: the same as without a case.
    """
    if sees_restricted or row.marking != Marking.STRICTLY_CONFIDENTIAL:
        return row.marking
    about = Subject(marking=row.incident.marking) if row.incident else Subject()
    return marking_of(unguarded(body_of(row)), about).value


def spot_of(row: SituationReport) -> Spot | None:
    incident = row.incident
    if incident is None or incident.lat is None or incident.lon is None:
        return None
    base = incident.base
    return Spot(
        incident.lat, incident.lon, incident.priority, where_of(incident).place,
        *((base.name, base.lat, base.lon) if base else ()),
    )  # fmt: skip


def words_of(language: str) -> Words:
    return report_words(language, settings.LOCAL_ZONE)


def office_of(row: SituationReport) -> str:
    if row.base:
        return row.base.name
    return row.area.name if row.area else MISSION


def head_of(row: SituationReport) -> Head:
    about, subject = Subject(), None
    if row.incident:
        where = where_of(row.incident)
        about = subject_of(row.incident)
        subject = {
            "kind": row.incident.kind, "place": where.place, "territory": where.territory
        }  # fmt: skip
    return Head(
        kind=ReportKind(row.kind),
        reference=row.reference,
        issue=row.issue,
        stage=FlashStage(row.stage) if row.stage else None,
        office=office_of(row),
        made_at=row.released_at or row.drafted_at,
        since=row.since,
        until=row.until,
        subject=subject,
        about=about,
        to=tuple(audiences_of(about)),
        is_drill=row.is_drill,
        is_draft=row.state != ReportState.RELEASED,
        was_alone=row.was_alone,
    )


def subject_of(incident: Incident) -> Subject:
    """Return an incident as the rules of audiences see it."""
    return Subject(
        kind=Kind(incident.kind),
        alleged=alleged_by(named_in(incident)),
        is_restricted=incident.is_restricted,
        marking=incident.marking,
    )


def audiences_of(about: Subject) -> list[Audience]:
    """Return who gets a copy at all."""
    return [one for one in Audience if not why_not_told(one, about)]


def findings_of(
    row: SituationReport, statements: Sequence[Statement], fresh: Sequence[Statement]
) -> list[Found]:
    """Return what the check finds in a report as it stands, against the records of this moment."""
    words, made_at = words_of(row.language), row.released_at or row.drafted_at
    statements, fresh = in_time(statements, made_at), in_time(fresh, made_at)
    has_own_words = any(one.text for one in statements)
    known = _known(row) if has_own_words else Known()
    by_key = {one.key: one for one in fresh}
    says = {one.key: said(by_key.get(one.key, one), words) for one in statements}
    return check(ReportKind(row.kind), statements, fresh, known, says)


def _known(row: SituationReport) -> Known:
    if row.incident:
        return known_about(row.incident, office_of(row))
    points, people = FocalPoint.objects.filter(is_active=True), Responder.objects.all()
    if row.base:
        points, people = points.filter(community__base=row.base), people.filter(base=row.base)
    elif row.area:
        points = points.filter(community__area=row.area)
        people = people.filter(base__area=row.area)
    names = [one.name for one in points] + [one.name for one in people]
    public = set(points.values_list("community__name", flat=True)) | {office_of(row)}
    return Known(public=tuple(public), names=tuple(names), labels=PEOPLES, duty=settings.DUTY_PHONE)
