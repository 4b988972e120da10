"""New versions of ladders take two administrators: one writes, another approves, then it is in force."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tocsin.actions.journal import note as write_down
from tocsin.actions.ladders import publish_ladder
from tocsin.actions.runs import plan_from, plan_to_json
from tocsin.domain.ladder_words import LadderDraftState
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import faults
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import LADDER_FAULTY
from tocsin.domain.problems.people import CHANGE_DECIDED, NEEDS_SECOND_PERSON
from tocsin.domain.words import Priority
from tocsin.records.models import Ladder, LadderDraft, LadderVersion, User


@transaction.atomic
def draft_ladder(ladder: Ladder, *, by: User, at: datetime, plan: Plan, note: str) -> LadderDraft:
    """Keep a new version until another administrator approves it. Raises Problem with its faults."""
    if wrong := faults(plan, priority=Priority(ladder.priority)):
        raise Problem(LADDER_FAULTY, ladder=ladder.slug, why=", ".join(wrong))
    draft = LadderDraft.objects.create(
        ladder=ladder,
        steps=plan_to_json(plan),
        follows=_in_force(ladder),
        note=note,
        asked_by=by,
        asked_at=at,
    )
    write_down("ladder.drafted", draft, by=by, at=at, ladder=ladder.slug, follows=draft.follows)
    return draft


@transaction.atomic
def approve_draft(draft: LadderDraft, *, by: User, at: datetime) -> LadderVersion:
    """Publish it. Refused for the human being who wrote it, and when another version came between."""
    draft = _waiting(draft)
    if by.person == draft.asked_by.person:
        raise Problem(NEEDS_SECOND_PERSON)
    if draft.follows != _in_force(draft.ladder):
        raise Problem(CHANGE_DECIDED)
    version = publish_ladder(
        draft.ladder, by=by, at=at, plan=plan_from(draft.steps), note=draft.note
    )
    _decide(draft, LadderDraftState.APPROVED, by=by, at=at, version=version)
    return version


@transaction.atomic
def refuse_draft(draft: LadderDraft, *, by: User, at: datetime) -> None:
    """Refuse it, or take back one's own."""
    _decide(_waiting(draft), LadderDraftState.REFUSED, by=by, at=at)


def _waiting(draft: LadderDraft) -> LadderDraft:
    found = LadderDraft.objects.select_for_update(of=("self",)).select_related("ladder", "asked_by")
    draft = found.get(pk=draft.pk)
    if draft.state != LadderDraftState.WAITING:
        raise Problem(CHANGE_DECIDED)
    return draft


def _decide(
    draft: LadderDraft,
    state: LadderDraftState,
    *,
    by: User,
    at: datetime,
    version: LadderVersion | None = None,
) -> None:
    draft.state, draft.decided_by, draft.decided_at, draft.version = state.value, by, at, version
    draft.save()
    number = version.number if version else None
    write_down(f"ladder.draft_{state.value}", draft, by=by, at=at, number=number)


def _in_force(ladder: Ladder) -> int:
    return ladder.versions.aggregate(last=Max("number"))["last"] or 0
