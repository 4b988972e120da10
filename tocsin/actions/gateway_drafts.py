"""Gateways take two administrators: one writes the change, another approves it, then it is in force."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tocsin.actions.gateways import add_gateway, change_gateway, merged_settings
from tocsin.actions.journal import note
from tocsin.channels.catalogue import KINDS
from tocsin.domain.access import Right, rights_of
from tocsin.domain.gateway_words import GatewayDraftState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.intake import GATEWAY_NAME_TAKEN
from tocsin.domain.problems.people import (
    CHANGE_DECIDED,
    CHANGE_NEEDS_REASON,
    FORM_STALE,
    NEEDS_SECOND_PERSON,
)
from tocsin.domain.words import Role
from tocsin.records.models import Assignment, Gateway, GatewayDraft, User

HARMLESS = ("title",)
"""What one administrator may change alone: no message goes another way for it."""


@transaction.atomic
def draft_addition(
    *,
    slug: str,
    kind: str,
    title: str,
    settings: Mapping[str, str],
    rank: int,
    by: User,
    at: datetime,
) -> GatewayDraft:
    """Keep a new gateway until another administrator approves it. Raises Problem when it could not be added."""
    merged_settings(slug, kind, {}, settings)
    if Gateway.objects.filter(slug=slug).exists():
        raise Problem(GATEWAY_NAME_TAKEN, gateway=slug)
    return _keep(
        GatewayDraft(slug=slug, kind=kind, title=title, rank=rank, follows=0),
        dict(settings),
        ["rank", "title", *(name for name, value in settings.items() if value)],
        by=by,
        at=at,
    )


@transaction.atomic
def draft_change(
    gateway: Gateway,
    *,
    title: str,
    settings: Mapping[str, str],
    rank: int,
    version: int,
    by: User,
    at: datetime,
) -> GatewayDraft | None:
    """Keep a change until another administrator approves it; one that is harmless is made at once, and is None."""
    row = Gateway.objects.select_for_update().get(pk=gateway.pk)
    if row.version != version:
        raise Problem(FORM_STALE)
    kept = json.loads(row.settings)
    merged = merged_settings(row.slug, row.kind, kept, settings)
    changes = [name for name in merged if merged[name] != kept.get(name, "")]
    changes += [name for name, now, then in (("rank", rank, row.rank), ("title", title, row.title)) if now != then]  # fmt: skip
    if set(changes) <= set(HARMLESS):
        change_gateway(
            row, title=title, settings=settings, rank=rank, version=version, by=by, at=at
        )
        return None
    draft = GatewayDraft(
        gateway=row, slug=row.slug, kind=row.kind, title=title, rank=rank, follows=row.version
    )
    return _keep(draft, merged, changes, by=by, at=at)


@transaction.atomic
def approve_draft(draft: GatewayDraft, *, by: User, at: datetime) -> Gateway:
    """Put it in force. Refused for the human being who wrote it, and when the gateway changed meanwhile."""
    draft = _waiting(draft)
    if by.person == draft.asked_by.person:
        raise Problem(NEEDS_SECOND_PERSON)
    return _put_in_force(draft, GatewayDraftState.APPROVED, by=by, at=at)


@transaction.atomic
def put_in_force_alone(draft: GatewayDraft, *, by: User, at: datetime, reason: str) -> Gateway:
    """Put it in force as the only administrator that there is, with a reason that stays in the log book."""
    draft = _waiting(draft)
    if other_administrators(by, at=at):
        raise Problem(NEEDS_SECOND_PERSON)
    if not reason.strip():
        raise Problem(CHANGE_NEEDS_REASON)
    draft.reason = reason.strip()
    return _put_in_force(draft, GatewayDraftState.ALONE, by=by, at=at)


@transaction.atomic
def refuse_draft(draft: GatewayDraft, *, by: User, at: datetime) -> None:
    """Refuse it, or take back one's own."""
    _decide(_waiting(draft), GatewayDraftState.REFUSED, by=by, at=at)


def other_administrators(user: User, *, at: datetime) -> bool:
    """Say whether another human being may change gateways now, whatever accounts they use."""
    roles = [role.value for role in Role if Right.MANAGE_GATEWAYS in rights_of([role])]
    held = Assignment.objects.held(at).filter(role__in=roles, user__is_active=True)
    return held.exclude(user__person=user.person).exists()


def _keep(
    draft: GatewayDraft, settings: Mapping[str, str], changes: list[str], *, by: User, at: datetime
) -> GatewayDraft:
    draft.settings, draft.changes = json.dumps(dict(settings)), sorted(changes)
    draft.asked_by, draft.asked_at = by, at
    draft.save(force_insert=True)
    facts = {"gateway": draft.slug, "changes": ", ".join(draft.changes)}
    note("gateway.change_asked", draft, by=by, at=at, **facts)
    return draft


def _waiting(draft: GatewayDraft) -> GatewayDraft:
    rows = GatewayDraft.objects.select_for_update(of=("self",)).select_related("gateway")
    draft = rows.select_related("asked_by", "gateway").get(pk=draft.pk)
    if draft.state != GatewayDraftState.WAITING:
        raise Problem(CHANGE_DECIDED)
    return draft


def _put_in_force(
    draft: GatewayDraft, state: GatewayDraftState, *, by: User, at: datetime
) -> Gateway:
    settings = json.loads(draft.settings)
    if draft.gateway and draft.gateway.version != draft.follows:
        raise Problem(CHANGE_DECIDED)  # Somebody changed it since: the draft speaks of another one.
    if draft.gateway is None:
        row = add_gateway(
            slug=draft.slug,
            kind=draft.kind,
            title=draft.title,
            settings=settings,
            rank=draft.rank,
            by=by,
            at=at,
        )
    else:
        row = change_gateway(
            draft.gateway,
            title=draft.title,
            settings=settings,
            rank=draft.rank,
            version=draft.follows,
            by=by,
            at=at,
        )
    draft.gateway = row
    _decide(draft, state, by=by, at=at)
    return row


def _decide(draft: GatewayDraft, state: GatewayDraftState, *, by: User, at: datetime) -> None:
    draft.state, draft.decided_by, draft.decided_at = state.value, by, at
    draft.settings = "{}"  # The gateway has them, or nobody needs them any more.
    draft.save()
    facts = {"gateway": draft.slug, "asked_by": draft.asked_by_id}
    note(f"gateway.change_{state.value}", draft, by=by, at=at, **facts)


def is_secret(draft: GatewayDraft, name: str) -> bool:
    return name in {one.name for one in KINDS[draft.kind].settings if one.is_secret}
