"""The clock of releases: what is approved goes in its turn, what nobody decides is asked again."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.release_callers import ask_second_person
from tocsin.actions.release_facts import PURPOSES, digest_of, judge
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.release_order import Approved, Standing, Turn, turn_of
from tocsin.domain.release_words import ReleaseAct, ReleaseMeans, ReleaseState
from tocsin.domain.words import IncidentLife, Priority
from tocsin.records.models import Release
from tocsin.records.queries.releases import chain, fate

LOOK_AGAIN = timedelta(seconds=5)
ASK_AGAIN = timedelta(minutes=5)
AT_ONCE = 50


@transaction.atomic
def take_release_turns(*, at: datetime) -> int:
    """Do what is due with releases; return how many moved."""
    due = list(
        Release.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_at__isnull=False, next_at__lte=at)
        .select_related("incident__base", "incident__community", "addressee", "replaces")
        .order_by("next_at", "number")[:AT_ONCE]
    )
    if not due:
        return 0
    sheet = Sheet(at=at, by=ENGINE)
    # Deliveries stand behind the release that they belong to: they are written first.
    for row in due:
        _take(sheet, row)
    sheet.announce("release:all")
    sheet.write()
    for row in due:
        row.save()
    return len(due)


def _take(sheet: Sheet, row: Release) -> None:
    if row.state == ReleaseState.ASKED or _awaits_review(row, sheet.at):
        _ask_again(sheet, row)
        return
    if row.state != ReleaseState.APPROVED:
        row.next_at = row.review_by if row.is_break_glass and not row.reviewed_at else None
        return
    if row.digest != digest_of(row.text):
        turn, why = Turn.HOLD, "release.tampered"
    else:
        turn, why = _turn(row)
    row.held_by = why
    if turn is Turn.WAIT:
        row.next_at = sheet.at + LOOK_AGAIN
        return
    row.next_at = row.review_by
    if turn is Turn.GO:
        _give(sheet, row)
        return
    row.state = (ReleaseState.HELD if turn is Turn.HOLD else ReleaseState.DROPPED).value
    sheet.note(f"release.{row.state}", row, incident=row.incident, release=row.number, why=why)


def _turn(row: Release) -> tuple[Turn, str]:
    incident = row.incident
    earlier = [
        (ReleaseAct(one.act), fate(one))
        for one in chain(incident, row.addressee)
        if one.sequence < row.sequence
    ]
    return turn_of(
        Approved(ReleaseAct(row.act), row.is_drill, row.marking),
        Standing(
            IncidentLife(incident.life),
            incident.is_drill,
            incident.marking,
            judge(incident, row.addressee, row.alleged).is_denied,
        ),
        earlier,
    )


def _give(sheet: Sheet, row: Release) -> None:
    row.state, row.given_at = ReleaseState.GIVEN.value, sheet.at
    means = ReleaseMeans(row.means)
    if means is not ReleaseMeans.PAPER:
        about = About(
            purpose=PURPOSES[ReleaseAct(row.act)],
            priority=Priority(row.priority),
            incident=row.incident,
            is_drill=row.is_drill,
        )
        to = Recipient(text=row.text, addressee=row.addressee, first=means)
        _, (row.delivery,) = notify(sheet, about, [to], lines=Watch.load(at=sheet.at).lines)
    sheet.note(
        "release.given",
        row,
        incident=row.incident,
        release=row.number,
        addressee=row.addressee.slug,
        means=row.means,
        digest=row.digest,
    )
    sheet.announce(f"incident:{row.incident.number}")


def _ask_again(sheet: Sheet, row: Release) -> None:
    """Nobody decided in time: the same people are told again, and the board cries (§6.6)."""
    asked = ask_second_person(sheet, row)
    row.reminded_at = sheet.at
    row.next_at = sheet.at + ASK_AGAIN
    sheet.note("release.asked_again", row, incident=row.incident, release=row.number, asked=asked)
    sheet.announce(f"incident:{row.incident.number}")


def _awaits_review(row: Release, at: datetime) -> bool:
    is_made = row.state != ReleaseState.APPROVED
    return (
        row.is_break_glass
        and is_made
        and row.reviewed_at is None
        and row.review_by is not None
        and row.review_by <= at
    )
