"""A liaison assistant on a hill writes down without a network; later the phone sends, once, whatever happens."""

import json
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.make import make_user
from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.brakes import lift_brake
from tocsin.actions.field_log import MOST_UNOPENED, forget_phone, set_up_phone
from tocsin.domain.brakes import ENTRIES
from tocsin.domain.field_seal import seal_entry
from tocsin.domain.ids import new_id
from tocsin.domain.words import Kind, Role
from tocsin.records.models import (
    Alert,
    Brake,
    FieldArrival,
    FieldPhone,
    JournalEntry,
    Message,
    Reading,
)
from tocsin.records.queries.brakes import unexplained
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.field_phones import phone_rows


class Phone:
    """What the page on the phone does: fetch the pack, seal, put."""

    def __init__(self, world: World, user: str = "okello") -> None:
        self.world = world
        self.row, self.token = set_up_phone(by=world.user(user), at=world.now)
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})
        self.count = 0

    def writes(self, text: str = ATTACK, **said: Any) -> tuple[UUID, int, bytes]:
        """Seal an entry, as without a network; nothing leaves the phone."""
        self.count += 1
        entry = new_id()
        at = database_now().isoformat()
        facts = {"way": "walk_in", "text": text, "saved_at": at, "happened_at": at, **said}
        key = b64decode(self.client.get("/api/v1/field/pack").json()["key"])
        return entry, self.count, seal_entry(key, json.dumps(facts).encode(), str(entry))

    def sends(self, kept: tuple[UUID, int, bytes], **headers: str) -> tuple[int, Any]:
        entry, number, sealed = kept
        outside = {"X-Field-Number": str(number), "X-Field-Now": database_now().isoformat()}
        answer = self.client.put(
            f"/api/v1/field/entries/{entry}",
            sealed,
            content_type="application/octet-stream",
            headers={**outside, **headers},
        )
        return answer.status_code, answer.json()


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world)


def test_what_was_written_on_a_hill_pages_when_the_phone_finds_a_network(
    world: World, phone: Phone
) -> None:
    kept = phone.writes(source=world.district.focal_points["neema"].code.lower())
    assert phone.sends(kept) == (201, {"taken": "new"})
    world.works()
    message = Message.objects.get()
    assert (message.text, message.entered_by) == (ATTACK, world.user("okello"))
    assert message.focal_point == world.district.focal_points["neema"]
    world.anil.expects_sms(containing="P1")


def test_the_same_entry_again_is_known_and_other_words_under_its_id_are_refused(
    world: World, phone: Phone
) -> None:
    kept = phone.writes()
    phone.sends(kept)
    assert phone.sends(kept) == (200, {"taken": "known"})
    status, body = phone.sends((kept[0], *phone.writes("something else")[1:]))
    assert (status, body["code"]) == (409, "field.entry_differs")
    world.works()
    assert (Message.objects.count(), Alert.objects.count()) == (1, 1)


def test_an_entry_judged_by_the_assistant_pages_at_once(world: World, phone: Phone) -> None:
    phone.sends(phone.writes("shots near the church", kind=Kind.ATTACK.value, priority="P1"))
    world.works()
    assert Alert.objects.get().confirmed_by == world.user("okello")


def test_the_words_of_a_restricted_kind_never_reach_the_log(world: World, phone: Phone) -> None:
    said = {"kind": Kind.SEXUAL_VIOLENCE.value, "priority": "P2"}
    phone.sends(phone.writes("words that must not stay", **said))
    assert Message.objects.get().text == ""
    assert Reading.objects.get().is_restricted


def test_an_unknown_place_is_kept_with_the_words_and_a_slow_clock_is_put_right(
    world: World, phone: Phone
) -> None:
    now = database_now()
    behind = now - timedelta(days=2)
    kept = phone.writes(
        "men with guns",
        place="Nowhere at all",
        happened_at=(behind - timedelta(hours=3)).isoformat(),
        saved_at=behind.isoformat(),
    )
    assert phone.sends(kept, **{"X-Field-Now": behind.isoformat()})[0] == 201
    message = Message.objects.get()
    assert message.text == "men with guns\nNowhere at all"
    assert message.happened_at is not None
    assert abs(message.happened_at - (now - timedelta(hours=3))) < timedelta(minutes=1)


def test_a_clock_from_before_all_years_keeps_nobody_from_being_read(
    world: World, phone: Phone
) -> None:
    """The row would be kept, and every query that meets it would fail: the whole line stood still."""
    kept = phone.writes(happened_at="0001-01-01T00:00:00+14:00")
    assert phone.sends(kept)[0] == 201
    world.works()
    assert Alert.objects.get().priority == "P1"
    world.anil.expects_sms(containing="P1")


def test_what_does_not_open_is_kept_sealed_and_shown(world: World, phone: Phone) -> None:
    entry, number, sealed = phone.writes()
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for _ in range(2):
        status, body = phone.sends((entry, number, broken))
        assert (status, body["code"]) == (422, "field.entry_unreadable")
    assert bytes(FieldArrival.objects.get().unopened or b"") == broken
    assert JournalEntry.objects.filter(verb="field_entry.unreadable").count() == 1
    assert [row.unopened for row in phone_rows(world.user("okello"))] == [1]


