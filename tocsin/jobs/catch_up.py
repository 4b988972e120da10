"""Ask gateways for what they hold and we may have missed: after a start, and after a silence."""

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.actions.balances import plan_balance
from tocsin.actions.gateway_reports import record_condition
from tocsin.actions.receive import Stored, arrived
from tocsin.channels.contract import Ability, Health, wall_clock
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.domain.catch_up import SILENT_AFTER, gap_since
from tocsin.jobs.desk import Desk
from tocsin.jobs.gateways import Carrier, Carriers
from tocsin.jobs.writer import BATCH, Full, NotStored, Writer
from tocsin.records.models import Gateway

log = logging.getLogger(__name__)

LOOK_EVERY = 600.0  # seconds
ASK_EVERY = 60.0  # also for what a gateway still owes us
ASK_WITHIN = 10.0


class CatchUp:
    """Fetches the gap through the same writer as the door, so that copies change nothing."""

    def __init__(
        self, carriers: Carriers, writer: Writer, desk: Desk, *, is_exercise: bool
    ) -> None:
        self._carriers = carriers
        self._writer = writer
        self._desk = desk
        self._is_exercise = is_exercise
        # By gateway, from when on it was asked in vain: after a power cut phones come back last.
        self._owed: dict[UUID, datetime] = {}

    async def run(self) -> None:
        """Look at once, since we may have been away, and then every ten minutes; what is owed sooner."""
        silent_after = timedelta(0)
        while True:
            for carrier in self._carriers.all():
                if Ability.CATCHES_UP in carrier.channel.about.abilities and carrier.is_enabled:
                    await self._fetch(carrier, silent_after)
            silent_after = SILENT_AFTER
            await asyncio.sleep(ASK_EVERY if self._owed else LOOK_EVERY)

    async def ask(self) -> None:
        """Ask each gateway that can be asked how it is, once a minute."""
        while True:
            for carrier in self._carriers.all():
                if Ability.HEALTH in carrier.channel.about.abilities and carrier.is_enabled:
                    await self._ask(carrier)
            await asyncio.sleep(ASK_EVERY)

    async def ask_balances(self) -> None:
        """Ask the network what SIM cards hold: once a day, and when a person wants to know."""
        while True:
            for carrier in self._carriers.all():
                if Ability.BALANCE in carrier.channel.about.abilities and carrier.is_enabled:
                    await self._ask_balance(carrier)
            await asyncio.sleep(ASK_EVERY)

    async def _ask_balance(self, carrier: Carrier) -> None:
        # Planned before it is asked: a code that costs money must not go out again and again.
        if not await self._desk.insist(plan_balance, carrier.id, at=wall_clock()):
            return
        try:
            await carrier.channel.ask_balance()
        except SendFailed as failed:
            log.warning("gateway %s: balance not asked (%s)", carrier.slug, failed.failure.code)
        except Exception:  # a fault in one channel must not end the engine
            log.exception("gateway %s: its channel failed to ask the balance", carrier.slug)

    async def _ask(self, carrier: Carrier) -> None:
        try:
            async with asyncio.timeout(ASK_WITHIN):
                health = await carrier.channel.health()
        except TimeoutError:
            health = Health(is_up=False, facts={"why": "no answer"})
        except Exception:  # a fault in one channel must not end the engine
            log.exception("gateway %s: its channel failed to say how it is", carrier.slug)
            return
        await self._desk.insist(
            record_condition, carrier.id, is_up=health.is_up, facts=health.facts, at=wall_clock()
        )

    async def _fetch(self, carrier: Carrier, silent_after: timedelta) -> None:
        now = wall_clock()
        heard_at = await self._desk.insist(_heard_at, carrier.id)
        since = gap_since(
            heard_at=heard_at,
            owed=self._owed.get(carrier.id),
            now=now,
            silent_after=silent_after,
        )
        if since is None:
            return
        self._owed[carrier.id] = since
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
            stored: list[Stored] = []
            for first in range(0, len(rows), BATCH):  # the waiting room is for those at the door
                stored += await self._writer.store(rows[first : first + BATCH])
        except (SendFailed, AnswerLost, Full, NotStored) as failed:
            log.warning("gateway %s: catch-up failed (%s)", carrier.slug, type(failed).__name__)
            return
        except Exception:  # a fault in one channel must not end the engine
            log.exception("gateway %s: its channel failed to catch up", carrier.slug)
            return
        del self._owed[carrier.id]
        log.info(
            "gateway %s: caught up %s new of %s",
            carrier.slug,
            sum(one.is_new for one in stored),
            len(stored),
        )


def _heard_at(gateway: UUID) -> datetime | None:
    return Gateway.objects.filter(pk=gateway).values_list("last_heard_at", flat=True).first()
