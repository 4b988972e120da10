"""Warning signs ticked by a coded text of a responder or a focal point: noted, answered, undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tocsin.actions.contacts import contact_of, telling
from tocsin.actions.journal import ENGINE, Actor
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.signs import Ticked, strike_round, tick_signs
from tocsin.actions.texts import say
from tocsin.actions.watch import Watch
from tocsin.domain.dialogue_words import plain_words
from tocsin.domain.problems import SIGN_BOTH_WAYS, SIGN_UNKNOWN, Problem
from tocsin.domain.sign_codes import SaidSigns, signs_in
from tocsin.domain.wording import Facts
from tocsin.domain.words import BaseKind, MessageState, Priority, Purpose
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    Message,
    Responder,
    SignRound,
)

UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a text speaks of; without a community of the whole base, without a base of nowhere."""

    base: Base | None
    home: Community | None = None


@transaction.atomic
def answer_signs(message: Message, *, at: datetime) -> bool:
    """Tick what a coded text says and answer it. False: it is no such text, so it is read as ever."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    said = signs_in(message.text)
    if said is None or message.state != MessageState.RECEIVED or not _may(message):
        return False
    spot = _spot(message, said)
    if spot is None:
        return False
    purpose, words = _undo(message, at=at) if said.is_undo else _tick(message, said, spot, at=at)
    Message.objects.filter(pk=message.pk).update(state=MessageState.ANSWERED, engine=None)
    sheet = Sheet(at=at, by=message.responder or ENGINE)
    sheet.note("message.answered", message, answer="signs", result=purpose.value)
    sheet.announce(f"message:{message.pk}")
    _answer(sheet, message, purpose, words, at=at)
    sheet.write()
    return True


def _may(message: Message) -> bool:
    """A phone in other hands ticks nothing; somebody who is never written to may still tell us."""
    if message.responder is not None:
        return True
    if message.focal_point is None:
        return False
    person = contact_of(message.focal_point)
    return person.is_active and not (person.is_compromised or person.is_under_duress)


def _spot(message: Message, said: SaidSigns) -> _Spot | None:
    """Return the place of a text; None when its last words name no community: it may be a warning."""
    base, home = _home(message)
    if not said.place:
        return _Spot(None if base.kind == BaseKind.OPERATIONS_ROOM else base, home)
    rows = Community.objects.select_related("base")
    if base.kind != BaseKind.OPERATIONS_ROOM:
        rows = rows.filter(base=base)
    found = [one for one in rows if said.place in (_folded(one.name), _folded(one.code))]
    return _Spot(found[0].base, found[0]) if len(found) == 1 else None


def _home(message: Message) -> tuple[Base, Community | None]:
    person = message.responder
    if person is not None:
        return person.base, None
    assert message.focal_point is not None
    home = message.focal_point.community
    return home.base, home


def _tick(message: Message, said: SaidSigns, spot: _Spot, *, at: datetime) -> tuple[Purpose, str]:
    """Write all of it down, or nothing: half of a text would be a look that nobody took."""
    if spot.base is None:
        return Purpose.SIGNS_UNKNOWN, "?"
    ticked = Ticked(
        spot.base, message.received_at, said.seen, said.gone, spot.home, via="sms", message=message
    )
    try:
        tick_signs(ticked, by=message.responder or Actor("focal_point"), at=at)
    except Problem as wrong:
        if wrong.kind not in (SIGN_UNKNOWN, SIGN_BOTH_WAYS):
            raise
        return Purpose.SIGNS_UNKNOWN, str(wrong.facts["codes"])
    codes = [*said.seen, *(f"-{code}" for code in said.gone)] or ["0"]
    # A phone in a village may be in other hands tomorrow: codes alone, and no name of a place.
    place = [spot.home.name if spot.home else spot.base.name] if message.responder else []
    return Purpose.SIGNS_NOTED, " ".join([*place, *codes])


def _undo(message: Message, *, at: datetime) -> tuple[Purpose, str]:
    """Take back the last look that this person texted."""
    rows = SignRound.objects.filter(
        message__responder=message.responder, message__focal_point=message.focal_point,
        struck_at=None, recorded_at__gt=at - UNDO_WITHIN,
    )  # fmt: skip
    last = rows.select_related("base").order_by("-recorded_at").first()
    if last is None:
        return Purpose.SIGNS_NOTHING, ""
    strike_round(last, by=message.responder or Actor("focal_point"), at=at)
    return Purpose.SIGNS_UNDONE, " ".join(_codes(last))


def _codes(row: SignRound) -> Iterable[str]:
    found = [("" if look.is_seen else "-") + look.sign for look in row.looks.order_by("sign")]
    return found or ["0"]


def _answer(sheet: Sheet, message: Message, purpose: Purpose, words: str, *, at: datetime) -> None:
    """Say what was made of it, unless the sender must not be written to now: it is noted all the same."""
    person: Responder | FocalPoint | None = message.responder or message.focal_point
    assert person is not None
    if isinstance(person, FocalPoint):
        safe = telling(person, at=at).send_at
        if safe is None or safe > at:
            return
    facts = Facts(said=words, duty=settings.DUTY_PHONE, is_drill=message.is_drill)
    text = say(purpose, person.language, facts)
    about = About(purpose=purpose, priority=Priority.P3, answers=message, is_drill=message.is_drill)
    to = Recipient(
        text=text,
        responder=message.responder,
        focal_point=None if message.responder else message.focal_point,
        heard_by=message.gateway.slug,
    )
    notify(sheet, about, [to], lines=Watch.load(at=at).lines)


def _folded(text: str) -> str:
    return " ".join(plain_words(text))
