"""The texts that a run sends to people: a page, more about it, a reminder."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import page_text
from tocsin.actions.watch import Holder, Watch
from tocsin.domain.words import Priority, Purpose
from tocsin.records.models import Delivery, Escalation, Responder, StepFiring
from tocsin.records.updating import update_all

MORE_EVERY = timedelta(minutes=1)
TOLD_AT_ONCE = 100


def page(
    sheet: Sheet,
    row: Escalation,
    firing: StepFiring | None,
    purpose: Purpose,
    holders: Iterable[Holder],
    watch: Watch,
) -> list[Delivery]:
    """Put one page for these people on the sheet, each in their own language; return its deliveries."""
    incident = row.incident
    holders = list(holders)
    texts = {
        language: page_text(purpose, incident, language, at=sheet.at)
        for language in {holder.responder.language for holder in holders}
    }
    _, deliveries = notify(
        sheet,
        About(
            purpose=purpose,
            priority=Priority(row.priority),
            incident=incident,
            firing=firing,
            is_drill=incident.is_drill,
        ),
        [
            Recipient(
                text=texts[holder.responder.language],
                responder=holder.responder,
                function=holder.function.value,
            )
            for holder in holders
        ],
        lines=watch.lines,
    )
    return deliveries


def page_more(sheet: Sheet, row: Escalation, *, watch: Watch) -> None:
    """Tell those who have the incident that a new alert spoke of it (alerting.md §7.1).

    At once for the first; what follows within a minute is told together at its end, so that a
    storm of witnesses cannot bury the one phone that must stay free.
    """
    if row.more_told_at is not None and sheet.at - row.more_told_at < MORE_EVERY:
        row.more_due_at = row.more_due_at or row.more_told_at + MORE_EVERY
        return
    row.more_told_at, row.more_due_at = sheet.at, None
    page(sheet, row, None, Purpose.PAGE_MORE, _holding(row, watch), watch)


@transaction.atomic
def tell_more_due(*, at: datetime, limit: int = TOLD_AT_ONCE) -> int:
    """Tell what was held back for a minute; return how many runs had something to tell."""
    rows = list(
        Escalation.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(more_due_at__lte=at)
        .select_related("incident__base", "incident__community")[:limit]
    )
    if not rows:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for row in rows:
        row.more_told_at = None
        page_more(sheet, row, watch=watch)
    update_all(rows, ["more_told_at", "more_due_at"])
    sheet.write()
    return len(rows)


def remind(sheet: Sheet, row: Escalation, watch: Watch) -> None:
    """Ask whoever has the incident whether they still do."""
    sheet.note("escalation.reminded", row, incident=row.incident)
    page(sheet, row, None, Purpose.RECONFIRM, _holding(row, watch), watch)


def _holding(row: Escalation, watch: Watch) -> list[Holder]:
    held = row.acknowledgements.filter(ended_at__isnull=True).select_related(
        "responder", "user__responder"
    )
    people = {(a.responder or (a.user.responder if a.user else None)) for a in held}
    return [watch.holder_of(person) for person in people if isinstance(person, Responder)]
