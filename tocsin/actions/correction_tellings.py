"""Each party that was told, by its own safe means: duty people, stations, addressees, villages, readers."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from tocsin.actions.debts import TO_COMMUNITY, owe
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.patrol_watch import LED_BY
from tocsin.actions.radio_relay import Relay, make_cards, radio_room
from tocsin.actions.redrafting import redraft
from tocsin.actions.release_cancel import draft_cancel
from tocsin.actions.report_marks import mark_reports, reports_resting_on
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import COMMON, page_text, say
from tocsin.actions.watch import Watch
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import (
    VOIDING,
    force_is_owed,
    force_purpose,
    release_reason,
    village_is_owed,
    village_purpose,
)
from tocsin.domain.ladders import Target, Where
from tocsin.domain.release_words import CancelReason, ReleaseAct
from tocsin.domain.wording import TO_VILLAGERS, Facts
from tocsin.domain.words import (
    DeliveryState,
    FeedbackClock,
    FeedbackState,
    Priority,
    Purpose,
)
from tocsin.records.models import (
    Addressee,
    Correction,
    Delivery,
    Incident,
    RadioStation,
    Responder,
    User,
)
from tocsin.records.queries.releases import last_of_chain, told_outside
from tocsin.records.queries.told import (
    Listener,
    responders_told,
    stations_told,
    village_told,
)

REPLACED = "feedback.replaced"
_PAGES = (Purpose.PAGE, Purpose.PAGE_MORE, Purpose.PAGE_EXHAUSTED, Purpose.HAND_OVER)
_OLD_NEWS = (Purpose.RECONFIRM, Purpose.CORRECTION, Purpose.WITHDRAWN, Purpose.OPEN_AGAIN)


def force_owed(incident: Incident, kind: CorrectionKind, *, watch: Watch) -> list[Responder]:
    """Return our own people to be told: those whom a text reached, and those who lead open teams."""
    told = [one for one, heard in responders_told(incident) if force_is_owed(kind, heard)]
    knows = {one.code for one, _ in responders_told(incident)}
    teams = incident.responses.filter(ended_at=None, base__isnull=False).select_related("base")
    targets = [
        Target(function, Where.NAMED_BASE, team.base.slug)
        for team in teams
        if team.base
        for function in LED_BY
    ]
    leads = [holder.responder for holder in watch.holders(targets, incident)]
    return [*told, *(one for one in leads if one.code not in knows)]


def stations_owed(incident: Incident, kind: CorrectionKind) -> list[RadioStation]:
    return [one for one, heard in stations_told(incident) if village_is_owed(kind, heard)]


def village_owed(incident: Incident, kind: CorrectionKind) -> list[Listener]:
    return [one for one in village_told(incident) if village_is_owed(kind, one.heard)]


def tell_everybody(
    sheet: Sheet, incident: Incident, correction: Correction, *, by: User
) -> dict[str, int]:
    """Tell each party once; return how many of each there are. Runs in the caller's transaction."""
    kind = CorrectionKind(correction.kind)
    watch = Watch.load(at=sheet.at)
    # Whom this very action pages is told by the page.
    paged = {one.responder_id for one in sheet.of(Delivery)}
    force = [one for one in force_owed(incident, kind, watch=watch) if one.pk not in paged]
    stations, village = stations_owed(incident, kind), village_owed(incident, kind)
    _drop_what_is_unsent(sheet, incident, kind)
    outside = _tell_outside(sheet, incident, kind, by=by)
    _tell_force(sheet, incident, correction, force, watch=watch)
    _tell_stations(sheet, incident, kind, stations)
    for one in village:
        owe(
            sheet,
            FeedbackClock.CORRECTION,
            priority=Priority(incident.priority),
            incident=incident,
            person=one.focal_point,
            message=one.message,
            community=one.community,
            correction=correction,
            reason=TO_COMMUNITY if one.community else "",
        )
    return {
        "responders": len(force),
        "stations": len(stations),
        "addressees": len(outside),
        "people": sum(1 for one in village if not one.community),
        "communities": sum(1 for one in village if one.community),
        "readers": mark_reports(sheet, incident, correction),
    }


def n_reached(incident: Incident, kind: CorrectionKind, *, at: datetime) -> int:
    """Return how many a correction would reach, of all parties."""
    outside = told_outside(incident)
    if kind is not CorrectionKind.REOPENED:
        outside = [one for one in outside if _stands(incident, one)]
    return (
        len(force_owed(incident, kind, watch=Watch.load(at=at)))
        + len(stations_owed(incident, kind))
        + len(village_owed(incident, kind))
        + len(outside)
        + sum(len(copies) for _, copies in reports_resting_on(incident))
    )


