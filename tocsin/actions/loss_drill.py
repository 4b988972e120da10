"""A phone is lost or stolen: one step that stops what could do harm, and the few that end it."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.handsets import step_handset
from tocsin.actions.journal import note
from tocsin.actions.numbers import mark_compromised, verify_holder
from tocsin.domain.handset_words import HandsetStep, SimState
from tocsin.domain.network_words import NumberState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import DRILL_OPEN
from tocsin.records.models import Handset, LossDrill, SimCard, User


@transaction.atomic
def begin_loss(
    handset: Handset,
    *,
    was_stolen: bool,
    gone_since: datetime,
    tells: bool,
    by: User,
    at: datetime,
    said: str = "",
) -> LossDrill:
    """Do at once all that can be done from a desk, in one transaction.

    Its SIM cards are to be blocked; its holder's number is in other hands from `gone_since` on
    (`mark_compromised`), of which whoever is on duty hears when it `tells`. What a person must
    still do stays open on its page.
    """
    if LossDrill.objects.filter(handset=handset, closed_at=None).exists():
        raise Problem(DRILL_OPEN, handset=handset.code)
    step = HandsetStep.STEAL if was_stolen else HandsetStep.LOSE
    row = step_handset(handset, step, by=by, at=at, said=said, in_drill=True)
    sims = SimCard.objects.filter(handset=row, state=SimState.IN_USE)
    n_sims = sims.update(state=SimState.BLOCK_ASKED, block_asked_at=at)
    drill = LossDrill(
        handset=row,
        holder=row.holder,
        was_stolen=was_stolen,
        gone_since=gone_since,
        opened_at=at,
        opened_by=by,
        block_asked_at=at if n_sims else None,
    )
    if row.holder is not None:
        mark_compromised(row.holder, since=gone_since, by=by, at=at, is_drill=False, tells=tells)
        drill.told_at = at if tells else None
    drill.save()
    note("loss.begun", drill, by=by, at=at, handset=row.code, stolen=was_stolen, told=tells)
    return drill


@transaction.atomic
def confirm_block(drill: LossDrill, *, by: User, at: datetime) -> None:
    """Write down that the operator has blocked the cards."""
    row = _locked(drill)
    row.block_confirmed_at = at
    row.save()
    SimCard.objects.filter(handset=row.handset, state=SimState.BLOCK_ASKED).update(
        state=SimState.BLOCKED, blocked_at=at
    )
    note("loss.block_confirmed", row, by=by, at=at, handset=row.handset.code)


@transaction.atomic
def replace_lost(drill: LossDrill, replacement: Handset, *, by: User, at: datetime) -> None:
    """Give the holder another handset."""
    row = _locked(drill)
    step_handset(replacement, HandsetStep.ISSUE, by=by, at=at, holder=row.holder)
    row.replacement = replacement
    row.save()
    note("loss.replaced", row, by=by, at=at, handset=replacement.code)


@transaction.atomic
def end_loss(drill: LossDrill, *, by: User, at: datetime) -> None:
    """End the drill: its holder was met, or known by voice and challenge, and may be written to.

    The number is believed again only when it is the holder's once more; a new one is entered on
    the focal point's page, which has rules of its own.
    """
    row = _locked(drill)
    row.verified_at = row.closed_at = at
    row.save()
    if row.holder is not None and row.holder.number_state == NumberState.COMPROMISED:
        verify_holder(row.holder, answer="", face_to_face=True, by=by, at=at)
    note("loss.ended", row, by=by, at=at, handset=row.handset.code)


def _locked(drill: LossDrill) -> LossDrill:
    rows = LossDrill.objects.select_for_update(of=("self",)).select_related("handset", "holder")
    return rows.get(pk=drill.pk)
