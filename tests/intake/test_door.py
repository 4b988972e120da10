"""The door answers only what is true: stored, known already, refused, unreadable, come again."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import psycopg
import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connection

from tests.clocks import HurriedLoop
from tests.stories.words import ATTACK
from tocsin.actions.receive import arrived
from tocsin.channels import signing
from tocsin.channels.contract import HttpAnswer
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.cluster.server import ADMINISTRATOR, Cluster
from tocsin.domain.ids import new_id
from tocsin.domain.messages import Arrival, Inbound
from tocsin.domain.words import MessageKind
from tocsin.intake.door import Door, Unread
from tocsin.intake.limits import Bucket
from tocsin.jobs.gateways import Carriers
from tocsin.jobs.writer import WAITING_ROOM, Full, Writer
from tocsin.records.models import Gateway, Message

SECRET = "a secret of the door"
R = TypeVar("R")


class Intake:
    """A door with a real writer on a real database; what nobody could read is kept in memory."""

    def __init__(self, url: str, *, rate: float = 0) -> None:
        self.kept: list[Unread] = []
        self.handed: list[Any] = []
        self.wrong: Exception | None = None  # with what is said beside messages
        self.writer = Writer(url, settings.KEY_RING, lambda: 1, self.handed.extend)
        self.carriers = Carriers(HttpClient(wire=ScriptedWire()))
        row = Gateway(slug="phones", kind="loopback", title="t", schemes=["tel"])
        row.settings = json.dumps({"secret": SECRET})
        row.save()
        self.carriers.renew([row])
        self.door = Door(
            self.carriers,
            self.writer,
            keep_unread=self._keep,
            take_receipts=self._nothing,
            take_health=self._nothing,
            take_signs=self._nothing,
            take_balance=self._nothing,
            limits=Bucket(rate=rate, burst=rate),
            is_exercise=False,
        )

    def run(self, work: Coroutine[Any, Any, R], *, hurried: bool = False) -> R:
        """Run until the answer is there; `hurried` on a clock that makes ten seconds short."""
        with asyncio.Runner(loop_factory=HurriedLoop if hurried else None) as runner:
            return runner.run(self._beside_the_writer(work))

    async def posts(
        self, body: bytes, *, secret: str = SECRET, slug: str = "phones", part: str = ""
    ) -> HttpAnswer:
        at = datetime.now(UTC)  # noqa: TID251 - a signature is as old as it is
        headers = {signing.HEADER.lower(): signing.sign(secret, body, at=at)}
        return await self.door.receive(
            slug, Arrival("POST", f"/in/{slug}/{part}", "", headers, body, at)
        )

    async def _beside_the_writer(self, work: Coroutine[Any, Any, R]) -> R:
        writing = asyncio.create_task(self.writer.run())
        try:
            return await work
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            await self.writer.hang_up()

    async def _keep(self, unread: Unread) -> None:
        self.kept.append(unread)

    async def _nothing(self, *_: object) -> None:
        if self.wrong is not None:
            raise self.wrong


@pytest.fixture
def intake(live: str) -> Intake:
    return Intake(live)


def sms(key: str = "m-1", text: str = ATTACK) -> bytes:
    return json.dumps({"id": key, "from": "+243990000501", "text": text}).encode()


def test_success_is_said_only_once_it_is_on_disk(intake: Intake) -> None:
    answer = intake.run(intake.posts(sms()))
    said = json.loads(answer.body)
    assert (answer.status, said["status"]) == (200, "stored")
    assert str(Message.objects.get().pk) == said["message"]
    assert len(intake.handed) == 1


def test_the_same_webhook_again_is_known_and_names_the_same_message(intake: Intake) -> None:
    async def twice() -> list[HttpAnswer]:
        return [await intake.posts(sms()), await intake.posts(sms())]

    first, second = (json.loads(answer.body) for answer in intake.run(twice()))
    assert second == {"status": "duplicate", "message": first["message"]}
    assert Message.objects.count() == 1


def test_a_receipt_that_no_row_takes_does_not_come_again_for_ever(intake: Intake) -> None:
    receipt = json.dumps({"id": str(new_id()), "state": "delivered"}).encode()
    for wrong, status, n_kept in ((OperationalError(), 503, 0), (DataError(), 200, 1)):
        intake.wrong = wrong
        answer = intake.run(intake.posts(receipt, part="status"))
        assert (answer.status, len(intake.kept)) == (status, n_kept)


def test_a_hundred_at_once_are_each_stored_once(intake: Intake) -> None:
    async def crowd() -> list[HttpAnswer]:
        posts = [intake.posts(sms(f"m-{n % 60}")) for n in range(100)]
        return list(await asyncio.gather(*posts))

    answers = intake.run(crowd())
    assert {answer.status for answer in answers} == {200}
    assert Message.objects.count() == 60


@pytest.mark.parametrize(
    ("body", "secret", "slug", "status"),
    [
        (sms(), "wrong", "phones", 401),
        (b"\xff\xfe{", SECRET, "phones", 400),
        (b"[]", SECRET, "phones", 400),
        (b"x" * 1_000_001, SECRET, "phones", 413),
        (sms(), SECRET, "nowhere", 404),
    ],
)
def test_what_is_not_taken_says_why(
    intake: Intake, body: bytes, secret: str, slug: str, status: int
) -> None:
    answer = intake.run(intake.posts(body, secret=secret, slug=slug))
    assert answer.status == status
    assert json.loads(answer.body)["status"] == status
    assert bool(intake.kept) == (status == 400)
    assert not Message.objects.exists()


def test_bytes_that_are_no_utf8_are_stored_and_marked(intake: Intake) -> None:
    body = b'{"id": "m-1", "from": "+243990000501", "text": "\xe9t\xe9 attaqu\xe9"}'
    assert intake.run(intake.posts(body)).status == 200
    message = Message.objects.get()
    assert message.text == "été attaqué"
    assert "not_utf8" in message.flags


@pytest.mark.parametrize("field", ["id", "from", "to", "text"])
def test_half_a_letter_in_any_field_stops_neither_the_message_nor_its_neighbours(
    intake: Intake, field: str
) -> None:
    words = {"id": "m-1", "from": "+243990000501", "to": "", "text": ATTACK}
    strange = json.dumps({**words, field: "5\ud800\x00"}).encode()

    async def both() -> list[int]:
        posts = [intake.posts(strange), intake.posts(sms("m-2"))]
        return [answer.status for answer in await asyncio.gather(*posts)]

    assert intake.run(both()) == [200, 200]
    assert Message.objects.count() == 2


def test_a_loop_of_requests_is_slowed_down_and_loses_nothing(live: str) -> None:
    intake = Intake(live, rate=2)

    async def storm() -> list[int]:
        return [(await intake.posts(sms(f"m-{n}"))).status for n in range(4)]

    assert intake.run(storm()) == [200, 200, 429, 429]
    assert Message.objects.count() == 2


def test_a_database_that_is_away_for_longer_than_a_sender_waits_loses_nothing(
    intake: Intake, cluster: Cluster, live: str
) -> None:
    async def night() -> list[tuple[int, tuple[tuple[str, str], ...]]]:
        with closed(cluster, live):
            early = asyncio.create_task(intake.posts(sms("early")))
            await asyncio.sleep(5)
            late = asyncio.create_task(intake.posts(sms("late")))
            told = await early
            loop = asyncio.get_running_loop()
            assert isinstance(loop, HurriedLoop)
            loop.calm()  # What the database takes to come back is no matter of clocks.
        again = await intake.posts(sms("early"))
        return [(a.status, a.headers) for a in (told, await late, again)]

    connection.close()
    told, late, again = intake.run(night(), hurried=True)
    assert told == (503, (("Retry-After", "2"),))
    assert (late[0], again[0]) == (200, 200)
    names = Message.objects.values_list("external_id", flat=True)
    assert {str(name).partition("/")[0] for name in names} == {"early", "late"}


def test_a_full_waiting_room_promises_nothing(intake: Intake) -> None:
    inbound = Inbound(kind=MessageKind.SMS, sender="", recipient="", text="")
    at = datetime.now(UTC)  # noqa: TID251 - any moment
    one = arrived(inbound, gateway=new_id(), at=at, is_drill=False)
    with pytest.raises(Full):
        intake.run(intake.writer.store([one] * (WAITING_ROOM + 1)))
    assert not Message.objects.exists()


@contextmanager
def closed(cluster: Cluster, url: str) -> Iterator[None]:
    """Let the database refuse everybody, as a server that is starting does."""
    name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
    with psycopg.connect(cluster.url("postgres", user=ADMINISTRATOR), autocommit=True) as root:
        root.execute(f'alter database "{name}" allow_connections false')
        root.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
        )
        try:
            yield
        finally:
            root.execute(f'alter database "{name}" allow_connections true')


def test_the_age_of_a_signature_counts(intake: Intake) -> None:
    body, old = sms(), datetime.now(UTC) - timedelta(minutes=6)  # noqa: TID251 - really old
    headers = {signing.HEADER.lower(): signing.sign(SECRET, body, at=old)}
    now = datetime.now(UTC)  # noqa: TID251 - really now
    arrival = Arrival("POST", "/in/phones/", "", headers, body, now)
    assert intake.run(intake.door.receive("phones", arrival)).status == 401
