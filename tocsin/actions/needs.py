"""Needs of communities and threats to them: written down, referred, settled, judged again."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.actions.promises import next_number
from tocsin.domain.need_words import NeedState, NeedTopic
from tocsin.domain.problems import BACKGROUND_REASON, NOTE_ENDED, Problem
from tocsin.domain.words import Kind
from tocsin.records.models import Commitment, Community, Need, Threat, User


@dataclass(frozen=True, slots=True)
class Lack:
    """What a community lacks; `people` None: nobody counted."""

    topic: NeedTopic
    what: str
    heard_at: datetime
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a need. A promise that answers it may be named."""

    state: NeedState
    referred_to: str = ""
    explanation: str = ""
    commitment: Commitment | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A threat as somebody judges it, with reasons: no figure stands alone."""

    kind: Kind
    likelihood: int
    impact: int
    why: str
    exposed: str
    capacity: str
    review_on: date
    measures: str = ""
    lead: str = ""


@transaction.atomic
def record_need(home: Community, lack: Lack, *, by: User, at: datetime) -> Need:
    row = Need.objects.create(
        number=next_number(Need), community=home, recorded_at=at, recorded_by=by, **asdict(lack)
    )
    note(
        "need.heard", row, by=by, at=at, happened_at=lack.heard_at, community=home.code,
        topic=row.topic, number=row.number,
    )  # fmt: skip
    return row


@transaction.atomic
def move_need(need: Need, moved: Moved, *, by: User, at: datetime) -> None:
    """Refer or settle a need. Referred says to whom, and not met says why: that is owed to the community."""
    if moved.state is NeedState.REFERRED and not moved.referred_to.strip():
        raise Problem(BACKGROUND_REASON)
    if moved.state is NeedState.NOT_MET and not moved.explanation.strip():
        raise Problem(BACKGROUND_REASON)
    row = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    row.state, row.moved_at, row.moved_by = moved.state.value, at, by
    row.referred_to = moved.referred_to.strip() or row.referred_to
    row.explanation = moved.explanation.strip() or row.explanation
    row.commitment = moved.commitment or row.commitment
    row.save()
    promise = row.commitment.number if row.commitment else None
    note("need.moved", row, by=by, at=at, state=row.state, number=row.number, promise=promise)


@transaction.atomic
def judge_threat(
    home: Community,
    judged: Judged,
    *,
    by: User | Actor,
    at: datetime,
    instead_of: Threat | None = None,
) -> Threat:
    """Write a threat down, or judge one again: the earlier judgement ends and stays readable."""
    if instead_of is not None:
        end_threat(instead_of, by=by, at=at)
    row = Threat.objects.create(
        number=next_number(Threat), community=home, written_at=at, written_by=_user(by),
        replaces=instead_of, **asdict(judged),
    )  # fmt: skip
    note(
        "threat.judged", row, by=by, at=at, community=home.code, kind=row.kind,
        likelihood=row.likelihood, impact=row.impact, number=row.number,
    )  # fmt: skip
    return row


@transaction.atomic
def end_threat(threat: Threat, *, by: User | Actor, at: datetime) -> None:
    row = (
        Threat.objects.select_for_update(of=("self",)).select_related("community").get(pk=threat.pk)
    )
    if row.ended_at is not None:
        raise Problem(NOTE_ENDED, note=str(row))
    row.ended_at, row.ended_by = at, _user(by)
    row.save()
    note("threat.ended", row, by=by, at=at, community=row.community.code, number=row.number)


def _user(by: User | Actor) -> User | None:
    return by if isinstance(by, User) else None