def _stands(incident: Incident, addressee: Addressee) -> bool:
    last = last_of_chain(incident, addressee)
    return last is not None and last.act != ReleaseAct.CANCEL


def _tell_force(
    sheet: Sheet,
    incident: Incident,
    correction: Correction,
    people: Sequence[Responder],
    *,
    watch: Watch,
) -> None:
    if not people:
        return
    purpose = force_purpose(CorrectionKind(correction.kind))
    about = About(
        purpose=purpose, priority=Priority.P2, incident=incident, is_drill=incident.is_drill
    )
    correction.notification, _ = notify(
        sheet,
        about,
        [
            Recipient(text=page_text(purpose, incident, one.language, at=sheet.at), responder=one)
            for one in people
        ],
        lines=watch.lines,
    )


def _tell_stations(
    sheet: Sheet, incident: Incident, kind: CorrectionKind, stations: Sequence[RadioStation]
) -> None:
    """Everybody hears a radio: stations get the words of a village, without kind and place."""
    if not stations or radio_room() is None:
        return
    purpose = village_purpose(kind)
    text = say(purpose, COMMON, Facts(duty=settings.DUTY_PHONE, is_drill=incident.is_drill))
    make_cards(
        sheet, stations, Relay(text, purpose, Priority.P2, incident, is_drill=incident.is_drill)
    )


def _tell_outside(
    sheet: Sheet, incident: Incident, kind: CorrectionKind, *, by: User
) -> list[Addressee]:
    """Draft what each addressee must get; all of it still takes a second person."""
    reason = release_reason(kind)
    found = []
    for addressee in told_outside(incident):
        if reason is None:
            done = _warn_again(incident, addressee, by=by, sheet=sheet)
        elif kind in VOIDING:
            done = draft_cancel(sheet, incident, addressee, by=by, reason=reason) is not None
        else:
            done = _update(sheet, incident, addressee, by=by, reason=reason)
        if done:
            found.append(addressee)
    return found


def _update(
    sheet: Sheet, incident: Incident, addressee: Addressee, *, by: User, reason: CancelReason
) -> bool:
    """Draft the right text; where it must not go any more, the wrong one is taken back instead."""
    last = last_of_chain(incident, addressee)
    if last is None or last.act == ReleaseAct.CANCEL:
        return False
    if redraft(sheet, incident, addressee, like=last, by=by):
        return True
    return draft_cancel(sheet, incident, addressee, by=by, reason=reason) is not None


def _warn_again(incident: Incident, addressee: Addressee, *, by: User, sheet: Sheet) -> bool:
    """Draft a new warning for somebody who was told that the old one is void."""
    last = last_of_chain(incident, addressee)
    if last is None or last.act != ReleaseAct.CANCEL:
        return False
    return redraft(sheet, incident, addressee, like=last, by=by)


def _drop_what_is_unsent(sheet: Sheet, incident: Incident, kind: CorrectionKind) -> None:
    """Stop what is still to be said and is not so any more, before it is said."""
    waiting = Delivery.objects.filter(notification__incident=incident)
    queued = waiting.filter(state=DeliveryState.QUEUED)
    if kind is CorrectionKind.CORRECTED:
        for row in queued.filter(notification__purpose=Purpose.PAGE).select_related("responder"):
            if row.responder:
                row.text = page_text(Purpose.PAGE, incident, row.responder.language, at=sheet.at)
                row.save(update_fields=["text"])
    else:
        stale = [*_OLD_NEWS, *TO_VILLAGERS, *(_PAGES if kind in VOIDING else ())]
        queued.filter(notification__purpose__in=stale).exclude(
            notification__purpose=Purpose.RECEIPT
        ).update(state=DeliveryState.CANCELLED, due_at=None)
    owed = incident.feedbacks.filter(
        state__in=[FeedbackState.OWED, FeedbackState.DRAFTED, FeedbackState.FAILED]
    ).exclude(clock=FeedbackClock.RECEIPT)
    for feedback in owed:
        if _is_stale(kind, FeedbackClock(feedback.clock), has_text=bool(feedback.text)):
            feedback.state, feedback.send_at = FeedbackState.IMPOSSIBLE.value, None
            feedback.reason, feedback.settled_at = REPLACED, sheet.at
            feedback.save(update_fields=["state", "send_at", "reason", "settled_at"])


def _is_stale(kind: CorrectionKind, clock: FeedbackClock, *, has_text: bool) -> bool:
    if kind in VOIDING or clock is FeedbackClock.CORRECTION:
        return True
    is_end = clock is FeedbackClock.CLOSING
    return is_end if kind is CorrectionKind.REOPENED else has_text
