"""A key that one touches: added with a code, good at one address, once for each question, and gone when taken away."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.authenticator import Authenticator
from tests.console.conftest import SignIn
from tests.console.test_second_factor import at_second_step, phone_of, with_factor
from tocsin.actions.second_factor import take_factor_away
from tocsin.records.models import JournalEntry, SecondFactor, SecurityKey, SignedIn
from tocsin.records.queries.clock import database_now

KEYS, DOOR = "/account/keys/", "/sign-in/key/"


def add(client: Client, key: Authenticator, code: str, name: str = "blue") -> int:
    """Add a key as the page does; return the status of the last answer."""
    options = client.post(f"{KEYS}options", {"code": code})
    if options.status_code != 200:
        return options.status_code
    answer = key.create(options.json())
    return client.post(f"{KEYS}add", {"name": name, "answer": answer}).status_code


def come_in(client: Client, key: Authenticator) -> Any:
    return client.post(DOOR, {"answer": key.get(client.post(DOOR).json())})


@pytest.fixture
def key(cast: Cast, sign_in: SignIn) -> Authenticator:
    """A key of Salima's, beside her phone."""
    with_factor(cast.salima)
    made = Authenticator()
    assert add(sign_in(cast.salima), made, phone_of(cast.salima, later=1)) == 302
    return made


def test_a_touch_lets_in_instead_of_a_code(cast: Cast, key: Authenticator) -> None:
    client = at_second_step(cast.salima)
    assert "Use a security key" in client.get("/sign-in/code/").content.decode()
    answer = come_in(client, key)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/alerts/").status_code == 200
    assert SignedIn.objects.get().has_factor
    assert SecurityKey.objects.get().used_at is not None
    assert JournalEntry.objects.filter(verb="security_key.added").count() == 1


def test_a_forged_page_gets_nothing_from_it(cast: Cast, key: Authenticator) -> None:
    key.page = "http://testserver.example"
    client = at_second_step(cast.salima)
    assert come_in(client, key).status_code == 401
    assert client.get("/").status_code == 302


def test_an_answer_is_good_once_and_for_one_question(cast: Cast, key: Authenticator) -> None:
    first, second = at_second_step(cast.salima), at_second_step(cast.salima)
    answer = key.get(first.post(DOOR).json())
    second.post(DOOR)
    tried = [client.post(DOOR, {"answer": answer}).status_code for client in (second, first)]
    assert tried == [401, 302]
    assert at_second_step(cast.salima).post(DOOR, {"answer": answer}).status_code == 401


def test_a_copy_whose_count_goes_back_and_a_stranger_s_key_open_nothing(
    cast: Cast, key: Authenticator
) -> None:
    key.count = 5
    assert come_in(at_second_step(cast.salima), key).status_code == 302
    key.count = 3
    assert come_in(at_second_step(cast.salima), key).status_code == 401
    assert come_in(at_second_step(cast.salima), Authenticator()).status_code == 401
    with_factor(cast.okello)
    key.count = 9
    assert come_in(at_second_step(cast.okello), key).status_code == 401


@pytest.mark.parametrize("answer", ["{}", "[]", "no", '{"id": 7}', "x" * 30_000])
def test_what_is_no_answer_is_refused_plainly_and_counted(
    cast: Cast, key: Authenticator, answer: str
) -> None:
    tried = []
    for _ in range(6):
        client = at_second_step(cast.salima)
        client.post(DOOR)
        tried.append(client.post(DOOR, {"answer": answer}).status_code)
    assert tried == [401] * 5 + [429]


def test_adding_one_needs_a_code_and_guessing_it_is_counted(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.salima)
    assert add(client, Authenticator(), "000000") == 422, "there is no phone yet, so no paper"
    paper = with_factor(cast.salima)
    assert [add(client, Authenticator(), "000000") for _ in range(5)] == [422] * 5
    assert add(client, Authenticator(), paper[0]) == 422, "and locked for a while"
    assert not SecurityKey.objects.exists()


def test_keys_are_named_and_taken_away_by_their_owner_alone(
    cast: Cast, key: Authenticator, sign_in: SignIn
) -> None:
    row = SecurityKey.objects.get()
    other = sign_in(cast.okello)
    assert other.post(f"{KEYS}{row.pk}/drop").status_code == 404
    mine = sign_in(cast.salima)
    assert 'value="blue"' in mine.get("/account/factor/").content.decode()
    mine.post(f"{KEYS}{row.pk}/name", {"name": "in the safe"})
    assert 'value="in the safe"' in mine.get("/account/factor/").content.decode()
    mine.post(f"{KEYS}{row.pk}/drop")
    assert come_in(at_second_step(cast.salima), key).status_code == 401
    code = phone_of(cast.salima, later=1)
    again = at_second_step(cast.salima)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 401, "it was used to add"


def test_a_key_is_not_added_twice_nor_at_another_address(
    cast: Cast, key: Authenticator, sign_in: SignIn
) -> None:
    client = sign_in(cast.salima)
    paper = _paper(cast)
    assert add(client, key, paper[0]) == 401
    elsewhere = Authenticator(page="https://testserver")
    assert add(client, elsewhere, paper[1]) == 401
    assert add(client, Authenticator(), paper[2], name="spare") == 302
    assert SecurityKey.objects.count() == 2


def test_beginning_anew_forgets_the_keys_too(cast: Cast, key: Authenticator) -> None:
    assert take_factor_away(cast.salima, by=cast.admin, at=database_now())
    assert not SecurityKey.objects.exists()
    assert JournalEntry.objects.filter(verb="security_key.taken_away").count() == 1


def _paper(cast: Cast) -> list[str]:
    return SecondFactor.objects.get(user=cast.salima).codes.split()
