"""From readings to alerts and pages, in one transaction a batch; what cannot be judged stops nobody else."""

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError

from tocsin.actions.answers_by_text import answer_text
from tocsin.actions.delivery import ToSend
from tocsin.actions.echoes import Memory
from tocsin.actions.parking import park_message
from tocsin.actions.triage import triage_messages
from tocsin.domain.reading import Reading
from tocsin.domain.words import Priority
from tocsin.jobs.desk import Desk
from tocsin.records.models import Message
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)


class Judge:
    """Judges for one engine, and remembers what was said lately: a help and no record."""

    def __init__(self, desk: Desk, *, engine: int) -> None:
        self._desk = desk
        self._engine = engine
        self._memory = Memory()

    async def batch(self, readings: dict[UUID, Reading]) -> list[ToSend]:
        """Judge a batch in one transaction and return what is to be sent; one by one where one cannot be."""
        try:
            return await self._desk.insist(_triage, readings, self._engine, self._memory)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("a batch of %s could not be judged; one by one", len(readings))
        sends: list[ToSend] = []
        for pk, reading in readings.items():
            sends += await self._alone(pk, reading)
        return sends

    async def _alone(self, pk: UUID, reading: Reading) -> list[ToSend]:
        try:
            return await self._desk.insist(_triage, {pk: reading}, self._engine, self._memory)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Put aside where people see it: it must not stop its neighbours, nor vanish.
            log.exception("message %s could not be judged", pk)
            await self._desk.insist(park, pk, type(error).__name__, priority=reading.priority)
            return []


def _triage(readings: dict[UUID, Reading], engine: int, memory: Memory) -> list[ToSend]:
    return triage_messages(readings, at=database_now(), engine=engine, memory=memory)


def answer_or_leave(pk: UUID) -> bool:
    """Let a text act and say whether it did. False: it is none that acts, or it cannot, and is read."""
    try:
        message = Message.objects.select_related("responder", "gateway").get(pk=pk)
        is_answered = answer_text(message, at=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # it would end the engine, and the next one, and the one after that
        log.exception("message %s could not be answered; it is read instead", pk)
        is_answered = False
    return is_answered


def park(pk: UUID, why: str, *, at_once: bool = False, priority: Priority | None = None) -> bool:
    """Put a message aside where people see it, as `park_message` does, by the database's clock."""
    return park_message(pk, why=why, at=database_now(), at_once=at_once, priority=priority)
