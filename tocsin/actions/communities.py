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
    body = json.dumps({**before, "networks": [asdict(line) for line in lines]}, default=_plain)
    CommunityVersion.objects.create(
        community=row,
        number=row.version,
        body=body,
        changed=changed,
        reason=reason,
        replaced_at=at,
        replaced_by=by,
    )
    for name in about:
        setattr(row, name, about[name])
    row.version += 1
    row.save()
    _keep_networks(row, networks)
    note("community.changed", row, by=by, at=at, code=row.code, fields=changed, version=row.version)
    announce("wake:directory")
    return row


def profile_of(community: Community) -> dict[str, Any]:
    return {name: getattr(community, name) for name in (*PROFILE, "languages")}


def network_lines(community: Community) -> list[NetworkLine]:
    return [
        NetworkLine(one.operator, Signal(one.signal), one.hours, one.spot)
        for one in community.networks.order_by("operator")
    ]


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
