"""Tell everybody who was told of an incident that another one carries it now (alerting.md §7.3)."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.actions.debts import hand_debts_on, owe
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.redrafting import redraft
from tocsin.actions.release_cancel import draft_cancel, drop_undecided
from tocsin.actions.report_marks import mark_reports
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import page_text
from tocsin.actions.watch import Watch
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import force_is_owed, village_is_owed
from tocsin.domain.release_words import CancelReason, ReleaseAct
from tocsin.domain.words import DeliveryState, FeedbackClock, Priority, Purpose
from tocsin.records.models import Addressee, Correction, Delivery, Incident, Release, User
from tocsin.records.queries.releases import UNDECIDED, chain, last_of_chain, told_outside
from tocsin.records.queries.told import Listener, responders_told, village_moved

KIND = CorrectionKind.MOVED


@dataclass(frozen=True, slots=True)
class Move:
    """`told` is the incident that people heard of, `now` the one that carries all of it, or a part."""

    told: Incident
    now: Incident
    is_whole: bool
    since: datetime | None = None  # from when on it was told so; None: from the first word

    @property
    def is_guarded(self) -> bool:
        """Say whether a part turned out to be restricted: whoever heard of the rest must not hear of it."""
        return self.now.is_restricted and not self.told.is_restricted

    @property
    def village(self) -> list[Listener]:
        """Return whom news no longer holds for.

        What a village hears names no incident. Where nothing is left of the old one, the news
        stands and goes on with the other; where a part went, its sources know news of the rest.
        """
        if self.is_whole:
            return []
        moved = village_moved(self.told, self.now)
        return [one for one in moved if village_is_owed(KIND, one.heard)]


def tell_of_move(sheet: Sheet, move: Move, *, by: User, reason: str) -> None:
    """Tell our own people, addressees, sources and readers, once each. The links have moved by now.

    Of a part that is restricted now its own sources alone are told, and all of it stands with that part.
    """
    home = move.now if move.is_guarded else move.told
    row = Correction(
        incident=home,
        number=home.corrections.count() + 1,
        kind=KIND.value,
        reason=reason,
        into=move.now,
        by=by,
        at=sheet.at,
    )
    village = move.village
    hand_debts_on(move.told, move.now, is_whole=move.is_whole)
    row.told = {"people": len(village)}
    if not move.is_guarded:
        row.told |= {
            "responders": _tell_force(sheet, move, row),
            "addressees": _tell_outside(sheet, move, by=by),
            "readers": mark_reports(sheet, move.told, row, since=move.since),
        }
    for one in village:
        owe(
            sheet,
            FeedbackClock.CORRECTION,
            priority=Priority(move.now.priority),
            incident=move.now,
            person=one.focal_point,
            message=one.message,
            correction=row,
        )
    sheet.add(row)
    verb = "incident.kept_apart" if move.is_guarded else "incident.moved"
    sheet.note(verb, row, incident=home, into=move.now.number, **row.told)


def _tell_force(sheet: Sheet, move: Move, row: Correction) -> int:
    """Give those who were told the code that counts now; what waits under a dead one is stopped."""
    told = [one for one, heard in responders_told(move.told) if force_is_owed(KIND, heard)]
    people = [
        Recipient(
            text=page_text(
                Purpose.CORRECTION, move.now, one.language, at=sheet.at, other=move.told.code
            ),
            responder=one,
        )
        for one in told
    ]
    if people:
        about = About(
            purpose=Purpose.CORRECTION,
            priority=Priority.P2,
            incident=move.now,
            is_drill=move.now.is_drill,
        )
        row.notification, _ = notify(sheet, about, people, lines=Watch.load(at=sheet.at).lines)
    if move.is_whole:
        Delivery.objects.filter(
            notification__incident=move.told,
            notification__purpose=Purpose.PAGE,
            state=DeliveryState.QUEUED,
        ).update(state=DeliveryState.CANCELLED, due_at=None)
    return len(people)


def _tell_outside(sheet: Sheet, move: Move, *, by: User) -> int:
    """Draft what each addressee must get, in both chains; all of it still takes a second person."""
    found = 0
    for addressee in told_outside(move.told):
        like = last_of_chain(move.told, addressee)
        if like is None or like.act == ReleaseAct.CANCEL:
            continue
        found += 1
        if move.is_whole:
            draft_cancel(sheet, move.told, addressee, by=by, reason=CancelReason.CORRECTED)
            _go_on(sheet, move.now, addressee, like=like, by=by)
        elif last_of_chain(move.now, addressee) and _is_undecided(move.told, addressee):
            # It was drafted here for that incident alone, and nobody has read it.
            drop_undecided(sheet, move.told, addressee, ReleaseAct.WARNING, ReleaseAct.UPDATE)
            _go_on(sheet, move.now, addressee, like=like, by=by)
        else:
            redraft(sheet, move.told, addressee, like=like, by=by)
            if not _is_undecided(move.told, addressee):
                _go_on(sheet, move.now, addressee, like=like, by=by)
    return found


def _is_undecided(incident: Incident, addressee: Addressee) -> bool:
    return all(one.state in UNDECIDED for one in chain(incident, addressee))


def _go_on(
    sheet: Sheet, incident: Incident, addressee: Addressee, *, like: Release, by: User
) -> None:
    """Let the chain of the incident that carries it now say so, or begin one."""
    drop_undecided(sheet, incident, addressee, ReleaseAct.CANCEL)
    last = last_of_chain(incident, addressee)
    if last is not None and last.act != ReleaseAct.CANCEL:
        like = last
    redraft(sheet, incident, addressee, like=like, by=by)
