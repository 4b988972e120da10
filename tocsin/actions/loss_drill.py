"""A phone is lost or stolen: one step that stops what could do harm, and the few that end it."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.handsets import step_handset
from tocsin.actions.journal import note
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import answer_text
from tocsin.actions.watch import Watch
from tocsin.domain.handset_words import HandsetStep, SimState
from tocsin.domain.network_words import NumberState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import DRILL_OPEN
from tocsin.domain.words import DutyFunction, Priority, Purpose
from tocsin.records.models import FocalPoint, Handset, LossDrill, SimCard, User

WHO_MUST_KNOW = frozenset({DutyFunction.DUTY_OFFICER, DutyFunction.LIAISON_ASSISTANT})


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

    Its SIM cards are to be blocked, nobody writes to its holder any more, the number is not
    believed from `gone_since` on, and whoever is on duty at the base is told (`tells`), by the
    handset's code alone. What a person must still do stays open on its page.
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
        _doubt(drill, row.holder, at=at)
    if tells:
        drill.n_told, drill.told_at = _tell(row, by=by, at=at), at
    drill.save()
    note("loss.begun", drill, by=by, at=at, handset=row.code, stolen=was_stolen, told=drill.n_told)
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
    person = row.holder
    if person is not None and person.number_state == NumberState.COMPROMISED:
        person.number_state, person.compromised_at = NumberState.TRUSTED.value, None
        person.verified_at, person.is_silent = at, row.was_silent
        person.save(update_fields=["number_state", "compromised_at", "verified_at", "is_silent"])
    note("loss.ended", row, by=by, at=at, handset=row.handset.code)


def _doubt(drill: LossDrill, person: FocalPoint, *, at: datetime) -> None:
    drill.was_silent, drill.silenced_at = person.is_silent, at
    person.is_silent = True
    person.number_state, person.compromised_at = NumberState.COMPROMISED.value, drill.gone_since
    person.save(update_fields=["is_silent", "number_state", "compromised_at"])


def _tell(handset: Handset, *, by: User, at: datetime) -> int:
    sheet, watch = Sheet(at=at, by=by), Watch.load(at=at)
    people = {
        duty.responder.code: duty.responder
        for (base, function), duties in watch.duties.items()
        for duty in duties
        if base == handset.base_id and function in WHO_MUST_KNOW and duty.responder.is_active
    }
    told = [
        Recipient(
            text=answer_text(Purpose.HANDSET_LOST, one.language, code=handset.code, is_drill=False),
            responder=one,
        )
        for one in people.values()
    ]
    if told:
        about = About(purpose=Purpose.HANDSET_LOST, priority=Priority.P2)
        notify(sheet, about, told, lines=watch.lines)
        sheet.write()
    return len(told)


def _locked(drill: LossDrill) -> LossDrill:
    rows = LossDrill.objects.select_for_update(of=("self",)).select_related("handset", "holder")
    return rows.get(pk=drill.pk)
