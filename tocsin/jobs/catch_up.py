"""Ask gateways for what they hold and we may have missed: after a start, and after a silence."""

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.actions.receive import arrived
from tocsin.channels.contract import Ability, wall_clock
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.jobs.desk import Desk
from tocsin.jobs.gateways import Carrier, Carriers
from tocsin.jobs.writer import Full, NotStored, Writer
from tocsin.records.models import Gateway

log = logging.getLogger(__name__)

LOOK_EVERY = 600.0  # seconds
SILENT_AFTER = timedelta(hours=1)  # messaging.md §2.1: after every outage longer than an hour
OVERLAP = timedelta(minutes=10)  # clocks of phones are wrong; copies are recognised by their id
FURTHEST = timedelta(days=3)


class CatchUp:
    """Fetches the gap through the same writer as the door, so that copies change nothing."""

    def __init__(
        self, carriers: Carriers, writer: Writer, desk: Desk, *, is_exercise: bool
    ) -> None:
        self._carriers = carriers
        self._writer = writer
        self._desk = desk
        self._is_exercise = is_exercise

    async def run(self) -> None:
        """Look at once, since we may have been away, and then every ten minutes."""
        silent_after = timedelta(0)
        while True:
            for carrier in self._carriers.all():
                if Ability.CATCHES_UP in carrier.channel.about.abilities and carrier.is_enabled:
                    await self._fetch(carrier, silent_after)
            silent_after = SILENT_AFTER
            await asyncio.sleep(LOOK_EVERY)

    async def _fetch(self, carrier: Carrier, silent_after: timedelta) -> None:
        now = wall_clock()
        heard_at = await self._desk.insist(_heard_at, carrier.id)
        if heard_at is not None and now - heard_at < silent_after:
            return
        since = max(now - FURTHEST, (heard_at or now - FURTHEST) - OVERLAP)
        try:
            found = await carrier.channel.catch_up(since)
            rows = [
                arrived(
                    one,
                    gateway=carrier.id,
                    at=now,
                    is_drill=self._is_exercise or carrier.is_exercise,
                )
                for one in found
            ]
            stored = await self._writer.store(rows) if rows else []
        except (SendFailed, AnswerLost, Full, NotStored) as failed:
            log.warning("gateway %s: catch-up failed (%s)", carrier.slug, type(failed).__name__)
            return
        except Exception:  # a fault in one channel must not end the engine
            log.exception("gateway %s: its channel failed to catch up", carrier.slug)
            return
        log.info(
            "gateway %s: caught up %s new of %s",
            carrier.slug,
            sum(one.is_new for one in stored),
            len(stored),
        )


def _heard_at(gateway: UUID) -> datetime | None:
    return Gateway.objects.filter(pk=gateway).values_list("last_heard_at", flat=True).first()
