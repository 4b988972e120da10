"""Where warnings come in and pages go out is decided by two administrators, or by the only one with a reason."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_user
from tocsin.domain.words import Role
from tocsin.records.models import Gateway, GatewayDraft, JournalEntry, User

SENT = {"slug": "second", "title": "Second", "rank": 20, "set_secret": "s" * 20}
CHANGED = {"title": "Phones", "rank": 5, "version": 1, "set_secret": "", "set_spool": ""}


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.admin)


@pytest.fixture
def second(cast: Cast) -> User:
    return make_user("second-admin", Role.ADMINISTRATOR)


def decide(client: Client, what: str, **said: str) -> int:
    draft = GatewayDraft.objects.latest("asked_at")
    return client.post(reverse(f"console:{what}", args=[draft.pk]), said).status_code


def test_a_new_gateway_is_there_once_a_second_administrator_says_so(
    admin: Client, second: User, sign_in: SignIn
) -> None:
    admin.post(reverse("console:add_gateway") + "?kind=http", SENT)
    assert not Gateway.objects.filter(slug="second").exists()
    page = admin.get("/gateways/").content.decode()
    assert ("Put in force alone" in page, "s" * 20 in page) == (False, False)
    assert decide(admin, "approve_gateway") == 403
    assert decide(sign_in(second), "approve_gateway") == 302
    row = Gateway.objects.get(slug="second")
    assert json.loads(row.settings)["secret"] == "s" * 20
    assert GatewayDraft.objects.get().settings == "{}", "a secret is not kept twice"
    assert decide(sign_in(second), "approve_gateway") == 409
    admin.post(reverse("console:switch_gateway", args=["second"]))
    assert Gateway.objects.get(slug="second").is_enabled is False


def test_a_secret_or_a_rank_takes_two_and_a_title_one(
    cast: Cast, admin: Client, second: User, sign_in: SignIn
) -> None:
    address = reverse("console:gateway", args=["phones"])
    admin.post(address, {**CHANGED, "set_secret": "t" * 20})
    row = Gateway.objects.get(slug="phones")
    assert (row.rank, row.version) == (10, 1)
    assert GatewayDraft.objects.get().changes == ["rank", "secret", "title"]
    seen = sign_in(second).get(address).content.decode()
    assert ("another secret" in seen, "t" * 20 in seen) == (True, False)
    admin.post(address, {**CHANGED, "rank": 10, "title": "Renamed"})
    assert Gateway.objects.get(slug="phones").title == "Renamed"
    assert decide(sign_in(second), "approve_gateway") == 409, "it changed meanwhile"
    assert decide(sign_in(second), "refuse_gateway") == 302
    assert Gateway.objects.get(slug="phones").rank == 10


def test_the_only_administrator_decides_alone_with_a_reason(admin: Client) -> None:
    admin.post(reverse("console:gateway", args=["phones"]), CHANGED)
    assert "Put in force alone" in admin.get("/gateways/").content.decode()
    assert decide(admin, "gateway_alone", reason=" ") == 422
    assert decide(admin, "gateway_alone", reason="the operator cut the line") == 302
    assert Gateway.objects.get(slug="phones").rank == 5
    assert JournalEntry.objects.filter(verb="gateway.change_alone").count() == 1


def test_a_second_log_in_of_the_same_person_is_no_second_person(
    cast: Cast, admin: Client, second: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=second.pk).update(person=cast.admin.person)
    admin.post(reverse("console:gateway", args=["phones"]), CHANGED)
    assert decide(sign_in(second), "approve_gateway") == 403
    assert decide(admin, "gateway_alone", reason="nobody else is there") == 302


def test_alone_is_refused_while_another_could_be_asked(admin: Client, second: User) -> None:
    admin.post(reverse("console:gateway", args=["phones"]), CHANGED)
    assert decide(admin, "gateway_alone", reason="in a hurry") == 403
