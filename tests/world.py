"""The harness of the stories: phones, people and a clock around the real line, rows and reader.

Time stands still until a story lets it pass; then every due thing happens at its own moment.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from functools import cache
from itertools import count
from typing import Any, cast
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from tests.clocks import TimelessLoop
from tests.district import District, found_district, villages
from tocsin.actions.delivery import ToSend, Tried, claim_deliveries
from tocsin.actions.dialogue import answer_message
from tocsin.actions.escalation import take_due_steps
from tocsin.actions.journal import seal_journal
from tocsin.actions.receive import Stored, arrived, store_messages
from tocsin.actions.signs_by_text import answer_signs
from tocsin.actions.triage import triage_messages
from tocsin.actions.tries import record_tries
from tocsin.channels.contract import Channel
from tocsin.channels.failures import BAD_NUMBER, UNREACHABLE, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.loopback import Loopback
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.messages import Inbound, Outbound, Part, Sent, SentState
from tocsin.domain.parts import RELEASE_AFTER
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading
from tocsin.domain.reading.read import read_message
from tocsin.domain.words import IncidentLife, MessageKind, MessageState
from tocsin.jobs.clock import BESIDE
from tocsin.jobs.gateways import Carrier, Carriers, load_gateways
from tocsin.jobs.sender import Sender
from tocsin.records.models import (
    Escalation,
    Gateway,
    Incident,
    Message,
    Responder,
    User,
)
from tocsin.records.queries.due import DUE, Due

NOON = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)  # 12:00 on the walls
ENGINE = 1
AT_WORK = """
select exists (select 1 from records_message where state = 'received' and parked = ''),
       exists (select 1 from records_delivery
               where state in ('queued', 'unknown') and due_at <= %s)
