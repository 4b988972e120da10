"""Every ten seconds a look at what must never wait; a test a day by each gateway; a sign of life to somebody outside."""

import asyncio
import logging
import socket
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.canaries import send_canaries
from tocsin.actions.clock_readings import take_readings
from tocsin.actions.watchdog import watch_lateness
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import HttpClient
from tocsin.jobs.desk import Desk
from tocsin.jobs.machine_clock import is_kept, machine_apart
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

LOOK_EVERY = 10.0  # seconds
TELL_EVERY = 60.0


class Watchdog:
    """`outside` is an address that raises an alarm when it is not asked for some minutes; empty for none.

    It has a desk of its own: what hangs elsewhere must not keep it from looking.
    """

    def __init__(self, desk: Desk, client: HttpClient, *, outside: str) -> None:
        self._desk = desk
        self._client = client
        self._outside = outside
        self._told_at = -TELL_EVERY

    async def run(self) -> None:
        while True:
            is_clean = await self._desk.insist(_look)
            if is_clean and self._outside and monotonic() - self._told_at >= TELL_EVERY:
                self._told_at = monotonic()
                await self.tell()
            await asyncio.sleep(LOOK_EVERY)

    async def tell(self) -> bool:
        """Give the sign of life; say whether it was taken. Its failing is for the outside to notice."""
        try:
            reply = await self._client.request("GET", self._outside)
        except SendFailed as failed:
            log.warning("the outside watch cannot be told (%s)", failed.failure)
            return False
        return reply.status < 400


def _compare_clocks() -> None:
    try:
        apart, at = machine_apart()
        take_readings(socket.gethostname(), apart=apart, is_kept=is_kept(), at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a clock that cannot be read must not keep it from looking
        log.exception("the clocks could not be compared")


def _look() -> bool:
    at = database_now()
    _compare_clocks()
    try:
        send_canaries(at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a test that cannot be sent must not keep it from looking
        log.exception("the daily tests of gateways failed")
    try:
        return watch_lateness(at=at) == 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # whoever watches must not end what it watches
        log.exception("the watchdog failed")
        return False
