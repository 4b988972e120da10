"""The door of phones that keep the field log: they send sealed entries and fetch names of places."""

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from ninja.security import HttpBearer

from tocsin.actions.field_log import (
    Envelope,
    Taken,
    current_key,
    hash_of_token,
    note_emptied,
    take_entry,
)
from tocsin.domain.access import Right, may
from tocsin.domain.field_seal import public_of
from tocsin.domain.problems import (
    FIELD_ENTRY_HEADLESS,
    FIELD_PHONE_FORGOTTEN,
    FIELD_PHONE_UNKNOWN,
    Problem,
)
from tocsin.domain.words import Role
from tocsin.records.models import Assignment, FieldPhone
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.field_phones import place_labels

router = Router()


class PhoneToken(HttpBearer):
    """Lets in a phone that was set up. Raises Problem for one that is unknown, or was forgotten."""

    def authenticate(self, request: HttpRequest, token: str) -> FieldPhone:  # noqa: ARG002
        phone = (
            FieldPhone.objects.select_related("user")
            .filter(token_hash=hash_of_token(token))
            .first()
        )
        if phone is None:
            raise Problem(FIELD_PHONE_UNKNOWN)
        if phone.forgotten_at is not None or not phone.user.is_active:
            note_emptied(phone, at=database_now())
            raise Problem(FIELD_PHONE_FORGOTTEN)
        return phone


class FieldPackOut(Schema):
    """What a phone carries: the key it seals for (base64, 65 bytes) and names of places."""

    key: str
    places: list[str]


class EntryTakenOut(Schema):
    """`new`, or `known` when the same entry had come before."""

    taken: str


@router.get("/field/pack", response=FieldPackOut, auth=PhoneToken())
def pack(request: HttpRequest) -> FieldPackOut:
    """Return the key to seal for and the names of places around the areas of the phone's holder."""
    secret = bytes.fromhex(current_key(at=database_now()).secret)
    return FieldPackOut(
        key=b64encode(public_of(secret)).decode(), places=place_labels(_areas(_phone_of(request)))
    )


@router.put(
    "/field/entries/{entry}", response={200: EntryTakenOut, 201: EntryTakenOut}, auth=PhoneToken()
)
def put_entry(request: HttpRequest, entry: UUID) -> Status[EntryTakenOut]:
    """Take one sealed entry. The same again is 200; other bytes under its id are 409."""
    taken = take_entry(
        _phone_of(request), _envelope(request, entry), request.body, at=database_now()
    )
    return Status(201 if taken is Taken.NEW else 200, EntryTakenOut(taken=taken.value))


def _envelope(request: HttpRequest, entry: UUID) -> Envelope:
    try:
        number = int(request.headers["X-Field-Number"])
        phone_now = datetime.fromisoformat(request.headers["X-Field-Now"])
    except (KeyError, ValueError):
        raise Problem(FIELD_ENTRY_HEADLESS) from None
    if not 1 <= number < 2**31 or phone_now.tzinfo is None:
        raise Problem(FIELD_ENTRY_HEADLESS)
    return Envelope(entry, number, phone_now)


def _phone_of(request: HttpRequest) -> FieldPhone:
    phone = getattr(request, "auth", None)
    assert isinstance(phone, FieldPhone)
    return phone


def _areas(phone: FieldPhone) -> frozenset[UUID] | None:
    """Return where the holder may write in the log; None is everywhere."""
    held = Assignment.objects.filter(user=phone.user).held(database_now())
    found = [
        row.area_id
        for row in held
        if may([Role(row.role)], Right.LOG, area_match=True, restricted=False)
    ]
    return None if None in found else frozenset(area for area in found if area)
