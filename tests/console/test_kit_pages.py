"""Numbers, handsets and airtime through the pages: what each role may do, and what comes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_community, make_message
from tocsin.actions.airtime_accounts import set_budget
from tocsin.actions.contacts import barred
from tocsin.actions.handsets import add_handset, fit_sim
from tocsin.actions.hotlines import add_hotline
from tocsin.domain.handset_words import HandsetKind, HandsetState, SimState
from tocsin.domain.messages import Mark
from tocsin.domain.network_words import NumberState
from tocsin.domain.words import Purpose
from tocsin.records.models import (
    AirtimeMovement,
    Campaign,
    Delivery,
    Handset,
    Hotline,
    JournalEntry,
    LossDrill,
    Message,
    SimCard,
    TopUp,
)
from tocsin.records.queries.clock import database_now


def give_budget(cast: Cast, **limits: int | None) -> None:
    every: dict[str, int | None] = {"largest": None, "cap_of_month": None, "second_above": None}
    set_budget(
        cast.neema.community.base,
        currency="CDF",
        added=1_000_000,
        **{**every, **limits},
        by=cast.admin,
        at=database_now(),
    )


def ask(cast: Cast, sign_in: SignIn, amount: str = "1 500,50") -> TopUp:
    said = {"person": cast.neema.code, "amount": amount, "currency": "CDF", "operator": ""}
    answer = sign_in(cast.salima).post(reverse("console:ask_airtime"), said)
    assert answer.status_code == 302, answer.content
    return TopUp.objects.latest("number")


def test_airtime_is_asked_by_one_and_approved_by_another(cast: Cast, sign_in: SignIn) -> None:
    give_budget(cast)
    row = ask(cast, sign_in)
    assert (row.minor, row.state) == (150_050, "asked")
    page = reverse("console:approve_top_up", args=[row.number])
    assert sign_in(cast.salima).post(page, {"how": "send"}).status_code == 403
    assert sign_in(cast.admin).post(page, {"how": "send"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("approved", cast.admin)


@pytest.mark.parametrize("amount", ["0", "-5", "1.999", "plenty", "NaN", "1e99", ""])
def test_an_amount_that_is_none_is_answered_beside_its_field(
    cast: Cast, sign_in: SignIn, amount: str
) -> None:
    said = {"person": cast.neema.code, "amount": amount, "currency": "CDF"}
    answer = sign_in(cast.salima).post(reverse("console:ask_airtime"), said)
    assert answer.status_code == 422
    assert not TopUp.objects.exists()


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"largest": 1000}, "airtime.too_large"),
        ({"cap_of_month": 1000}, "airtime.over_cap"),
        ({}, "airtime.no_money"),
    ],
)
def test_what_a_base_does_not_allow_cannot_be_approved(
    cast: Cast, sign_in: SignIn, limits: dict[str, int], code: str
) -> None:
    give_budget(cast, **limits)
    row = ask(cast, sign_in, "20000")
    page = reverse("console:approve_top_up", args=[row.number])
    answer = sign_in(cast.admin).post(page, {"how": "send"})
    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert not row.movements.exists()


def test_much_airtime_needs_a_second_person(cast: Cast, sign_in: SignIn) -> None:
    give_budget(cast, second_above=1000)
    row = ask(cast, sign_in)
    page = reverse("console:approve_top_up", args=[row.number])
    admin = sign_in(cast.admin)
    admin.post(page, {"how": "send"})
    row.refresh_from_db()
    assert row.state == "half_approved"
    assert admin.post(page, {"how": "send"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "half_approved"


def test_a_voucher_is_given_by_hand_and_spent(cast: Cast, sign_in: SignIn) -> None:
    give_budget(cast)
    row, admin = ask(cast, sign_in), sign_in(cast.admin)
    admin.post(reverse("console:approve_top_up", args=[row.number]), {"how": "hand"})
    said = {"arrived": "yes", "voucher": "S-1234"}
    admin.post(reverse("console:resolve_top_up", args=[row.number]), said)
    row.refresh_from_db()
    assert (row.state, row.voucher) == ("delivered", "S-1234")
    kinds = AirtimeMovement.objects.filter(top_up=row).order_by("at", "id")
    assert list(kinds.values_list("kind", flat=True)) == ["hold", "settle"]


def test_the_file_for_finance_names_nobody(cast: Cast, sign_in: SignIn) -> None:
    give_budget(cast)
    row, admin = ask(cast, sign_in), sign_in(cast.admin)
    admin.post(reverse("console:approve_top_up", args=[row.number]), {"how": "hand"})
    said = admin.get(reverse("console:airtime_file")).content.decode()
    assert f"TU-{row.number}" in said
    person = cast.neema
    assert not [
        word
        for word in (person.code, person.name, person.number, person.community.name)
        if word in said
    ]


def a_handset(cast: Cast) -> Handset:
    base, now = cast.neema.community.base, database_now()
    row = add_handset(
        code="HS-0042", kind=HandsetKind.PHONE, model="Itel", base=base, by=cast.admin, at=now
    )
    number = "+243990000777"
    fit_sim(row, code="SIM-0042", number=number, operator="airtel", by=cast.admin, at=now)
    return row


def issue(cast: Cast, sign_in: SignIn) -> None:
    said = {"step": "issue", "holder": cast.neema.code}
    answer = sign_in(cast.salima).post(reverse("console:step_handset", args=["HS-0042"]), said)
    assert answer.status_code == 302


def test_a_handset_is_issued_with_a_receipt_that_names_nobody(cast: Cast, sign_in: SignIn) -> None:
    row = a_handset(cast)
    issue(cast, sign_in)
    row.refresh_from_db()
    assert (row.state, row.holder) == (HandsetState.ISSUED, cast.neema)
    answer = sign_in(cast.salima).get(reverse("console:handset_receipt", args=["HS-0042"]))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'inline; filename="receipt-HS-0042.pdf"'
    page = sign_in(cast.salima).get(reverse("console:handset", args=["HS-0042"])).content.decode()
    assert cast.neema.code in page
    assert cast.neema.name not in page


@pytest.mark.parametrize("step", ["lose", "steal", "get_repaired", "nonsense", ""])
def test_a_step_that_the_table_lacks_is_refused(cast: Cast, sign_in: SignIn, step: str) -> None:
    row = a_handset(cast)
    answer = sign_in(cast.salima).post(
        reverse("console:step_handset", args=[row.code]), {"step": step}
    )
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.state == HandsetState.IN_STORE


def test_a_lost_phone_stops_everything_in_one_step(cast: Cast, sign_in: SignIn) -> None:
    row = a_handset(cast)
    issue(cast, sign_in)
    gone = database_now() - timedelta(hours=3)
    before = make_message("Habari", focal_point=cast.neema)  # the thief wrote it
    said = {"was_stolen": "on", "tells": "on", "gone_since": gone.strftime("%Y-%m-%dT%H:%M")}
    client, page = sign_in(cast.salima), reverse("console:lose_handset", args=["HS-0042"])
    assert client.post(page, said).status_code == 302
    row.refresh_from_db()
    cast.neema.refresh_from_db()
    assert row.state == HandsetState.STOLEN
    assert SimCard.objects.get().state == SimState.BLOCK_ASKED
    assert cast.neema.number_state == NumberState.COMPROMISED
    assert barred(cast.neema)
    assert Mark.COMPROMISED.value in Message.objects.get(pk=before.pk).flags
    told = Delivery.objects.filter(notification__purpose=Purpose.PHONE_LOST)
    assert told.exists()
    assert not [one for one in told if cast.neema.code in one.text or "990000" in one.text[:40]]
    assert client.post(page, said).status_code == 409


def test_the_end_of_the_loss_gives_the_voice_back(cast: Cast, sign_in: SignIn) -> None:
    a_handset(cast)
    issue(cast, sign_in)
    client = sign_in(cast.salima)
    said = {"gone_since": (database_now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")}
    client.post(reverse("console:lose_handset", args=["HS-0042"]), said)
    on = reverse("console:go_on_loss", args=["HS-0042"])
    for what in ("blocked", "end"):
        assert client.post(on, {"what": what}).status_code == 302
    cast.neema.refresh_from_db()
    assert (barred(cast.neema), cast.neema.number_state) == ("", NumberState.TRUSTED)
    assert SimCard.objects.get().state == SimState.BLOCKED
    assert LossDrill.objects.get().closed_at is not None
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"loss.begun", "loss.block_confirmed", "loss.ended", "handset.moved"} <= verbs


def a_hotline(cast: Cast, number: str = "+243990000010") -> Hotline:
    return add_hotline(
        number=number,
        operator="vodacom",
        base=cast.neema.community.base,
        is_free=True,
        takes_missed_calls=True,
        valid_from=database_now() - timedelta(days=9),
        by=cast.admin,
        at=database_now(),
    )


@pytest.mark.parametrize("sheet", ["card", "cards", "poster_a4", "poster_a3"])
def test_cards_are_printed_for_a_community(cast: Cast, sign_in: SignIn, sheet: str) -> None:
    a_hotline(cast)
    asked = {
        "community": cast.kasenga.code,
        "sheet": sheet,
        "languages": ["sw", "fr"],
        "code": "on",
    }
    answer = sign_in(cast.salima).get(reverse("console:hotline_cards"), asked)
    assert answer.status_code == 200, answer.content[:500]
    assert answer.content.startswith(b"%PDF")


def test_without_a_number_nothing_is_printed(cast: Cast, sign_in: SignIn) -> None:
    asked = {"community": cast.kasenga.code, "sheet": "card"}
    answer = sign_in(cast.salima).get(reverse("console:hotline_cards"), asked)
    assert answer.status_code == 409
    assert "hotline.none_valid" in answer.content.decode()


def test_a_distribution_is_planned_and_written_down(cast: Cast, sign_in: SignIn) -> None:
    client, community = sign_in(cast.salima), make_community("Ziwani", cast.kasenga.base)
    said = {
        "community": community.pk,
        "planned_on": "2026-03-20",
        "how": "market",
        "cards": 100,
        "posters": 2,
    }
    assert client.post(reverse("console:plan_campaign"), said).status_code == 302
    row = Campaign.objects.get()
    done = {"on": "2026-03-21", "cards": 80, "posters": 1}
    page = reverse("console:finish_campaign", args=[row.pk])
    assert client.post(page, done).status_code == 302
    assert client.post(page, done).status_code == 409
    row.refresh_from_db()
    assert (row.cards, row.posters) == (80, 1)


def test_every_list_opens(cast: Cast, sign_in: SignIn) -> None:
    a_hotline(cast)
    a_handset(cast)
    give_budget(cast)
    ask(cast, sign_in)
    for who in (cast.salima, cast.admin, cast.commander):
        for page in ("hotlines", "handsets", "airtime", "print_hotlines"):
            assert sign_in(who).get(reverse(f"console:{page}")).status_code == 200, (who, page)
