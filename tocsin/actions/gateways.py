"""Carriers of this deployment: add, change, switch off, test; keep what nobody could read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tocsin.actions.journal import Actor
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import answer_text
from tocsin.actions.watch import Watch
from tocsin.channels.catalogue import KINDS
from tocsin.domain.phones import canonical
from tocsin.domain.problems import (
    GATEWAY_MISCONFIGURED,
    GATEWAY_NAME_TAKEN,
    GATEWAY_UNKNOWN_KIND,
    Problem,
)
from tocsin.domain.problems.people import FORM_STALE, NUMBER_WRONG
from tocsin.domain.radio_addresses import TEXT_SCHEMES, BadAddress, canonical_address
from tocsin.domain.words import DeliveryState, Priority, Purpose
from tocsin.records.models import (
    Delivery,
    Gateway,
    User,
)


@transaction.atomic
def add_gateway(
    *,
    slug: str,
    kind: str,
    title: str,
    settings: Mapping[str, str],
    rank: int,
    by: User | Actor,
    at: datetime,
    schemes: Sequence[str] | None = None,
) -> Gateway:
    """Add a carrier. `schemes` is what it may carry, None all its kind can, empty receives only.

    Raises Problem when its kind is unknown, a setting is missing or it exists.
    """
    settings = merged_settings(slug, kind, {}, settings)
    if Gateway.objects.filter(slug=slug).exists():
        raise Problem(GATEWAY_NAME_TAKEN, gateway=slug)
    sheet = Sheet(at=at, by=by)
    row = Gateway.objects.create(
        slug=slug,
        kind=kind,
        title=title,
        settings=json.dumps(dict(settings)),
        rank=rank,
        schemes=sorted(KINDS[kind].schemes) if schemes is None else list(schemes),
    )
    _noted(sheet, row, "gateway.added")
    return row


@transaction.atomic
def change_gateway(
    gateway: Gateway,
    *,
    title: str,
    settings: Mapping[str, str],
    rank: int,
    version: int,
    by: User,
    at: datetime,
) -> Gateway:
    """Change a carrier. A secret left empty keeps its value: it is never shown, so never retyped."""
    row = Gateway.objects.select_for_update().get(pk=gateway.pk)
    if row.version != version:
        raise Problem(FORM_STALE)
    merged = merged_settings(row.slug, row.kind, json.loads(row.settings), settings)
    row.title, row.rank, row.settings = title, rank, json.dumps(merged)
    row.version += 1
    row.save()
    _noted(Sheet(at=at, by=by), row, "gateway.changed")
    return row


def merged_settings(
    slug: str, kind: str, kept: Mapping[str, str], settings: Mapping[str, str]
) -> dict[str, str]:
    """Return the settings as they would be: a secret left empty keeps its value. Raises Problem when one is missing."""
    about = KINDS.get(kind)
    if about is None:
        raise Problem(GATEWAY_UNKNOWN_KIND, wanted=kind)
    secret = {setting.name for setting in about.settings if setting.is_secret}
    given = {name: value for name, value in settings.items() if value or name not in secret}
    merged = {**{name: value for name, value in kept.items() if name in secret}, **given}
    if missing := about.missing(merged):
        raise Problem(GATEWAY_MISCONFIGURED, gateway=slug, missing=", ".join(missing))
    return merged


@transaction.atomic
def disable_gateway(gateway: Gateway, *, by: User | Actor, at: datetime) -> None:
    """Switch a carrier off. What waits for it goes by another; its door answers 404."""
    _switch(gateway, False, by=by, at=at)


@transaction.atomic
def enable_gateway(gateway: Gateway, *, by: User | Actor, at: datetime) -> None:
    _switch(gateway, True, by=by, at=at)


@transaction.atomic
def test_gateway(gateway: Gateway, number: str, *, by: User | Actor, at: datetime) -> Delivery:
    """Send a test text through one carrier to a number or a call sign of ours."""
    to = _address(gateway, number)
    sheet = Sheet(at=at, by=by)
    text = answer_text(Purpose.GATEWAY_TEST, "fr", code=gateway.slug, is_drill=False)
    about = About(purpose=Purpose.GATEWAY_TEST, priority=Priority.P3)
    watch = Watch.load(at=at)
    _, (delivery,) = notify(sheet, about, [Recipient(text=text, number=to)], lines=watch.lines)
    # By this carrier and no other, whatever routing found for the address.
    delivery.gateway = delivery.preferred = gateway
    delivery.to, delivery.state, delivery.due_at = to, DeliveryState.QUEUED.value, at
    delivery.failure = ""
    sheet.note("gateway.tested", gateway)
    sheet.write()
    return delivery


def _address(gateway: Gateway, text: str) -> str:
    """Return the one form of what the gateway can reach. Raises Problem."""
    schemes = [scheme for scheme in gateway.schemes if scheme in TEXT_SCHEMES]
    if not schemes:
        phone = canonical(text)
        if not phone.valid:
            raise Problem(NUMBER_WRONG)
        return phone.value
    try:
        return canonical_address(schemes[0], text)
    except BadAddress as error:
        raise Problem(NUMBER_WRONG) from error


def _switch(gateway: Gateway, on: bool, *, by: User | Actor, at: datetime) -> None:
    Gateway.objects.filter(pk=gateway.pk).update(is_enabled=on, version=F("version") + 1)
    gateway.refresh_from_db()
    _noted(Sheet(at=at, by=by), gateway, "gateway.enabled" if on else "gateway.disabled")


def _noted(sheet: Sheet, gateway: Gateway, verb: str) -> None:
    sheet.note(verb, gateway, slug=gateway.slug, kind=gateway.kind)
    sheet.announce("wake:gateways")
    sheet.write()
