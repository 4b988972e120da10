"""Handover packs and the closing of a base: generated, taken over by others, and nobody left behind."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_base, make_community, make_incident
from tocsin.actions.closures import what_is_left
from tocsin.domain.closure_words import Left
from tocsin.records.models import (
    Base,
    BaseClosure,
    Commitment,
    Consent,
    Duty,
    HandoverPack,
    Incident,
    JournalEntry,
)
from tocsin.records.queries.clock import database_now


def post(through: Client, page: str, *args: object, **fields: object) -> int:
    return through.post(reverse(f"console:{page}", args=args), fields).status_code


def text_of(through: Client, page: str, *args: object) -> str:
    return through.get(reverse(f"console:{page}", args=args)).content.decode()


def made(through: Client, language: str = "en") -> HandoverPack:
    fields = {"base": "mpala", "made_for": "contingent", "language": language}
    assert post(through, "make_pack", **fields) == 302
    return HandoverPack.objects.latest("number")


@pytest.fixture
def promised(cast: Cast) -> Commitment:
    now = database_now()
    return Commitment.objects.create(
        number=1, community=cast.kasenga, base=cast.mpala, promised_by="the commander",
        what="A second phone", promised_at=now, due_at=now - timedelta(days=1), recorded_at=now,
        recorded_by=cast.salima,
    )  # fmt: skip


def test_a_pack_holds_what_is_open_and_nobodys_name(
    cast: Cast, promised: Commitment, sign_in: SignIn
) -> None:
    make_incident(cast.amani)
    salima = sign_in(cast.salima)
    pack = made(salima)
    page = text_of(salima, "pack", pack.number)
    for said in ("A second phone", "Kasenga", "Nobody has looked for warning signs", "Asante"):
        assert said in page, said
    for name in (cast.amani.name, cast.mosi.name, cast.amani.number):
        assert name not in page
    assert salima.get(reverse("console:pack_file", args=[pack.number])).content.startswith(b"%PDF")
    assert "Une deuxième" not in text_of(salima, "pack", made(salima, "fr").number)


def test_whoever_arrives_takes_it_over_once_and_its_maker_never(
    cast: Cast, sign_in: SignIn
) -> None:
    salima, mosi = sign_in(cast.salima), sign_in(cast.commander)
    pack = made(salima)
    assert post(salima, "take_pack", pack.number) == 403
    assert post(mosi, "take_pack", pack.number, questions="Which bridge is down?") == 302
    assert post(mosi, "take_pack", pack.number) == 409
    assert "Which bridge is down?" in text_of(salima, "pack", pack.number)
    facts = JournalEntry.objects.get(verb="pack.acknowledged").facts
    assert facts["has_questions"] is True
    assert sign_in(cast.baraka).get(reverse("console:pack", args=[pack.number])).status_code == 404


def test_a_pack_says_when_the_records_have_moved_on(cast: Cast, sign_in: SignIn) -> None:
    salima = sign_in(cast.salima)
    pack = made(salima)
    assert "Make a new pack before" not in text_of(salima, "pack", pack.number)
    make_incident(cast.amani)
    assert "Make a new pack before" in text_of(salima, "pack", pack.number)


def planned(through: Client, day: str = "2099-12-31") -> BaseClosure:
    fields = {"base": "mpala", "planned_for": day, "reason": "The contingent leaves."}
    assert post(through, "plan_closure", **fields) == 302
    return BaseClosure.objects.latest("number")


def test_a_base_closes_when_each_community_has_an_answer_and_was_told(
    cast: Cast, promised: Commitment, sign_in: SignIn
) -> None:
    tembo = make_base("Tembo", area=cast.area)
    okello, salima, mosi = sign_in(cast.okello), sign_in(cast.salima), sign_in(cast.commander)
    row = planned(okello)
    assert post(okello, "plan_closure", base="mpala", planned_for="2099-12-31", reason="x") == 409
    assert post(okello, "plan_closure", base="tembo", planned_for="2020-01-01", reason="x") == 422
    assert post(mosi, "close_base", row.number) == 409
    for home in (cast.kasenga, cast.mirembe):
        lost = {"loses_cover": "on"} if home is cast.mirembe else {}
        fields = {"community": home.code, "new_base": "tembo", **lost}
        assert post(okello, "decide_home", row.number, **fields) == 302
        assert post(salima, "tell_home", row.number, community=home.code, how="Meeting") == 302
    assert [one for one, _ in what_is_left(row)] == [Left.PACK]
    made(salima)
    assert "another person closes it" in text_of(okello, "closure", row.number)
    assert post(okello, "close_base", row.number) == 409
    assert post(mosi, "close_base", row.number) == 302
    cast.kasenga.refresh_from_db()
    promised.refresh_from_db()
    assert (cast.kasenga.base, promised.base) == (tembo, tembo)
    assert Base.objects.get(slug="mpala").closed_at is not None
    assert not Duty.objects.filter(base=cast.mpala, until=None).exists()
    facts = JournalEntry.objects.get(verb="base.closed").facts
    assert facts["lose_cover"] == [cast.mirembe.code]


def test_what_is_open_keeps_a_base_open(cast: Cast, promised: Commitment, sign_in: SignIn) -> None:
    make_incident(cast.amani)
    row = planned(sign_in(cast.okello))
    left = dict(what_is_left(row))
    assert (left[Left.INCIDENTS], left[Left.NO_BASE]) == (1, 2)
    elsewhere = make_community("Elsewhere", cast.room)
    Commitment.objects.filter(pk=promised.pk).update(community=elsewhere)
    assert dict(what_is_left(row))[Left.PROMISES] == 1
    assert post(sign_in(cast.okello), "drop_closure", row.number) == 302
    assert post(sign_in(cast.okello), "close_base", row.number) == 409
    assert Incident.objects.filter(base__closed_at=None).exists()


def test_the_contacts_of_a_closing_base_go_with_the_consent_of_each(
    cast: Cast, sign_in: SignIn
) -> None:
    now = database_now()
    Consent.objects.create(
        focal_point=cast.amani, given_at=now, expires_at=now + timedelta(days=300), shared_with=["aid_agencies"],
    )  # fmt: skip
    row = planned(sign_in(cast.okello))
    releaser = sign_in(cast.releaser)
    url = reverse("console:closure_contacts", args=[row.number])
    listed = releaser.post(url, {"addressee": "aid_agencies"}).content.decode()
    assert cast.amani.code in listed
    assert cast.neema.code not in listed
    assert (
        post(sign_in(cast.okello), "closure_contacts", row.number, addressee="aid_agencies") == 403
    )