"""
# When the clock of the engine would next find something to do.
NEXT_DUE = """
select min(due) from (
    select next_step_at as due from records_escalation
    union all select due_at from records_delivery
    union all select more_due_at from records_escalation
    union all select start_by from records_radiotask where outcome = 'waiting'
    union all select outcome_by from records_radiotask where outcome = 'started'
    union all select escalate_at from records_callback where escalated_at is null
    union all select look_at from records_response
    union all select send_at from records_feedback where state = 'owed'
    union all select next_at from records_release
    union all select received_at + %s::interval from records_message
        where state = 'held_part'
) as timers where due > %s
"""


class Mood(Enum):
    """How a carrier behaves."""

    WELL = auto()
    HANGS = auto()  # takes the message and never answers
    UNREACHABLE = auto()  # certainly did not take it; may later
    REFUSES = auto()  # this number does not exist
    UNSURE = auto()  # cannot say whether it took it


class World:
    """Everybody, their phones, and the engine that works when time passes."""

    def __init__(self, district: District, *, at: datetime = NOON, is_drill: bool = False) -> None:
        self.now = at
        self.district = district
        self.is_drill = is_drill
        self.engine_runs = True
        self.inbox: dict[str, list[Outbound]] = defaultdict(list)
        self.outbox: list[Outbound] = []
        self.air = _Air(self)
        self.sender_ids = count(1)

    def __getattr__(self, name: str) -> "Phone":
        """Return a person's phone by first name: `world.neema`."""
        people: Mapping[str, Any] = {**self.district.focal_points, **self.district.responders}
        if name not in people:
            raise AttributeError(name)
        return Phone(self, people[name].number)

    def stranger(self, last_digits: int = 901) -> "Phone":
        return Phone(self, f"+243990000{last_digits:03}")

    def user(self, name: str) -> User:
        return self.district.users[name]

    def responder(self, name: str) -> Responder:
        return self.district.responders[name]

    @property
    def incident(self) -> Incident:
        """The only incident that is open."""
        return Incident.objects.open().select_related("base", "community").get()

    @property
    def run(self) -> Escalation:
        """The only run that has not ended."""
        return Escalation.objects.select_related("incident").get(ended_at__isnull=True)

    @property
    def runs(self) -> list[Escalation]:
        live = Escalation.objects.filter(ended_at__isnull=True).select_related("incident")
        return list(live.order_by("incident__number"))

    @property
    def incidents(self) -> list[Incident]:
        open_ones = Incident.objects.filter(life__in=[IncidentLife.OPEN, IncidentLife.STABLE])
        return list(open_ones.order_by("number"))

    def mood(self, gateway: str, mood: Mood) -> None:
        self.air.moods[gateway] = mood

    def passes(self, **length: float) -> None:
        """Let time pass: whatever falls due happens at its own moment, in order."""
        until = self.now + timedelta(**length)
        while self.engine_runs and (due := self._next_due()) is not None and due <= until:
            self.now = due
            self.works()
        self.now = until
        self.works()

    def works(self) -> None:
        """Let the engine do all that is due at this moment."""
        for _ in range(200):
            if not self.engine_runs or not self._look():
                seal_journal(at=self.now)
                return
        raise AssertionError("The engine finds more and more to do at one moment.")

    def receive(self, inbound: Inbound, *, gateway: str = "phones") -> Stored:
        """Store a message with the statement of the real intake, then let the engine work."""
        row = arrived(
            inbound,
            gateway=self.district.gateways[gateway].pk,
            at=self.now,
            is_drill=self.is_drill,
        )
        here = cast("AsyncConnection[TupleRow]", _Here(connection.connection))
        ring = settings.KEY_RING
        (stored,) = asyncio.run(store_messages(here, [row], ring=ring, engine=None))
        self.works()
        return stored

    def _look(self) -> bool:
        """Do once what is due, and ask for nothing that is not: most looks find one thing or none."""
        unread, to_send = self._at_work()
        due = self._due()
        sends: list[ToSend] = []
        if unread:
            sends += self._read()
        if due.steps:
            sends += take_due_steps(at=self.now, engine=ENGINE)[0]
        if unread or due.steps or to_send:
            sends += claim_deliveries(engine=ENGINE, at=self.now)[0]
        self.air.send(sends)
        kinds = [kind for kind in BESIDE if getattr(due, kind)]
        done = sum(BESIDE[kind](at=self.now) for kind in kinds)
        return bool(unread or due.steps or to_send or done)

    def _at_work(self) -> tuple[bool, bool]:
        with connection.cursor() as cursor:
            cursor.execute(AT_WORK, [self.now])
            (unread, to_send) = cursor.fetchone() or (False, False)
        return unread, to_send

    def _due(self) -> Due:
        with connection.cursor() as cursor:
            cursor.execute(DUE.replace("clock_timestamp()", "%s::timestamptz"), [self.now])
            return Due(*(cursor.fetchone() or ()))

    def _read(self) -> list[ToSend]:
        unread = list(
            Message.objects.filter(state=MessageState.RECEIVED, parked="")
            .select_related("responder", "gateway", "focal_point__community")
            .order_by("-is_urgent", "received_at")
        )
        rest = [row for row in unread if not self._is_answer(row)]
        readings = {row.pk: read(row) for row in rest}
        return triage_messages(readings, at=self.now, engine=ENGINE)

    def _is_answer(self, row: Message) -> bool:
        if answer_signs(row, at=self.now):
            return True
        return row.responder is not None and answer_message(row, at=self.now)

    def _next_due(self) -> datetime | None:
        with connection.cursor() as cursor:
            cursor.execute(NEXT_DUE, [str(RELEASE_AFTER), self.now])
            (moment,) = cursor.fetchone() or (None,)
        return moment


@dataclass(frozen=True, slots=True)
class Phone:
    """A simulated 2G phone."""

    world: World
    number: str

    def texts(self, text: str, **about: Any) -> Message:
        """Send an SMS; `about` overrides what the gateway says of it (`id`, `gateway`, `part` …)."""
        return self._send(MessageKind.SMS, text, **about)

    answers = texts

    def beeps(self, **about: Any) -> Message:
        """Ring once and hang up."""
        return self._send(MessageKind.MISSED_CALL, "", **about)

    def expects_sms(self, *, containing: str = "") -> str:
        """Return the first unread text that contains this, and count all before it as read."""
        unread = self.world.inbox[self.number]
        for position, sms in enumerate(unread):
            if containing in sms.text:
                del unread[: position + 1]
                return sms.text
        raise AssertionError(f"no text with {containing!r} among {[sms.text for sms in unread]}")

    def expects_nothing(self, *, containing: str = "") -> None:
        unread = [sms.text for sms in self.world.inbox[self.number] if containing in sms.text]
        assert not unread

    def reads_all(self) -> list[Outbound]:
        """Return what is unread, and leave nothing unread."""
        return self.world.inbox.pop(self.number, [])

    def _send(
        self,
        kind: MessageKind,
        text: str,
        *,
        id: str | None = None,  # noqa: A002 - the word of the gateways' dialect
        gateway: str = "phones",
        part: Part | None = None,
        sent_at: datetime | None = None,
        flags: Sequence[str] = (),
    ) -> Message:
        inbound = Inbound(
            kind=kind,
            sender=self.number,
            recipient="+243990000001",
            text=text,
            external_id=id or f"auto-{next(self.world.sender_ids)}",
            sent_at=sent_at or self.world.now,
            part=part,
            flags=tuple(flags),
        )
        return Message.objects.get(pk=self.world.receive(inbound, gateway=gateway).id)


