"""What an addressee's machine answers to a release: Ack is "accepted", Error is "refused"."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.sheet import Sheet
from tocsin.domain.cap_message import CapMessage, references_of
from tocsin.domain.cap_words import CapType
from tocsin.domain.problems import CAP_ANSWERS_NOTHING, CAP_UNREADABLE, Problem
from tocsin.domain.release_words import ReleaseAnswer, ReleaseState
from tocsin.records.models import Addressee, Release

ANSWERS = {CapType.ACK: ReleaseAnswer.ACCEPTED, CapType.ERROR: ReleaseAnswer.REFUSED}
LONGEST_NOTE = 500


@transaction.atomic
def take_cap_answer(message: CapMessage, addressee: Addressee, *, at: datetime) -> list[Release]:
    """Write down what an addressee answered to releases that went to it, and to no others.

    The same answer again changes nothing. Raises Problem when it refers to nothing of theirs.
    """
    if message.type not in (CapType.ACK, CapType.ERROR):
        raise Problem(CAP_UNREADABLE, why="it is no Ack and no Error")
    answer = ANSWERS[CapType(message.type)]
    if answer is ReleaseAnswer.REFUSED and not message.note:
        raise Problem(CAP_UNREADABLE, why="an Error says in its note why")
    rows = _meant(message, addressee)
    if not rows:
        raise Problem(CAP_ANSWERS_NOTHING)
    sheet = Sheet(at=at, by=Actor(f"addressee:{addressee.slug}"))
    for row in rows:
        if row.answer == answer.value:
            continue
        row.answer, row.answer_note = answer.value, message.note[:LONGEST_NOTE]
        # Whoever answers has it, however it came.
        row.received_at = row.received_at or at
        row.save(update_fields=["answer", "answer_note", "received_at"])
        sheet.note(
            "release.answered",
            row,
            incident=row.incident,
            release=row.number,
            answer=answer.value,
        )
        sheet.announce(f"incident:{row.incident.number}", "release:all", "wake:clock")
    sheet.write()
    return rows


def _meant(message: CapMessage, addressee: Addressee) -> list[Release]:
    named = {identifier for _, identifier, _ in references_of(message.references)}
    numbers = {
        int(name.removeprefix("REL-"))
        for name in named
        if name.startswith("REL-") and name[4:].isdecimal() and len(name) < 20
    }
    rows = Release.objects.select_for_update(of=("self",)).select_related("incident")
    return list(
        rows.filter(number__in=numbers, addressee=addressee, state=ReleaseState.GIVEN).order_by(
            "number"
        )
    )
