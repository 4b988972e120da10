"""Rights widened alone in an emergency: told at once, journalled, over by the clock, reviewed by another."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_responder, make_user, phone_number
from tocsin.actions.journal import ENGINE
from tocsin.actions.people import join_log_ins
from tocsin.actions.review_reminders import remind_of_reviews
from tocsin.actions.widenings import end_widenings
from tocsin.domain.words import Kind, Purpose, Role
from tocsin.records.models import Delivery, Incident, JournalEntry, User, Widening
from tocsin.records.queries.clock import database_now

MINE, REVIEW = "/account/widen/", "/accounts/widened/"
SAID = {"hours": "2", "reason": "the duty officer of the other area does not answer"}


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> Client:
    person = make_responder("R-090", cast.room, name="Admin Test", number=phone_number(190))
    User.objects.filter(pk=cast.admin.pk).update(responder=person)
    return sign_in(cast.admin)


def ask(client: Client, kind: str, **more: object) -> int:
    return client.post(MINE, {**SAID, "kind": kind, **more}).status_code


def test_another_area_is_seen_for_hours_and_everything_opened_is_written_down(
    cast: Cast, incident: Incident, admin: Client, sign_in: SignIn
) -> None:
    client, address = sign_in(cast.baraka), f"/incidents/{incident.number}/"
    assert client.get(address).status_code == 404
    assert ask(client, "area", area=str(cast.area.pk), reason=" ") == 422
    assert ask(client, "area", area=str(cast.area.pk)) == 302
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    told = Delivery.objects.get(notification__purpose=Purpose.RIGHTS_WIDENED)
    assert told.to == phone_number(190)
    assert "baraka" not in told.text
    row = Widening.objects.get()
    assert list(row.uses.filter(path=address).values_list("path", flat=True)) == [address]
    assert JournalEntry.objects.filter(verb="widening.used", facts__path=address).count() == 1
    Widening.objects.update(until=database_now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404, "it ends by the clock, whatever else runs"
    assert end_widenings(at=database_now()) == 1
    assert JournalEntry.objects.filter(verb="widening.ended").count() == 1
    assert "baraka" in admin.get(REVIEW).content.decode()


def test_what_is_restricted_is_seen_where_one_sees_already_and_nowhere_else(
    cast: Cast, sign_in: SignIn
) -> None:
    hidden = make_incident(cast.neema, kind=Kind.SEXUAL_VIOLENCE)
    address = f"/incidents/{hidden.number}/"
    okello, baraka = sign_in(cast.okello), sign_in(cast.baraka)
    for client in (okello, baraka):
        assert client.get(address).status_code == 404
        assert ask(client, "restricted") == 302
    assert (okello.get(address).status_code, baraka.get(address).status_code) == (200, 404)
    row = Widening.objects.get(user=cast.okello)
    okello.post(f"{MINE}{row.pk}/end")
    assert okello.get(address).status_code == 404


def test_nobody_without_a_second_factor_opens_what_is_restricted(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.okello)
    assert ask(client, "restricted") == 403
    assert ask(client, "area") == 302, "his own role needs none"


def test_what_administers_is_never_widened(cast: Cast, sign_in: SignIn) -> None:
    local = make_user("local-admin", Role.ADMINISTRATOR, area=cast.elsewhere)
    client = sign_in(local)
    assert ask(client, "area") == 422
    assert "it administers" in client.get(MINE).content.decode()
    assert ask(sign_in(cast.baraka), "area") == 302
    assert sign_in(cast.baraka).get("/accounts/").status_code == 403


def test_it_waits_until_somebody_else_has_reviewed_it(
    cast: Cast, admin: Client, sign_in: SignIn
) -> None:
    assert ask(sign_in(cast.baraka), "area") == 302
    assert ask(sign_in(cast.baraka), "area") == 422, "one is open already"
    row = Widening.objects.get()
    page = f"{REVIEW}{row.pk}/"
    alter_ego = make_user("alter-ego", Role.ADMINISTRATOR)
    User.objects.filter(pk=alter_ego.pk).update(person=cast.baraka.person)
    assert sign_in(alter_ego).post(f"{page}review", {"was_right": "yes"}).status_code == 403
    assert SAID["reason"] in admin.get(page).content.decode()
    assert "Widened rights to review" in admin.get("/health/").content.decode()
    assert admin.post(f"{page}review", {"was_right": "no", "found": "x"}).status_code == 302
    row.refresh_from_db()
    assert (row.was_right, row.reviewed_by) == (False, cast.admin)
    assert row.ended_at is not None, "a review ends what is still open"
    assert admin.post(f"{page}review", {"was_right": "yes"}).status_code == 409


def test_a_review_that_nobody_makes_is_asked_of_one_and_then_of_another(
    cast: Cast, admin: Client, sign_in: SignIn
) -> None:
    """Never of whoever widened, whatever account they use; each once."""
    other = make_responder("R-091", cast.room, name="Other Test", number=phone_number(191))
    second = make_user("second-admin", Role.ADMINISTRATOR)
    own = make_responder("R-092", cast.room, name="Own Test", number=phone_number(192))
    twin = make_user("okello-admin", Role.ADMINISTRATOR)
    User.objects.filter(pk=second.pk).update(responder=other)
    User.objects.filter(pk=twin.pk).update(responder=own)
    join_log_ins(cast.okello, User.objects.get(pk=twin.pk), by=ENGINE, at=database_now())
    assert ask(sign_in(cast.okello), "restricted") == 302
    now = database_now()
    Widening.objects.update(until=now)
    end_widenings(at=now)
    asked = [
        (hours, remind_of_reviews(at=now + timedelta(hours=hours))) for hours in (0, 1, 2, 24, 25)
    ]
    assert asked == [(0, 0), (1, 1), (2, 0), (24, 1), (25, 0)]
    told = {
        purpose: set(
            Delivery.objects.filter(notification__purpose=purpose).values_list("to", flat=True)
        )
        for purpose in (Purpose.REVIEW_OWED, Purpose.REVIEW_MISSED)
    }
    assert told[Purpose.REVIEW_OWED] | told[Purpose.REVIEW_MISSED] == {
        phone_number(190),
        phone_number(191),
    }
    assert len(told[Purpose.REVIEW_OWED]) == len(told[Purpose.REVIEW_MISSED]) == 1
    verbs = JournalEntry.objects.filter(verb__startswith="widening.review_")
    assert sorted(verbs.values_list("verb", flat=True)) == ["widening.review_missed", "widening.review_owed"]  # fmt: skip


def test_what_was_reviewed_is_asked_of_nobody(cast: Cast, admin: Client, sign_in: SignIn) -> None:
    assert ask(sign_in(cast.okello), "restricted") == 302
    row = Widening.objects.get()
    admin.post(f"{REVIEW}{row.pk}/review", {"was_right": "yes"})
    assert remind_of_reviews(at=database_now() + timedelta(days=2)) == 0
