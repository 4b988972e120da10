"""The operator's quick log: a call, a radio message or a person at the gate becomes a message."""

import json
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tocsin.actions.by_hand import read_by_hand
from tocsin.actions.sheet import Sheet
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.domain.logged import judged_by_hand, words_for_reader
from tocsin.domain.phones import canonical
from tocsin.domain.words import Kind, MessageKind, MessageState, Priority
from tocsin.records.models import Community, FocalPoint, Gateway, Message, Place, User
from tocsin.records.sealed import hash_of, hashes_of

DESK = "desk"  # the gateway that stands for our own people's hands


@transaction.atomic
def log_message(
    *,
    by: User,
    at: datetime,
    kind: MessageKind,
    text: str,
    client_id: str,
    sender: str = "",
    focal_point: FocalPoint | None = None,
    community: Community | None = None,
    happened_at: datetime | None = None,
    kind_code: Kind | None = None,
    priority: Priority | None = None,
    place: Place | None = None,
) -> Message:
    """Write down what somebody said. The engine reads it like any other message.

    With `kind_code` and `priority` the operator has triaged it: the alert is opened and a P1 is
    paged before this returns; a restricted kind needs no priority. Else `place` stands with the words.

    The same under the same `client_id` is the same message, which is returned as it was received. Anything else under
    it is a message of its own: a browser that goes back shows the form with its old id, and another call is typed there.
    """
    number = canonical(sender).value if sender else ""
    about = (happened_at, kind_code, priority, focal_point, community, place)
    names = _names(client_id, kind, text, sender, *about)
    person = focal_point or _known(number)
    judged = judged_by_hand(kind_code, priority)
    message, is_new = Message.objects.get_or_create(
        gateway=_desk(),
        external_id__in=names,
        defaults={
            "external_id": names[0],
            "kind": kind.value,
            "sender": sender,
            "sender_hash": hash_of(number) if number else (person.number_hash if person else None),
            "text": text if judged or place is None else words_for_reader(text, place.name),
            "sent_at": None,
            "happened_at": happened_at,
            "received_at": at,
            "is_drill": settings.EXERCISE,
            "state": MessageState.RECEIVED.value,
            "is_urgent": priority is Priority.P1,
            "focal_point": person,
            "entered_by": by,
        },
    )
    if is_new:
        _announce(message, by=by, at=at)
    if is_new and judged:
        where = place or _home(community)
        _triage_now(message, by=by, at=at, kind=judged[0], priority=judged[1], place=where)
    return message


def _announce(message: Message, *, by: User, at: datetime) -> None:
    sheet = Sheet(at=at, by=by)
    sheet.note("message.logged", message, kind=message.kind, happened_at=message.happened_at or at)
    sheet.announce(f"message:{message.pk}", "wake:read")
    sheet.write()


def _names(client_id: str, *said: object) -> list[str]:
    """The names of a form with what was said in it: one for each key by which it may be found.

    The digest is keyed, for a text of a few words could be guessed from a plain one.
    """
    words = json.dumps([str(getattr(one, "pk", one)) for one in said])
    return [f"{client_id}/{digest.hex()}" for digest in hashes_of(words)]


def _desk() -> Gateway:
    desk, _ = Gateway.objects.get_or_create(
        slug=DESK, defaults={"kind": DESK, "title": "Operator's desk", "schemes": []}
    )
    return desk


def _triage_now(
    message: Message,
    *,
    by: User,
    at: datetime,
    kind: Kind,
    priority: Priority,
    place: Place | None,
) -> None:
    # The operator heard the caller; the machine's reading would only come later and say less.
    Message.objects.filter(pk=message.pk).update(state=MessageState.READ)
    read_by_hand(message, kind=kind, priority=priority, at=at)
    message.refresh_from_db()
    confirm_triage(message, by=by, at=at, kind=kind, priority=priority, place=place)


def _known(number: str) -> FocalPoint | None:
    if not number:
        return None
    return FocalPoint.objects.filter(number_hash__in=hashes_of(number), is_active=True).first()


def _home(community: Community | None) -> Place | None:
    if community is None:
        return None
    return Place.objects.filter(name=community.name).first()
