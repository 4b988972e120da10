"""The profile of a community: each change keeps the version before it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import note
from tocsin.domain.network_words import Signal
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import STALE
from tocsin.records.models import Community, CommunityVersion, PhoneNetwork, User

PROFILE = (
    "population", "livelihoods", "groups", "dry_minutes", "dry_by", "wet_minutes", "wet_by", "road",
    "relay", "committee", "committee_women", "committee_men", "committee_met_on", "plan",
    "plan_reviewed_on", "mechanisms",
)  # fmt: skip
# Where it lies and what it is called; changed on a page of its own.
PLACE = ("name", "lat", "lon", "base", "territoire", "province", "pcode")
# What of a profile a list may bring.
LISTED = (
    "population", "livelihoods", "dry_minutes", "dry_by", "wet_minutes", "wet_by", "road", "relay",
    "committee", "committee_women", "committee_men", "languages",
)  # fmt: skip
AT_ONCE = 500  # rows of one statement


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """How one operator is received."""

    operator: str
    signal: Signal
    hours: str = ""
    spot: str = ""


@transaction.atomic
def change_profile(
    community: Community,
    about: Mapping[str, Any],
    *,
    networks: Sequence[NetworkLine],
    version: int,
    reason: str,
    by: User,
    at: datetime,
) -> Community:
    """Change what is known. Raises Problem STALE when somebody else changed it meanwhile."""
    row = Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
    if row.version != version:
        raise Problem(STALE)
    before, lines = profile_of(row), network_lines(row)
    changed = [name for name, value in about.items() if before[name] != value]
    if lines != sorted(networks, key=lambda line: line.operator):
        changed.append("networks")
    if not changed:
        return row
    keep_version(row, before, lines, changed, reason=reason, by=by, at=at)
    for name in about:
        setattr(row, name, about[name])
    row.save()
    _keep_networks(row, networks)
    note("community.changed", row, by=by, at=at, code=row.code, fields=changed, version=row.version)
    announce("wake:directory")
    return row


@transaction.atomic
def keep_communities(
    added: Sequence[Community],
    changed: Sequence[tuple[Community, Mapping[str, Any]]],
    *,
    at: datetime,
) -> None:
    """Write a whole list of communities; of those that are `changed` comes the profile as it was.

    What a list changes leaves the version before it, as a page does.
    """
    versions = []
    for row, before in changed:
        fields = [name for name, value in before.items() if getattr(row, name) != value]
        if fields:
            versions.append(_version(row, before, network_lines(row), fields, at=at))
            row.version += 1
    CommunityVersion.objects.bulk_create(versions, batch_size=AT_ONCE)
    Community.objects.bulk_create(
        [*added, *(row for row, _before in changed)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*PLACE, "version", *LISTED],
        batch_size=AT_ONCE,
    )


def keep_version(
    row: Community,
    before: Mapping[str, Any],
    lines: Sequence[NetworkLine],
    changed: Sequence[str],
    *,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Keep what was known `before`, with who changed it and why; the row goes on under the next number."""
    kept = _version(row, before, lines, changed, at=at)
    kept.reason, kept.replaced_by = reason, by
    kept.save(force_insert=True)
    row.version += 1


def profile_of(community: Community) -> dict[str, Any]:
    return {name: getattr(community, name) for name in (*PLACE, *PROFILE, "languages")}


def network_lines(community: Community) -> list[NetworkLine]:
    return [
        NetworkLine(one.operator, Signal(one.signal), one.hours, one.spot)
        for one in sorted(community.networks.all(), key=lambda one: one.operator)
    ]


def _version(
    row: Community,
    before: Mapping[str, Any],
    lines: Sequence[NetworkLine],
    changed: Sequence[str],
    *,
    at: datetime,
) -> CommunityVersion:
    """Return the unsaved row of a profile as it was."""
    body = json.dumps({**before, "networks": [asdict(line) for line in lines]}, default=_plain)
    return CommunityVersion(
        community=row, number=row.version, body=body, changed=list(changed), replaced_at=at
    )


def _keep_networks(community: Community, networks: Sequence[NetworkLine]) -> None:
    community.networks.all().delete()
    PhoneNetwork.objects.bulk_create(
        PhoneNetwork(
            community=community,
            operator=line.operator,
            signal=line.signal.value,
            hours=line.hours,
            spot=line.spot,
        )
        for line in {line.operator: line for line in networks}.values()
    )


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
