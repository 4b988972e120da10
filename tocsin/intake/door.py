"""The intake door: verify, read, store, and only then answer, each gateway in its own dialect."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError

from tocsin.actions.receive import Arrived, arrived
from tocsin.channels.contract import (
    Fate,
    Health,
    HttpAnswer,
    Outcome,
    Refused,
    Sign,
    Unreadable,
    generic_answer,
    wall_clock,
)
from tocsin.domain.messages import Arrival, Inbound, Receipt
from tocsin.intake.limits import Bucket
from tocsin.jobs.faults import reach
from tocsin.jobs.gateways import Carrier, Carriers
from tocsin.jobs.writer import Full, NotStored, Writer

log = logging.getLogger(__name__)

MAX_BODY = 1_000_000  # bytes; a text of 10 kB fits a hundred times, pictures come by other doors
KEPT_BODY = 64_000
RETRY_AFTER = 2  # seconds
PATIENCE = 8.0  # seconds that a gateway waits for a database that went away


@dataclass(frozen=True, slots=True)
class Unread:
    """An arrival nobody could read, for an administrator."""

    carrier: Carrier
    at: datetime
    reason: str
    body: str  # base64


class Door:
    """Takes one arrival to the end. Never raises: every arrival gets an answer that is true."""

    def __init__(
        self,
        carriers: Carriers,
        writer: Writer,
        *,
        keep_unread: Callable[[Unread], Awaitable[None]],
        take_receipts: Callable[[Carrier, list[Receipt]], Awaitable[None]],
        take_health: Callable[[Carrier, Health], Awaitable[None]],
        take_signs: Callable[[Carrier, list[Sign]], Awaitable[None]],
        take_balance: Callable[[Carrier, str], Awaitable[None]],
        limits: Bucket,
        is_exercise: bool,
    ) -> None:
        self._carriers = carriers
        self._writer = writer
        self._keep_unread = keep_unread
        self._take_receipts = take_receipts
        self._take_health = take_health
        self._take_signs = take_signs
        self._take_balance = take_balance
        self._limits = limits
        self._is_exercise = is_exercise

    async def receive(self, slug: str, arrival: Arrival) -> HttpAnswer:
        """Return the answer to an arrival at `/in/<slug>/`, after its messages are on disk."""
        carrier = self._carriers.by_slug(slug)
        if carrier is None or not carrier.is_enabled:
            return not_found()
        if len(arrival.body) > MAX_BODY:
            return carrier.channel.answer(arrival, Outcome(Fate.TOO_LARGE))
        outcome = await self._outcome(carrier, arrival)
        return carrier.channel.answer(arrival, outcome)

    async def hear(self, carrier: Carrier, body: bytes) -> bool:
        """Take what came by a line that we hold open. True once it is on disk, or kept as unreadable."""
        arrival = Arrival("LISTEN", f"/in/{carrier.slug}/", "", {}, body, wall_clock())
        outcome = await self._take(carrier, arrival)
        return outcome.fate is not Fate.NOT_STORED

    async def _outcome(self, carrier: Carrier, arrival: Arrival) -> Outcome:
        try:
            carrier.channel.verify(arrival)
        except Refused as refused:
            log.warning("gateway %s: refused (%s)", carrier.slug, refused.reason)
            return Outcome(Fate.REFUSED, detail=refused.reason)
        if not self._limits.take(carrier.slug, arrival.received_at):
            return Outcome(Fate.THROTTLED, retry_after=RETRY_AFTER)
        return await self._take(carrier, arrival)

    async def _take(self, carrier: Carrier, arrival: Arrival) -> Outcome:
        try:
            inbounds = carrier.channel.read(arrival)
            receipts = carrier.channel.receipts(arrival)
            signs = carrier.channel.signs(arrival)
            balance = carrier.channel.balance(arrival)
        except Unreadable as unreadable:
            return await self._unreadable(carrier, arrival, unreadable.reason)
        except Exception as error:  # a fault in a channel must not lose what came through it
            log.exception("gateway %s: its channel failed", carrier.slug)
            return await self._unreadable(carrier, arrival, type(error).__name__)
        health = carrier.channel.heartbeat(arrival)
        if health is not None:
            await self._done(self._take_health(carrier, health))
        if signs:
            await self._done(self._take_signs(carrier, signs))
        if not await self._noted(carrier, arrival, receipts, balance):
            return Outcome(Fate.NOT_STORED, retry_after=RETRY_AFTER)
        rows = self._rows(carrier, arrival, inbounds)
        return await self._store(rows) if rows else Outcome(Fate.STORED)

    async def _noted(
        self, carrier: Carrier, arrival: Arrival, receipts: list[Receipt], balance: str | None
    ) -> bool:
        is_noted = True
        if balance is not None:
            is_noted = await self._taken(carrier, arrival, self._take_balance(carrier, balance))
        if receipts and is_noted:
            is_noted = await self._taken(carrier, arrival, self._take_receipts(carrier, receipts))
        return is_noted

    def _rows(
        self, carrier: Carrier, arrival: Arrival, inbounds: Iterable[Inbound]
    ) -> list[Arrived]:
        is_drill = self._is_exercise or carrier.is_exercise
        return [
            arrived(one, gateway=carrier.id, at=arrival.received_at, is_drill=is_drill)
            for one in inbounds
        ]

    async def _unreadable(self, carrier: Carrier, arrival: Arrival, reason: str) -> Outcome:
        if not await self._kept(carrier, arrival, reason):
            return Outcome(Fate.NOT_STORED, retry_after=RETRY_AFTER)
        return Outcome(Fate.UNREADABLE, detail=reason)

    async def _kept(self, carrier: Carrier, arrival: Arrival, reason: str) -> bool:
        body = base64.b64encode(arrival.body[:KEPT_BODY]).decode("ascii")
        return await self._done(
            self._keep_unread(Unread(carrier, arrival.received_at, reason, body))
        )

    async def _taken(self, carrier: Carrier, arrival: Arrival, kept: Awaitable[None]) -> bool:
        """Say whether it is on disk. What no row ever takes is kept for an administrator instead.

        Else its sender would come again for ever, and the words beside it with it.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await kept
        except (TimeoutError, OperationalError, InterfaceError):
            return False
        except Exception as error:
            log.exception("gateway %s: a receipt or a balance cannot be kept", carrier.slug)
            return await self._kept(carrier, arrival, type(error).__name__)
        return True

    async def _done(self, kept: Awaitable[None]) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await kept
        except (TimeoutError, DatabaseError):
            return False
        except Exception:  # what stands beside a message must not refuse the message
            log.exception("what a gateway said of itself cannot be kept")
            return False
        return True

    async def _store(self, rows: list[Arrived]) -> Outcome:
        reach("before_store")
        try:
            stored = await self._writer.store(rows)
        except (Full, NotStored):
            return Outcome(Fate.NOT_STORED, retry_after=RETRY_AFTER)
        reach("after_store")
        fate = Fate.STORED if any(one.is_new for one in stored) else Fate.DUPLICATE
        return Outcome(fate, tuple(str(one.id) for one in stored))


def not_found() -> HttpAnswer:
    """Return the answer for a gateway that does not exist or is switched off."""
    answer = generic_answer(Outcome(Fate.UNREADABLE, detail="There is no such gateway."))
    body = answer.body.replace(b'"status": 400', b'"status": 404')
    return HttpAnswer(404, body, answer.content_type)
