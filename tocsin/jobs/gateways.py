"""The channels of this engine: one for each gateway, rebuilt when its settings move."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tocsin.channels.contract import Channel
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.registry import build
from tocsin.records.models import Gateway
from tocsin.records.openable import openable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A gateway and the channel that speaks for it."""

    id: UUID
    slug: str
    kind: str
    version: int
    is_enabled: bool
    is_exercise: bool
    channel: Channel


class Carriers:
    """All configured gateways by slug and by id. `renew` is called when one moves."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._by_slug: dict[str, Carrier] = {}
        self._by_id: dict[UUID, Carrier] = {}

    def renew(self, rows: Iterable[Gateway]) -> None:
        """Take over the gateways as they are now; what did not move keeps its connections."""
        kept = {}
        for row in rows:
            known = self._by_id.get(row.pk)
            is_same = known and (known.version, known.is_enabled) == (row.version, row.is_enabled)
            carrier = known if is_same else self._build(row)
            if carrier is not None:
                kept[row.pk] = carrier
        self._by_id = kept
        self._by_slug = {carrier.slug: carrier for carrier in kept.values()}

    def by_slug(self, slug: str) -> Carrier | None:
        return self._by_slug.get(slug)

    def by_id(self, gateway: UUID) -> Carrier | None:
        return self._by_id.get(gateway)

    def all(self) -> list[Carrier]:
        return list(self._by_id.values())

    def _build(self, row: Gateway) -> Carrier | None:
        try:
            channel = build(row.kind, json.loads(row.settings), client=self._client)
        except (LookupError, ValueError, SendFailed, ImportError) as error:
            log.warning("gateway %s cannot be used: %s", row.slug, type(error).__name__)
            return None
        return Carrier(
            id=row.pk,
            slug=row.slug,
            kind=row.kind,
            version=row.version,
            is_enabled=row.is_enabled,
            is_exercise=channel.about.is_exercise_only,
            channel=channel,
        )


def load_gateways() -> list[Gateway]:
    return openable(Gateway.objects.order_by("rank", "slug"))
