"""When the exercise drafts its reports, who reads them, and the first two that were released."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tocsin.actions.journal import Actor
from tocsin.actions.report_copies import add_reader, confirm_copy, open_copy
from tocsin.actions.report_drafts import draft_flash
from tocsin.actions.report_periods import draft_period
from tocsin.actions.report_plans import set_plan
from tocsin.actions.reports import Added, edit_report, release_report
from tocsin.domain.report_words import Audience, ReportKind, Section
from tocsin.domain.words import BaseKind, Role
from tocsin.records.models import Base, Incident, ReportCopy, ReportReader, User
from tocsin.records.queries.report_office import Office


@dataclass(frozen=True, slots=True)
class Reader:
    """A function on the list: its log-in, as whom it reads, its telephone and its station."""

    log_in: str
    title: str
    audience: Audience
    language: str = "fr"
    number: str = ""
    call_sign: str = ""


READERS = (
    Reader("joc", "JOC watch", Audience.JOC, number="+243990000190"),
    Reader("relief", "Relief coordination desk", Audience.HUMANITARIAN),
    Reader("mpala", "Commander of the base", Audience.FORCE, call_sign="ALPHA 1"),
)
READER_LOG_INS = tuple((one.log_in, Role.READER) for one in READERS[:2])
BASES, MISSION = time(16), time(18)  # what is above comes later, and takes over what they wrote
COMMENT = "Les gens craignent la route du marché ; à revoir avec le comité avant samedi."
QUESTION = "Le comité a-t-il été prévenu avant la nuit ?"


def found_reports(*, by: Actor, at: datetime) -> None:
    for kind in (ReportKind.DAILY, ReportKind.WEEKLY):
        for base in Base.objects.filter(kind=BaseKind.BASE).order_by("name"):
            set_plan(kind, Office(base=base), BASES, by=by, at=at)
        set_plan(kind, Office(), MISSION, by=by, at=at)
    for one in READERS:
        add_reader(
            title=one.title,
            audience=one.audience,
            kinds=list(ReportKind),
            user=User.objects.get(name=one.log_in),
            language=one.language,
            by=by,
            at=at,
        )
    _release_two()
    # From now on: a text of days ago would only be too late.
    for one in READERS:
        row = ReportReader.objects.get(title=one.title)
        row.number, row.call_sign = one.number, one.call_sign
        row.save()


def _release_two() -> None:
    """Release a flash and a daily of some days ago, so that each reader has something to open at once."""
    writer, releaser = User.objects.get(name="salima"), User.objects.get(name="releaser")
    incident = (
        Incident.objects.select_related("base").filter(closed_at__isnull=False).earliest("number")
    )
    assert incident.base is not None
    assert incident.closed_at is not None
    ended = incident.closed_at + timedelta(minutes=30)
    flash = draft_flash(incident, by=writer, at=ended)
    release_report(flash, version=flash.version, by=releaser, at=ended)
    until = incident.opened_at + timedelta(hours=8)
    office = Office(base=incident.base)
    daily = draft_period(
        ReportKind.DAILY, office, until - timedelta(days=1), until, by=writer, at=until
    )
    said = Added(Section.ASSESSMENT, COMMENT)
    daily = edit_report(daily, {}, version=daily.version, by=writer, at=until, added=said)
    release_report(daily, version=daily.version, by=releaser, at=until)
    copy, joc = (
        ReportCopy.objects.get(report=flash, reader__user__name="joc"),
        User.objects.get(name="joc"),
    )
    open_copy(copy, by=joc, at=ended + timedelta(minutes=20))
    confirm_copy(copy, by=joc, at=ended + timedelta(minutes=25), question=QUESTION)
