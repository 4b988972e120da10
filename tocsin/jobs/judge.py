"""From readings to alerts and pages, in one transaction a batch; what cannot be judged stops nobody else."""

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError

from tocsin.actions.answers_by_text import answer_text
from tocsin.actions.delivery import Send
from tocsin.actions.echoes import Memory
from tocsin.actions.parking import park_message
from tocsin.actions.triage import triage_messages
from tocsin.domain.reading import Reading
from tocsin.domain.words import Priority
from tocsin.jobs.desk import Desk
from tocsin.jobs.sender import Sender
from tocsin.records.models import Message
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)


class Judge:
    """Judges for one engine, and remembers what was said lately: a help and no record.

    `sender` is given what is to be sent, as soon as it is on disk.
    """

    def __init__(self, desk: Desk, sender: Sender, *, engine: int) -> None:
        self._desk = desk
        self._sender = sender
        self._engine = engine
        self._memory = Memory()

    async def batch(self, readings: dict[UUID, Reading]) -> None:
        """Judge a batch in one transaction; one by one where one cannot be."""
        try:
            await self._triage(readings)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("a batch of %s could not be judged; one by one", len(readings))
            for pk, reading in readings.items():
                await self._alone(pk, reading)

    async def _alone(self, pk: UUID, reading: Reading) -> None:
        try:
            await self._triage({pk: reading})
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Put aside where people see it: it must not stop its neighbours, nor vanish.
            log.exception("message %s could not be judged", pk)
            await self._desk.insist(park, pk, type(error).__name__, priority=reading.priority)

    async def _triage(self, readings: dict[UUID, Reading]) -> None:
        await self._desk.insist(_triage, readings, self._engine, self._memory, self._sender.taker())


def _triage(
    readings: dict[UUID, Reading],
    engine: int,
    memory: Memory,
    send: Send,
) -> None:
    triage_messages(readings, at=database_now(), engine=engine, memory=memory, send=send)


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
