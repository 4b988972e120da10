"""Airtime: claim what is approved, call its seller outside any transaction, write down what came of it."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError

from tocsin.actions.airtime_requests import ask_by_messages, ask_by_plans, tell_arrivals
from tocsin.actions.airtime_sending import (
    Call,
    Found,
    claim_top_ups,
    doubt_top_ups,
    look_ups_due,
    record_call,
    record_look_up,
)
from tocsin.channels.airtime.contract import Answer, Order, Seller
from tocsin.channels.airtime.registry import build_seller
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import HttpClient
from tocsin.domain.airtime import START_LIMIT
from tocsin.domain.airtime_words import Finding
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.records.models import AirtimeAccount
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 5.0  # seconds; nobody's life hangs on the minute in which airtime comes
CALL_WITHIN = 60.0  # seconds; well within CALL_LIMIT, after which the call is doubted

Ask = Callable[[Seller, Order], Awaitable[Answer]]
Claimed = tuple[list[Call], list[Call], list[AirtimeAccount]]


class AirtimeRounds:
    """Goes round every few seconds. It remembers no order: what must still happen is a row."""

    def __init__(
        self,
        desk: Desk,
        client: HttpClient,
        *,
        engine: int | None = None,
        patience: float = CALL_WITHIN,
    ) -> None:
        self._desk = desk
        self._client = client
        self._engine = engine
        self._patience = patience
        self._nudge = asyncio.Event()
        self._sellers: dict[UUID, tuple[int, Seller]] = {}
        self._slugs: dict[str, UUID] = {}

    def seller(self, slug: str) -> tuple[UUID, Seller] | None:
        """Return the account of this short name as it was at the last round."""
        account = self._slugs.get(slug)
        kept = self._sellers.get(account) if account else None
        return (account, kept[1]) if account and kept else None

    def wake(self) -> None:
        self._nudge.set()

    async def run(self) -> None:
        while True:
            await self.go_round()
            await woken(self._nudge, POLL)

    async def go_round(self) -> None:
        """Make all calls and look-ups that are due now, each apart from the others."""
        began = time.monotonic()
        calls, looks, accounts = await self._desk.insist(_due, self._engine)
        self._renew(accounts)
        if calls:
            reach("before_top_up")
        await asyncio.gather(
            *(self._call(call, began) for call in calls), *(self._look(call) for call in looks)
        )

    async def _call(self, call: Call, began: float) -> None:
        if time.monotonic() - began > START_LIMIT.total_seconds():
            # This process slept. Others may have begun to doubt the call: it is not made any more.
            found = Found(Finding.NOT_TAKEN, why="slept")
        else:
            found = await self._ask(call, lambda seller, order: seller.top_up(order))
        reach("after_top_up")
        await self._desk.insist(_record, record_call, call, found)
        reach("after_top_up_record")

    async def _look(self, call: Call) -> None:
        found = await self._ask(call, lambda seller, order: seller.look_up(order))
        reach("after_look_up")
        await self._desk.insist(_record, record_look_up, call, found)

    async def _ask(self, call: Call, ask: Ask) -> Found:
        kept = self._sellers.get(call.account)
        if kept is None:
            return Found(Finding.NOT_TAKEN, why="no_account")
        try:
            async with asyncio.timeout(self._patience):
                said = await ask(kept[1], _order(call))
        except SendFailed as error:
            finding = Finding.NOT_TAKEN if error.failure.retry else Finding.REJECTED
            return Found(finding, str(error), why=error.failure.code)
        except (AnswerLost, TimeoutError):
            return Found(Finding.UNKNOWN)
        except Exception:  # an error of ours in mid-call must never look like "nothing was sent"
            log.exception("top-up %s failed in its seller", call.top_up)
            return Found(Finding.UNKNOWN)
        return Found(said.finding, said.state, said.reference, said.why)

    def _renew(self, accounts: list[AirtimeAccount]) -> None:
        kept = {}
        for row in accounts:
            known = self._sellers.get(row.pk)
            if known is None or known[0] != row.version:
                try:
                    seller = build_seller(row.kind, json.loads(row.settings), client=self._client)
                except (LookupError, ValueError):
                    log.warning("airtime account %s cannot be used", row.slug)
                    continue
                known = (row.version, seller)
            kept[row.pk] = known
        self._sellers = kept
        self._slugs = {row.slug: row.pk for row in accounts}


def _due(engine: int | None) -> Claimed:
    at = database_now()
    for beside in (doubt_top_ups, ask_by_messages, ask_by_plans, tell_arrivals):
        _beside(beside, at)
    accounts = list(AirtimeAccount.objects.all())
    return claim_top_ups(at=at, engine=engine), look_ups_due(at=at), accounts


def _beside(action: Callable[..., int], at: datetime) -> None:
    try:
        action(at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a request that cannot be opened must not stop the calls
        log.exception("%s failed", action.__name__)


def _record(record: Callable[..., None], call: Call, found: Found) -> None:
    try:
        record(call, found, at=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # it stays as it is: doubted and looked up, never sent again
        log.exception("what came of top-up %s could not be kept", call.top_up)


def _order(call: Call) -> Order:
    return Order(
        key=call.key,
        to=call.to,
        minor=call.minor,
        currency=call.currency,
        operator=call.operator,
        reference=call.reference,
    )
