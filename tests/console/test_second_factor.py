"""A stolen password opens nothing that could harm: the second factor, its paper, and ending what is open."""

import re

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import PASSWORD
from tocsin.actions.second_factor import begin_factor, confirm_factor, take_factor_away
from tocsin.actions.sign_in import GUESS_LOCK, note_refused
from tocsin.console.entry import PENDING
from tocsin.domain.second_factor import code_of, step_of
from tocsin.records.models import JournalEntry, SecondFactor, SignedIn, User
from tocsin.records.queries.clock import database_now

DOOR, CODE, FACTOR = "/sign-in/", "/sign-in/code/", "/account/factor/"
FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"}


def phone_of(user: User, *, later: int = 0) -> str:
    """What the phone shows now, or some steps later: no code is taken twice."""
    secret = bytes.fromhex(SecondFactor.objects.get(user=user).secret)
    return code_of(secret, step_of(database_now()) + later)


def used_by(user: User) -> str:
    """The code that let somebody in last: half a minute may have gone since."""
    factor = SecondFactor.objects.get(user=user)
    return code_of(bytes.fromhex(factor.secret), factor.last_step)


def with_factor(user: User) -> list[str]:
    at = database_now()
    begin_factor(user, at=at)
    return confirm_factor(user, phone_of(user), at=at)


def knock(name: str, **more: str) -> Client:
    """Come to the door with the right password."""
    client = Client(headers=FIREFOX)
    client.post(DOOR, {"name": name, "password": PASSWORD, **more})
    return client


def at_second_step(user: User) -> Client:
    """As `knock` leaves somebody with a factor, without the cost of a password."""
    client = Client()
    session = client.session
    session[PENDING] = {"user": user.pk, "at": database_now().isoformat(), "next": "/"}
    session.save()
    return client


def without_factor(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("who", "must"),
    [("salima", True), ("releaser", True), ("admin", True), ("analyst", True), ("okello", False)],
)
def test_who_could_harm_adds_a_phone_before_anything_else(cast: Cast, who: str, must: bool) -> None:
    client = without_factor(getattr(cast, who))
    answer = client.get("/alerts/")
    assert answer.status_code == (302 if must else 200)
    assert not must or answer["Location"] == FACTOR
    assert client.get(FACTOR).status_code == 200
    with override_settings(EXERCISE=True):
        assert client.get("/alerts/").status_code == 200


def test_adding_a_phone_opens_the_house_and_shows_paper_once(cast: Cast) -> None:
    client = without_factor(cast.salima)
    client.post(f"{FACTOR}begin")
    page = client.get(FACTOR).content.decode()
    assert "data:image/svg+xml" in page
    assert client.post(f"{FACTOR}confirm", {"code": "000000"}).status_code == 422
    assert client.get("/").status_code == 302
    shown = client.post(f"{FACTOR}confirm", {"code": phone_of(cast.salima)}).content.decode()
    codes = re.findall(r'<li class="mono">([a-z2-7]{4}-[a-z2-7]{4})</li>', shown)
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    assert codes[0] not in client.get(FACTOR).content.decode()
    assert "10 codes on paper are left" in client.get(FACTOR).content.decode()


def test_a_password_alone_opens_nothing_once_there_is_a_factor(cast: Cast) -> None:
    with_factor(cast.okello)
    client = knock("okello", next="/alerts/")
    assert client.get("/").status_code == 302
    assert not SignedIn.objects.exists()
    answer = client.post(CODE, {"code": phone_of(cast.okello, later=1)})
    assert (answer.status_code, answer["Location"]) == (302, "/alerts/")
    assert client.get("/").status_code == 200
    assert SignedIn.objects.get().has_factor


def test_a_code_is_good_once_and_so_is_one_on_paper(cast: Cast) -> None:
    paper = with_factor(cast.okello)
    used, fresh = used_by(cast.okello), phone_of(cast.okello, later=1)
    tried = [
        at_second_step(cast.okello).post(CODE, {"code": code}).status_code
        for code in (used, fresh, fresh)
    ]
    assert tried == [401, 302, 401]
    tried = [
        at_second_step(cast.okello).post(CODE, {"code": paper[0]}).status_code for _ in range(2)
    ]
    assert tried == [302, 401]
    assert JournalEntry.objects.filter(verb="second_factor.paper_code_used").count() == 1


def test_guessing_codes_locks_the_name(cast: Cast) -> None:
    with_factor(cast.okello)
    client = at_second_step(cast.okello)
    tried = [client.post(CODE, {"code": "123456"}).status_code for _ in range(6)]
    assert tried == [401] * 5 + [429]
    right = phone_of(cast.okello, later=1)
    assert client.post(CODE, {"code": right}).status_code == 429


def test_the_second_step_without_the_first_leads_to_the_door(cast: Cast) -> None:
    with_factor(cast.okello)
    answer = Client().post(CODE, {"code": phone_of(cast.okello, later=1)})
    assert (answer.status_code, answer["Location"]) == (302, DOOR)