def test_of_what_does_not_open_no_more_than_twenty_are_kept_and_the_phone_keeps_the_rest(
    phone: Phone,
) -> None:
    _, _, sealed = phone.writes()  # Under any other id it does not open.
    answers = [phone.sends((new_id(), at, sealed)) for at in range(1, MOST_UNOPENED + 2)]
    assert [body["code"] for _, body in answers] == [
        *["field.entry_unreadable"] * MOST_UNOPENED,
        "field.phone_full",
    ]
    assert phone.sends(phone.writes())[0] == 201


def test_a_number_that_never_came_is_noticed(world: World, phone: Phone) -> None:
    phone.writes("lost with a broken screen")
    phone.sends(phone.writes())
    (row,) = phone_rows(world.user("okello"))
    assert (row.missing, row.entries) == ((1,), 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Field-Number": ""},
        {"X-Field-Number": "0"},
        {"X-Field-Number": "99999999999"},
        {"X-Field-Now": "noon"},
        {"X-Field-Now": "2026-11-29T01:05:00"},
    ],
    ids=str,
)
def test_an_envelope_without_its_facts_is_refused(
    world: World, phone: Phone, headers: dict[str, str]
) -> None:
    status, body = phone.sends(phone.writes(), **headers)
    assert (status, body["code"]) == (400, "field.entry_headless")
    assert not FieldArrival.objects.exists()


def test_an_entry_that_is_too_long_is_refused(world: World, phone: Phone) -> None:
    status, body = phone.sends((new_id(), 1, bytes(64 * 1024 + 1)))
    assert (status, body["code"]) == (413, "field.entry_too_long")


def test_a_phone_that_was_taken_is_told_to_empty_itself(world: World, phone: Phone) -> None:
    kept = phone.writes()
    forget_phone(phone.row, by=world.user("okello"), at=world.now)
    for _ in range(2):
        status, body = phone.sends(kept)
        assert (status, body["code"]) == (410, "field.phone_forgotten")
    assert not Message.objects.exists()
    row = FieldPhone.objects.get()
    assert row.emptied_at is not None
    assert JournalEntry.objects.filter(verb="field_phone.emptied").count() == 1


def test_a_stranger_gets_nothing(world: World, phone: Phone) -> None:
    for client in (Client(), Client(headers={"Authorization": "Bearer guessed"})):
        answer = client.get("/api/v1/field/pack")
        assert answer.status_code == 401
        assert "places" not in answer.json()


def test_the_pack_names_places_of_the_gazetteer_and_no_people(world: World, phone: Phone) -> None:
    places = phone.client.get("/api/v1/field/pack").json()["places"]
    assert places == sorted(places)
    assert not any(one.startswith("FP-") for one in places)


def test_a_phone_in_other_hands_that_writes_without_end_loses_nothing_and_is_shown(
    world: World, phone: Phone
) -> None:
    sent = ENTRIES[0].most + 2
    answers = {phone.sends(phone.writes("calm, market open"))[0] for _ in range(sent)}
    assert answers == {201}
    assert Message.objects.count() == sent
    (line,) = JournalEntry.objects.filter(verb="brake.pulled")
    assert (line.facts["kind"], line.facts["phone"]) == ("entries", phone.row.number)
    (brake,) = unexplained(of=world.user("okello"))
    assert brake.phone == phone.row
    phone.sends(phone.writes(ATTACK))
    world.works()
    world.anil.expects_sms(containing="P1")


def test_what_an_administrator_explained_of_a_phone_is_not_asked_again(
    world: World, phone: Phone
) -> None:
    """It stands once until then, however long the phone goes on; afterwards counting begins anew."""
    now, okello = database_now(), world.user("okello")
    _arrived(phone, 3 * ENTRIES[1].most, at=now - timedelta(hours=2))
    phone.sends(phone.writes("calm"))
    (brake,) = unexplained(of=okello)
    assert brake.count == ENTRIES[1].most + 1
    Brake.objects.update(until=now - timedelta(hours=1))
    phone.sends(phone.writes("calm"))
    assert len(unexplained(of=okello)) == 1
    admin = make_user("admin", Role.ADMINISTRATOR)
    lift_brake(brake, by=admin, at=database_now(), reason="A week without a network")
    phone.sends(phone.writes("calm"))
    assert not unexplained(of=okello)
    _arrived(phone, ENTRIES[0].most, at=database_now())
    phone.sends(phone.writes("calm"))
    assert len(unexplained(of=okello)) == 1


def _arrived(phone: Phone, count: int, *, at: datetime) -> None:
    FieldArrival.objects.bulk_create(
        FieldArrival(pk=new_id(), phone=phone.row, number=1000 + i, digest=b"", received_at=at)
        for i in range(count)
    )
