"""What gives somebody more takes two administrators; what takes away takes one, at once."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import PASSWORD, make_user
from tocsin.actions.people import join_log_ins
from tocsin.actions.second_factor import begin_factor, confirm_factor, has_factor
from tocsin.domain.account_words import AccountChangeState
from tocsin.domain.second_factor import code_of, step_of
from tocsin.domain.words import Role
from tocsin.records.models import AccountChange, AccountLink, Assignment, JournalEntry, User
from tocsin.records.queries.clock import database_now

NEW = "seven green rivers sing"
OFFICER = {"role": "duty_officer", "reason": "night shift at Mpala"}


@pytest.fixture
def first(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.admin)


@pytest.fixture
def second(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(make_user("second-admin", Role.ADMINISTRATOR))


def decide(client: Client, what: str = "approve") -> tuple[int, str]:
    change = AccountChange.objects.latest("asked_at")
    answer = client.post(f"/accounts/changes/{change.pk}/{what}")
    link = re.search(r"http://127.0.0.1:8000(/invited/[\w-]+/)", answer.content.decode())
    return answer.status_code, link[1] if link else ""


def test_somebody_new_comes_in_by_a_link_that_two_gave_and_that_works_once(
    cast: Cast, first: Client, second: Client
) -> None:
    until = (database_now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    asked = {**OFFICER, "area": cast.area.name, "until": until}
    assert first.post("/accounts/invite", asked).status_code == 302
    assert decide(first)[0] == 403, "not by whoever asked"
    status, link = decide(second)
    assert (status, bool(link)) == (200, True)
    assert link not in second.get("/accounts/").content.decode()
    stranger = Client()
    assert "Duty officer, Mpala territory" in stranger.get(link).content.decode()
    said = {"name": "duty.mpala", "password": NEW, "again": NEW}
    weak = stranger.post(link, {**said, "password": "password", "again": "password"})
    taken = stranger.post(link, {**said, "name": "okello"})
    assert [weak.status_code, taken.status_code] == [422, 422]
    assert stranger.post(link, said).status_code == 302
    assert stranger.get("/").status_code == 200
    held = Assignment.objects.get(user__name="duty.mpala")
    assert (held.role, held.area, bool(held.until)) == ("duty_officer", cast.area, True)
    assert Client().post(link, {**said, "name": "another"}).status_code == 404
    assert Client().get("/invited/guessed/").status_code == 404


def test_a_link_grows_old(cast: Cast, first: Client, second: Client) -> None:
    first.post("/accounts/invite", OFFICER)
    _, link = decide(second)
    AccountLink.objects.update(expires_at=database_now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404


def test_a_further_role_waits_and_may_be_refused(cast: Cast, first: Client, second: Client) -> None:
    page = f"/accounts/{cast.okello.pk}/"
    for _ in range(2):
        first.post(f"{page}give", {"role": "auditor", "reason": "quarterly review"})
    assert decide(second, "refuse") == (302, "")
    assert cast.okello.assignments.count() == 1
    waiting = AccountChange.objects.get(state=AccountChangeState.WAITING)
    assert "quarterly review" in first.get(page).content.decode()
    assert second.post(f"/accounts/changes/{waiting.pk}/approve").status_code == 302
    assert second.post(f"/accounts/changes/{waiting.pk}/approve").status_code == 409
    assert set(cast.okello.assignments.values_list("role", flat=True)) == {
        "duty_officer",
        "auditor",
    }


def test_two_accounts_of_one_person_are_not_two_people(
    cast: Cast, first: Client, second: Client
) -> None:
    join_log_ins(
        cast.admin, User.objects.get(name="second-admin"), by=cast.admin, at=database_now()
    )
    first.post("/accounts/invite", OFFICER)
    assert decide(second)[0] == 403


def test_the_table_itself_refuses_one_who_approves_alone(cast: Cast, first: Client) -> None:
    first.post("/accounts/invite", OFFICER)
    with pytest.raises(IntegrityError):
        AccountChange.objects.update(state=AccountChangeState.APPROVED, decided_by=cast.admin)


def test_what_takes_away_holds_at_once(cast: Cast, first: Client, sign_in: SignIn) -> None:
    page = f"/accounts/{cast.okello.pk}/"
    okello = Client()
    okello.force_login(cast.okello)
    assert okello.get("/").status_code == 200
    role = cast.okello.assignments.get()
    first.post(f"{page}end/{role.pk}")
    assert okello.get("/").status_code == 403
    first.post(f"{page}close")
    assert okello.get("/preferences/").status_code == 302
    assert first.post(f"/accounts/{cast.admin.pk}/close").status_code == 403
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"account.role_ended", "account.closed"} <= verbs


def test_who_was_let_go_comes_back_by_two_only(cast: Cast, first: Client, second: Client) -> None:
    page = f"/accounts/{cast.okello.pk}/"
    first.post(f"{page}close")
    first.post(f"{page}reactivate", {"reason": "back from leave"})
    assert not User.objects.get(name="okello").is_active
    decide(second)
    assert User.objects.get(name="okello").is_active


def test_a_lost_phone_and_password_are_made_anew_by_two(
    cast: Cast, first: Client, second: Client
) -> None:
    at = database_now()
    factor = begin_factor(cast.okello, at=at)
    confirm_factor(cast.okello, code_of(bytes.fromhex(factor.secret), step_of(at)), at=at)
    first.post(f"/accounts/{cast.okello.pk}/reset", {"reason": "phone stolen"})
    _, link = decide(second)
    assert has_factor(cast.okello), "nothing happens before the link is used"
    client = Client()
    assert client.post(link, {"password": NEW, "again": NEW}).status_code == 302
    assert not has_factor(cast.okello)
    assert not User.objects.get(name="okello").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"role": "emperor", "reason": "x"}, 422),
        ({"role": "auditor", "reason": ""}, 422),
        ({"role": "auditor", "reason": "x", "area": "Nowhere"}, 422),
    ],
)
def test_a_form_that_is_wrong_asks_for_nothing(
    cast: Cast, first: Client, asked: dict[str, str], said: int
) -> None:
    assert first.post("/accounts/invite", asked).status_code == said
    assert first.post(f"/accounts/{cast.okello.pk}/give", asked).status_code == said
    assert not AccountChange.objects.exists()