def test_a_phone_is_changed_with_a_code_only(cast: Cast, sign_in: SignIn) -> None:
    with_factor(cast.salima)
    client = sign_in(cast.salima)
    assert client.post(f"{FACTOR}drop", {"code": "000000"}).status_code == 422
    assert (
        client.post(f"{FACTOR}paper", {"code": phone_of(cast.salima, later=1)}).status_code == 200
    )
    secret = SecondFactor.objects.get().secret
    paper = SecondFactor.objects.get().codes.split()[0]
    assert client.post(f"{FACTOR}drop", {"code": paper}).status_code == 302
    assert client.get("/")["Location"] == FACTOR, "the role owes a factor again"
    client.post(f"{FACTOR}begin")
    assert SecondFactor.objects.get().secret != secret


@pytest.mark.parametrize("act", ["drop", "paper"])
def test_whoever_sits_at_an_open_page_guesses_no_more_codes_than_at_the_door(
    cast: Cast, sign_in: SignIn, act: str
) -> None:
    with_factor(cast.salima)
    client = sign_in(cast.salima)
    for _ in range(5):
        assert client.post(f"{FACTOR}{act}", {"code": "000000"}).status_code == 422
    right = phone_of(cast.salima, later=1)
    assert client.post(f"{FACTOR}{act}", {"code": right}).status_code == 422
    assert SecondFactor.objects.exists()
    assert JournalEntry.objects.filter(verb="user.sign_in_refused").count() == 5


def test_guesses_outside_take_no_code_from_whoever_is_signed_in(
    cast: Cast, sign_in: SignIn
) -> None:
    with_factor(cast.salima)
    for _ in range(5):
        note_refused("salima", "192.0.2.7", at=database_now())
    right = phone_of(cast.salima, later=1)
    assert sign_in(cast.salima).post(f"{FACTOR}paper", {"code": right}).status_code == 200
    assert at_second_step(cast.salima).post(CODE, {"code": right}).status_code == 429


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (f"{FACTOR}paper", {"code": "000000"}),
        (f"{FACTOR}drop", {"code": "000000"}),
        ("/account/keys/options", {"code": "000000"}),
        ("/account/password/", {"old": "wrong", "password": "x", "again": "x"}),
        (CODE, {"code": "000000"}),
        (DOOR, {"name": "salima", "password": "wrong"}),
    ],
)
def test_guesses_at_one_name_wait_for_each_other(
    cast: Cast, sign_in: SignIn, place: str, said: dict[str, str]
) -> None:
    with_factor(cast.salima)
    client = at_second_step(cast.salima) if place in (CODE, DOOR) else sign_in(cast.salima)
    with CaptureQueriesContext(connection) as asked:
        client.post(place, said)
    assert sum(f"pg_advisory_xact_lock({GUESS_LOCK}" in one["sql"] for one in asked) == 1
    assert JournalEntry.objects.filter(verb="user.sign_in_refused").count() == 1


def test_the_password_until_now_is_guessed_no_more_often_than_at_the_door(
    cast: Cast, sign_in: SignIn
) -> None:
    client, new = sign_in(cast.okello), "seven green rivers sing"
    said = {"old": "wrong", "password": new, "again": new}
    tries = [client.post("/account/password/", said).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert client.post("/account/password/", {**said, "old": PASSWORD}).status_code == 429
    assert client.post(f"{FACTOR}paper", {"code": "000000"}).status_code == 422
    assert JournalEntry.objects.filter(verb="user.sign_in_refused").count() == 5


def test_an_administrator_takes_a_lost_factor_away(cast: Cast) -> None:
    with_factor(cast.okello)
    assert take_factor_away(cast.okello, by=cast.admin, at=database_now())
    assert not take_factor_away(cast.okello, by=cast.admin, at=database_now())
    assert without_factor(cast.okello).get("/").status_code == 200


def test_a_browser_left_elsewhere_is_ended_from_here(cast: Cast) -> None:
    elsewhere, here = knock("okello"), knock("okello")
    page = here.get("/preferences/").content.decode()
    assert page.count("Firefox, Linux") == 2
    row = SignedIn.objects.order_by("at").first()
    assert row
    other = without_factor(cast.salima)
    assert other.post(f"/account/sign-ins/{row.pk}/end").status_code == 404
    here.post(f"/account/sign-ins/{row.pk}/end")
    assert elsewhere.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_a_new_password_signs_everybody_else_out(cast: Cast) -> None:
    elsewhere, here = knock("okello"), without_factor(cast.okello)
    new = "seven green rivers sing"
    said = {"old": "wrong", "password": new, "again": f"{new}!"}
    assert here.post("/account/password/", said).status_code == 422
    assert (
        here.post("/account/password/", {**said, "old": PASSWORD, "again": new}).status_code == 302
    )
    assert (elsewhere.get("/").status_code, here.get("/").status_code) == (302, 200)
    assert JournalEntry.objects.filter(verb="user.password_changed").count() == 1


def test_signing_out_is_kept(cast: Cast) -> None:
    client = knock("okello")
    client.post("/sign-out/")
    assert SignedIn.objects.get().ended_at is not None
