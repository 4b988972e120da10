"""Meetings and promises: written down, kept or explained, and told back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, models, transaction

from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import REASON_MISSING
from tocsin.domain.promise_words import Attendance, CommitmentState
from tocsin.records.models import Base, Commitment, Community, Incident, Meeting, User

NUMBERS_LOCK = 0x70C53


@dataclass(frozen=True, slots=True)
class Gathering:
    """What is known of a meeting."""

    community: Community
    held_at: datetime
    women: int
    men: int
    base: Base | None = None
    attendance: tuple[Attendance, ...] = ()
    women_spoke: bool = False
    concerns: str = ""
    expectations: str = ""
    mandate_explained: bool = False
    limits_told: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Who promised what to whom by when."""

    community: Community
    promised_by: str
    what: str
    promised_at: datetime
    due_at: datetime
    base: Base | None = None
    meeting: Meeting | None = None
    incident: Incident | None = None


@transaction.atomic
def record_meeting(met: Gathering, *, by: User, at: datetime) -> Meeting:
    """Write down a meeting, with when it was held and when it was written down."""
    sheet = Sheet(at=at, by=by)
    facts = {name: getattr(met, name) for name in Gathering.__slots__}
    facts["attendance"] = [one.value for one in met.attendance]
    meeting = Meeting.objects.create(
        number=next_number(Meeting), recorded_at=at, recorded_by=by, **facts
    )
    sheet.note(
        "meeting.recorded", meeting, happened_at=met.held_at, community=met.community.code,
        women=met.women, men=met.men,
    )  # fmt: skip
    sheet.write()
    return meeting


@transaction.atomic
def record_commitment(promise: Promise, *, by: User, at: datetime) -> Commitment:
    sheet = Sheet(at=at, by=by)
    facts = {name: getattr(promise, name) for name in Promise.__slots__}
    row = Commitment.objects.create(
        number=next_number(Commitment), recorded_at=at, recorded_by=by, **facts
    )
    sheet.note(
        "commitment.made", row, incident=promise.incident, happened_at=promise.promised_at,
        community=promise.community.code,
    )  # fmt: skip
    sheet.write()
    return row


@transaction.atomic
def settle_commitment(
    row: Commitment, *, by: User, at: datetime, state: CommitmentState, explanation: str
) -> None:
    """Say that a promise was kept, or why it was not. Open again takes a mistake back."""
    if state is not CommitmentState.KEPT and not explanation.strip():
        raise Problem(REASON_MISSING)
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    is_open = state is CommitmentState.OPEN
    row.state, row.explanation = state.value, explanation
    row.settled_at, row.settled_by = (None, None) if is_open else (at, by)
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("commitment.settled", row, state=state.value, is_late=at > row.due_at)
    sheet.write()


@transaction.atomic
def tell_back(row: Commitment, *, by: User, at: datetime, told_at: datetime, how: str) -> None:
    """Write down that the community was told what became of the promise, and how."""
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.told_back_at, row.told_back_how = told_at, how
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("commitment.told_back", row, happened_at=told_at)
    sheet.write()


def next_number(model: type[models.Model]) -> int:
    """Return the next number of a register; one writer at a time, so none is given twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
    last = model.objects.aggregate(last=models.Max("number"))["last"]  # type: ignore[attr-defined]  # every table of ours
    return int(last or 0) + 1
