"""The rumour register: heard, checked, and answered to everybody who told or asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tocsin.actions.debts import owe_rumour_answer
from tocsin.actions.promises import next_number
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import REASON_MISSING
from tocsin.domain.promise_words import RumourState
from tocsin.records.models import Community, FocalPoint, Message, Rumour, RumourSource, User

CHECK_WITHIN = timedelta(hours=24)
FOUND = (RumourState.TRUE, RumourState.FALSE, RumourState.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Heard:
    """A rumour as it reached us, with who told or asked."""

    community: Community
    what: str
    heard_at: datetime
    sources: tuple[FocalPoint, ...] = ()
    message: Message | None = None


@transaction.atomic
def record_rumour(heard: Heard, *, by: User, at: datetime) -> Rumour:
    """Enter a rumour in the register; it is to be checked within a day."""
    sheet = Sheet(at=at, by=by)
    rumour = Rumour.objects.create(
        number=next_number(Rumour),
        what=heard.what,
        community=heard.community,
        heard_at=heard.heard_at,
        recorded_at=at,
        recorded_by=by,
        due_at=heard.heard_at + CHECK_WITHIN,
        is_drill=settings.EXERCISE,
    )
    _add(rumour, heard)
    sheet.note("rumour.heard", rumour, happened_at=heard.heard_at, community=heard.community.code)
    sheet.write()
    return rumour


@transaction.atomic
def add_to_rumour(rumour: Rumour, heard: Heard, *, by: User, at: datetime) -> None:
    """Write down that the same is told elsewhere, or asked by somebody else. They are answered too."""
    rumour = Rumour.objects.select_for_update(of=("self",)).get(pk=rumour.pk)
    code = heard.community.code
    if heard.community.pk != rumour.community_id and code not in rumour.spread:
        rumour.spread = [*rumour.spread, code]
        rumour.save(update_fields=["spread"])
    new = _add(rumour, heard)
    sheet = Sheet(at=at, by=by)
    sheet.note("rumour.spread", rumour, happened_at=heard.heard_at, community=code)
    if rumour.state in FOUND:
        owe_rumour_answer(sheet, rumour, new, [])
    sheet.write()


@transaction.atomic
def find_out(rumour: Rumour, *, by: User, at: datetime, state: RumourState, finding: str) -> None:
    """Write down what was found out, and owe the answer to everybody who told or asked.

    A second finding that differs is owed to all of them again: they were told something else.
    """
    if state in FOUND and not finding.strip():
        raise Problem(REASON_MISSING)
    rumour = Rumour.objects.select_for_update(of=("self",)).get(pk=rumour.pk)
    is_new = rumour.state != state.value
    rumour.state, rumour.finding = state.value, finding or rumour.finding
    rumour.found_at, rumour.found_by = (at, by) if state in FOUND else (None, None)
    rumour.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("rumour.checked", rumour, state=state.value)
    if is_new and state in FOUND:
        people = [
            one.focal_point for one in rumour.sources.select_related("focal_point__community")
        ]
        codes = {rumour.community.code, *rumour.spread}
        owe_rumour_answer(sheet, rumour, people, list(Community.objects.filter(code__in=codes)))
    sheet.write()


def _add(rumour: Rumour, heard: Heard) -> Sequence[FocalPoint]:
    known = set(rumour.sources.values_list("focal_point", flat=True))
    new = [person for person in dict.fromkeys(heard.sources) if person.pk not in known]
    RumourSource.objects.bulk_create(
        RumourSource(
            rumour=rumour,
            focal_point=person,
            message=heard.message
            if heard.message and heard.message.focal_point_id == person.pk
            else None,
        )
        for person in new
    )
    return new
