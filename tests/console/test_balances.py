"""A modem's SIM card runs empty: asked once a day, told on the page, missed as a silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_gateway
from tocsin.actions.balances import plan_balance, record_balance
from tocsin.actions.silence_watch import watch_silences
from tocsin.domain.silence_words import SilenceCause
from tocsin.records.models import Gateway, JournalEntry, Silence

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def modem(cast: Cast) -> Gateway:
    del cast
    row = make_gateway("modem", title="Modem of Kasenga")
    Gateway.objects.filter(pk=row.pk).update(kind="gammu")
    return Gateway.objects.get(pk=row.pk)


def test_a_balance_is_asked_once_a_day_or_when_a_person_wants_to_know(
    cast: Cast, modem: Gateway, sign_in: SignIn
) -> None:
    asked = [plan_balance(modem.pk, at=NOON + timedelta(hours=hour)) for hour in (0, 1, 23, 25)]
    assert asked == [True, False, False, True]
    admin = sign_in(cast.admin)
    page = admin.get(reverse("console:gateway", args=["modem"])).content.decode()
    assert "Not known yet" in page
    admin.post(reverse("console:ask_balance", args=["modem"]))
    assert plan_balance(modem.pk, at=NOON + timedelta(hours=26))
    assert JournalEntry.objects.get(verb="gateway.balance_wanted").facts == {"slug": "modem"}
    assert admin.post(reverse("console:ask_balance", args=["phones"])).status_code == 404
    refused = sign_in(cast.salima).post(reverse("console:ask_balance", args=["modem"]))
    assert refused.status_code == 403


def test_an_empty_card_is_a_silence_until_it_is_filled(
    cast: Cast, modem: Gateway, sign_in: SignIn
) -> None:
    said = [("Solde: 1500,00 FC", True), ("Reply for *101#", True), ("Solde: 2500 FC", False)]
    for text, is_low in said:
        plan_balance(modem.pk, at=NOON)
        record_balance(modem.pk, said=text, least="2000", at=NOON)
        watch_silences(at=NOON)
        silences = Silence.objects.filter(cause=SilenceCause.NO_BALANCE, ended_at=None)
        assert silences.exists() is is_low, text
        page = sign_in(cast.admin).get(reverse("console:gateway", args=["modem"]))
        assert ("to be filled up" in page.content.decode()) is is_low, text
    assert Gateway.objects.get(slug="modem").balance == {
        "amount": "2500.00",
        "currency": "CDF",
        "is_low": False,
    }


def test_what_nobody_asked_for_is_advertising(modem: Gateway) -> None:
    advertising = "500 MB pour 500 FC"
    assert record_balance(modem.pk, said=advertising, least="", at=NOON) is None
    plan_balance(modem.pk, at=NOON)
    later = NOON + timedelta(hours=3)
    assert record_balance(modem.pk, said=advertising, least="", at=later) is None
    assert Gateway.objects.get(slug="modem").balance == {}


@pytest.mark.parametrize(("text", "is_low"), [("Solde: 0 FC", True), ("Solde: 1 FC", False)])
def test_without_a_limit_only_nothing_is_too_little(
    modem: Gateway, text: str, is_low: bool
) -> None:
    plan_balance(modem.pk, at=NOON)
    record_balance(modem.pk, said=text, least="", at=NOON)
    assert Gateway.objects.get(slug="modem").balance["is_low"] is is_low
