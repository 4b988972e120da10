"""When the exercise drafts its reports, and who reads them."""

from datetime import datetime, time

from tocsin.actions.journal import Actor
from tocsin.actions.report_copies import add_reader
from tocsin.actions.report_plans import set_plan
from tocsin.domain.report_words import Audience, ReportKind
from tocsin.domain.words import BaseKind, Role
from tocsin.records.models import Base, User
from tocsin.records.queries.report_office import Office

# log-in, function, as whom it reads
READERS = (
    ("joc", "JOC watch", Audience.JOC),
    ("relief", "Relief coordination desk", Audience.HUMANITARIAN),
)
READER_LOG_INS = tuple((name, Role.READER) for name, _, _ in READERS)
BASES, MISSION = time(16), time(18)  # what is above comes later, and takes over what they wrote


def found_reports(*, by: Actor, at: datetime) -> None:
    for kind in (ReportKind.DAILY, ReportKind.WEEKLY):
        for base in Base.objects.filter(kind=BaseKind.BASE).order_by("name"):
            set_plan(kind, Office(base=base), BASES, by=by, at=at)
        set_plan(kind, Office(), MISSION, by=by, at=at)
    for name, title, audience in READERS:
        add_reader(
            title=title,
            audience=audience,
            kinds=list(ReportKind),
            user=User.objects.get(name=name),
            by=by,
            at=at,
        )