@cache
def reader() -> tuple[Lexicon, Gazetteer]:
    """Return the real reader, with the demo list and our two villages, once for all tests."""
    return Lexicon.load(), Gazetteer.build([*Gazetteer.demo().rows, *villages()])


def read(message: Message) -> Reading:
    """Read a message as the engine does."""
    lexicon, gazetteer = reader()
    home = message.focal_point.community if message.focal_point else None
    return read_message(
        message.text,
        lexicon=lexicon,
        gazetteer=gazetteer,
        sent_at=message.received_at,
        sender_place=(home.lat, home.lon) if home else None,
    )


def new_world(**options: Any) -> World:
    at = options.get("at", NOON)
    return World(found_district(at), **options)


class _Air(Carriers):
    """The carriers of the world: real channels, with moods, into the phones of everybody."""

    def __init__(self, world: World) -> None:
        super().__init__(HttpClient(wire=ScriptedWire()))
        self.world = world
        self.moods: dict[str, Mood] = {}

    def by_id(self, gateway: UUID) -> Carrier | None:
        carrier = super().by_id(gateway)
        if carrier is None or not isinstance(carrier.channel, Loopback):
            return carrier
        mood = self.moods.get(carrier.slug, Mood.WELL)
        return replace(carrier, channel=_Moody(carrier.channel, mood, self.world))

    def send(self, deliveries: Sequence[ToSend]) -> None:
        """Send by the real senders, and record what came of it. Hanging costs no time here."""
        if not deliveries:
            return
        self.renew(load_gateways())
        tried: list[Tried] = []
        with asyncio.Runner(loop_factory=TimelessLoop) as runner:
            runner.run(self._all(deliveries, tried))
        record_tries(tried, at=self.world.now)

    async def _all(self, deliveries: Sequence[ToSend], tried: list[Tried]) -> None:
        sender = Sender(self, tried.append, clock=lambda: self.world.now)
        sender.take(deliveries)
        while len(tried) < len(deliveries):
            await asyncio.sleep(0.01)
        await sender.close()


class _Moody(Loopback):
    """A loopback that can have a bad day; what it took lands in the phones of the world."""

    def __init__(self, channel: Channel, mood: Mood, world: World) -> None:
        super().__init__(channel.settings, client=channel.client)
        self._mood, self._world = mood, world

    async def send(self, outbound: Outbound) -> Sent:
        match self._mood:
            case Mood.HANGS:
                await asyncio.sleep(3600)
            case Mood.UNREACHABLE:
                raise SendFailed(UNREACHABLE)
            case Mood.REFUSES:
                raise SendFailed(BAD_NUMBER)
        self._world.inbox[outbound.to].append(outbound)
        self._world.outbox.append(outbound)
        state = SentState.UNKNOWN if self._mood is Mood.UNSURE else SentState.SENT
        return Sent(state, (outbound.id,))


@dataclass(frozen=True, slots=True)
class _Here:
    """This test's own connection as the store statement knows one: what it awaits is there."""

    own: "psycopg.Connection[TupleRow]"

    async def execute(self, query: str, values: Any, *, prepare: bool = False) -> "_Rows":
        cursor = psycopg.Cursor(self.own)
        cursor.execute(query.encode(), values, prepare=prepare)
        return _Rows(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: list[Any] = field(default_factory=list)

    async def fetchall(self) -> list[Any]:
        return self.rows


def gateway(slug: str) -> Gateway:
    return Gateway.objects.get(slug=slug)
