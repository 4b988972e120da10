"""Communities, coverage, focal points and lists, as liaison assistants use them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_focal_point, make_user, phone_number
from tocsin.console.network.steps import STEPS
from tocsin.domain.network_words import NumberState
from tocsin.domain.words import Role
from tocsin.records.models import (
    Community,
    Consent,
    FocalPoint,
    JournalEntry,
    NearWarning,
    PhoneCredit,
)

PERSON = {
    "name": "Furaha Invented", "number": "0990 000 321", "language": "sw", "sex": "woman",
    "age_group": "adult", "standing": "teacher", "grade": "C", "safe_way": "text",
    "caller": "woman", "purposes": ["warn", "be_called"], "method": "witnessed",
    "explained_in": "sw",
}  # fmt: skip


@pytest.fixture
def salima(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


def step(client: Client, code: str, name: str, /, **sent: Any) -> int:
    return client.post(reverse("console:person_step", args=[code, name]), sent).status_code


def test_somebody_is_enrolled_with_consent_and_found_by_code(cast: Cast, salima: Client) -> None:
    address = reverse("console:enrol_focal_point", args=[cast.kasenga.code])
    assert salima.get(address).status_code == 200
    answer = salima.post(address, PERSON)
    person = FocalPoint.objects.get(code="FP-0003")
    assert answer["Location"].endswith(f"/{person.code}/")
    assert (person.number, person.operator) == ("+243990000321", "Airtel")
    assert person.is_silent  # nobody asked whether they may be written to
    page = salima.get(answer["Location"]).content.decode()
    assert "FP-0003" in page
    assert "Furaha" not in page
    assert "A woman must call" in page


@pytest.mark.parametrize("wrong", [{"purposes": []}, {"number": "12"}, {"number": "+243990000001"}])
def test_nobody_is_enrolled_without_consent_or_by_a_number_that_is_taken(
    cast: Cast, salima: Client, wrong: dict[str, Any]
) -> None:
    address = reverse("console:enrol_focal_point", args=[cast.kasenga.code])
    assert salima.post(address, {**PERSON, **wrong}).status_code in (409, 422)
    assert FocalPoint.objects.count() == 2


def test_opening_a_name_is_a_second_click_that_is_written_down(cast: Cast, salima: Client) -> None:
    page = salima.get(reverse("console:focal_point", args=["FP-0001"])).content.decode()
    assert "Amani" not in page
    opened = salima.post(reverse("console:open_focal_point", args=["FP-0001"])).content.decode()
    assert "Amani Test" in opened
    line = JournalEntry.objects.get(verb="focal_point.opened")
    assert (line.actor, line.facts) == (f"user:{cast.salima.pk}", {"code": "FP-0001"})


def test_every_step_has_a_page_and_shows_nothing_sealed(cast: Cast, salima: Client) -> None:
    FocalPoint.objects.filter(code="FP-0001").update(
        number_state=NumberState.NEW, notes="a secret note", challenge="a secret question"
    )
    point = FocalPoint.objects.get(code="FP-0001")
    offered = [name for name, one in STEPS.items() if one.applies(point)]
    assert len(offered) == 10
    for name in offered:
        answer = salima.get(reverse("console:person_step", args=["FP-0001", name]))
        page = answer.content.decode()
        assert answer.status_code == 200, name
        assert not [word for word in ("Amani", "990000001", "secret note") if word in page], name


def test_steps_do_what_they_say(cast: Cast, salima: Client) -> None:
    consent = {"purposes": ["warn", "be_written_to"], "method": "oral", "explained_in": "fr"}
    assert step(salima, "FP-0001", "consent", **consent) == 302
    words = {"duress_word": "mwembe mweupe", "question": "Goat?", "answer": "Bahati"}
    assert step(salima, "FP-0001", "words", **words) == 302
    assert step(salima, "FP-0001", "compromised") == 302
    assert step(salima, "FP-0001", "verify", answer="no") == 409
    assert step(salima, "FP-0001", "verify", answer="bahati") == 302
    assert step(salima, "FP-0001", "number", number="+243990000444", why="replaced") == 302
    assert FocalPoint.objects.get(code="FP-0001").number_state == NumberState.NEW
    leave = {"reason": "moved", "handset": "still_out", "successor": "FP-0002"}
    assert step(salima, "FP-0001", "leave", **leave) == 422  # of another community
    assert step(salima, "FP-0001", "leave", reason="moved", handset="returned") == 302
    assert step(salima, "FP-0001", "leave", reason="moved", handset="still_out") == 404
    assert step(salima, "FP-0001", "told") == 302
    assert step(salima, "FP-0002", "withdraw", way="call") == 302
    assert Consent.objects.filter(focal_point__code="FP-0002").get().withdrawn_at


def test_a_changed_person_keeps_what_was_left_empty(cast: Cast, salima: Client) -> None:
    kept = {**PERSON, "name": "", "version": 1}
    assert step(salima, "FP-0001", "change", **kept) == 302
    point = FocalPoint.objects.get(code="FP-0001")
    assert (point.name, point.standing) == ("Amani Test", "teacher")
    assert step(salima, "FP-0001", "change", **{**kept, "sex": "man"}) == 409  # an old page


def profile(salima: Client, community: Community, **changes: Any) -> int:
    address = reverse("console:change_community", args=[community.code])
    form = salima.get(address).context["form"]
    sent = {name: value for name, value in form.initial.items() if value is not None}
    return salima.post(address, {**sent, **changes}).status_code


def test_a_profile_changes_and_the_version_before_stays(cast: Cast, salima: Client) -> None:
    plan = {"plan": "To the school by the river", "networks": "Airtel; weak; 6-18; the hill"}
    assert profile(salima, cast.kasenga, **plan, population=1200) == 302
    assert profile(salima, cast.kasenga, plan="To the church") == 302
    row = Community.objects.get(pk=cast.kasenga.pk)
    assert (row.version, row.plan, row.networks.get().spot) == (3, "To the church", "the hill")
    address = reverse("console:community_version", args=[row.code, 2])
    assert "To the school by the river" in salima.get(address).content.decode()
    assert profile(salima, cast.kasenga, plan="x", version=1) == 409
    assert profile(salima, cast.kasenga, networks="Airtel; loud") == 422


def test_a_plan_is_not_shown_to_every_role(cast: Cast, salima: Client, sign_in: SignIn) -> None:
    profile(salima, cast.kasenga, plan="To the school by the river", groups="Invented people")
    page = reverse("console:community", args=[cast.kasenga.code])
    seen = sign_in(cast.commander).get(page).content.decode()
    assert "school by the river" not in seen
    assert "Invented people" not in seen
    assert "school by the river" in salima.get(page).content.decode()


def test_coverage_counts_filters_and_draws_what_is_missing(cast: Cast, salima: Client) -> None:
    FocalPoint.objects.filter(code="FP-0002").update(is_active=False)
    FocalPoint.objects.filter(code="FP-0001").update(sex="man", operator="Airtel")
    page = salima.get(reverse("console:coverage"))
    counts = {chip.label: chip.count for chip in page.context["chips"]}
    assert list(counts.values()) == [1, 1, 1, 1]
    assert "Mirembe: Nobody can warn" in page.content.decode()
    only = salima.get(reverse("console:coverage") + "?lack=nobody").context["rows"]
    assert [row.name for row in only] == ["Mirembe"]
    file = salima.get(reverse("console:coverage_file") + "?lack=only_men").content.decode()
    assert "Kasenga" in file
    assert "Mirembe" not in file
    assert salima.get(reverse("console:coverage") + "?lack=x&days=many&base=-").status_code == 200


def bring(client: Client, text: str, do: str, *, language: str = "en") -> Any:
    address = reverse("console:bring_in", args=["focal-points"])
    sent = {"file": SimpleUploadedFile("x.csv", text.encode()), "do": do}
    return client.post(address, sent, headers={"accept-language": language})


def test_a_list_is_checked_then_imported_and_never_by_halves(cast: Cast, salima: Client) -> None:
    head = "code,name,number,community,language\n"
    good = f"{head}FP-0009,Juma Invented,+243990000555,{cast.kasenga.code},sw\n"
    bad = f"{good}FP-0010,Zawadi Invented,12,NOWHERE,sw\n"
    answer = bring(salima, bad, "import")
    assert answer.status_code == 422
    found = [(line, column) for line, column, _ in answer.context["wrong"]]
    assert found == [(3, "community"), (3, "number")]
    told = bring(salima, bad, "check", language="fr").content.decode()
    assert "n’est pas un numéro de téléphone" in told
    assert bring(salima, good, "check").context["done"].new == 1
    assert FocalPoint.objects.count() == 2
    assert bring(salima, good, "import").status_code == 302
    assert FocalPoint.objects.get(code="FP-0009").number == "+243990000555"
    assert bring(salima, "no,list\n", "check").status_code == 422


def test_only_whoever_agreed_to_this_addressee_is_handed_over(
    cast: Cast, salima: Client, sign_in: SignIn
) -> None:
    consent = {"purposes": ["warn"], "method": "oral", "explained_in": "fr"}
    step(salima, "FP-0001", "consent", **consent, shared_with=["aid_agencies"])
    step(salima, "FP-0002", "consent", **consent, shared_with=["national_forces"])
    address = reverse("console:hand_over_contacts")
    assert salima.post(address, {"addressee": "aid_agencies"}).status_code == 403
    releaser = sign_in(cast.releaser)
    file = releaser.post(address, {"addressee": "aid_agencies"}).content.decode()
    assert "Amani Test" in file
    assert "Neema" not in file
    line = JournalEntry.objects.get(verb="contacts.handed_over")
    assert line.facts == {"addressee": "aid_agencies", "codes": ["FP-0001"]}
    codes = salima.get(reverse("console:take_out", args=["focal-points"])).content.decode()
    assert "FP-0001" in codes
    assert "Amani" not in codes


def test_another_area_s_people_and_lists_are_out_of_reach(cast: Cast, sign_in: SignIn) -> None:
    far = make_user("far", Role.LIAISON_ASSISTANT, area=cast.elsewhere)
    client = sign_in(far)
    for name, args in (
        ("focal_point", ["FP-0001"]),
        ("community", [cast.kasenga.code]),
        ("person_step", ["FP-0001", "leave"]),
        ("bring_in", ["communities"]),
        ("take_out", ["communities"]),
    ):
        assert client.get(reverse(f"console:{name}", args=args)).status_code == 403, name
    assert not client.get(reverse("console:focal_points")).context["rows"]


@pytest.mark.parametrize(("said", "minor"), [("0", 0), ("1 500,50", 150_050), ("some", None)])
def test_what_a_phone_holds_is_written_down_by_whoever_asked(
    salima: Client, said: str, minor: int | None
) -> None:
    status = step(salima, "FP-0001", "credit", amount=said, currency="CDF")
    assert status == (422 if minor is None else 302)
    known = list(PhoneCredit.objects.values_list("minor", flat=True))
    assert known == ([] if minor is None else [minor])
    page = salima.get(reverse("console:focal_point", args=["FP-0001"])).content.decode()
    assert (f"{(minor or 0) / 100:,.2f}\N{NO-BREAK SPACE}CDF" in page) is (minor is not None)
    low = salima.get(reverse("console:airtime")).content.decode()
    assert ("0.00\N{NO-BREAK SPACE}CDF" in low) is (minor == 0)


def lose_amani(cast: Cast, salima: Client) -> NearWarning:
    make_focal_point("FP-0003", cast.kasenga, name="Zawadi Test", number=phone_number(3))
    assert step(salima, "FP-0001", "compromised", since="") == 302
    return NearWarning.objects.get()


def test_the_board_warns_until_everybody_near_a_lost_phone_is_ticked_off(
    cast: Cast, salima: Client
) -> None:
    row = lose_amani(cast, salima)
    said = "One person must be warned of a phone in other hands"
    assert said in salima.get("/").content.decode()
    for page in ("/network/warn/", "/network/focal-points/FP-0001/"):
        assert "FP-0003" in salima.get(page).content.decode()
    tick = reverse("console:tick_near_warning", args=[row.pk])
    done = salima.post(tick, {"way": "call", "next": "/network/focal-points/FP-0001/"}, follow=True)
    page = done.content.decode()
    assert "FP-0003 is warned" in page
    assert "By call" in page
    assert "salima" in page
    assert said not in salima.get("/").content.decode()
    assert "Nobody waits" in salima.get("/network/warn/").content.decode()
    assert "FP-0003" in salima.get("/network/warn/?show=all").content.decode()


@pytest.mark.parametrize(("way", "status"), [("", 422), ("text", 422), ("radio", 422)])
def test_a_way_that_is_not_safe_ticks_nobody_off(
    cast: Cast, salima: Client, way: str, status: int
) -> None:
    row = lose_amani(cast, salima)
    tick = reverse("console:tick_near_warning", args=[row.pk])
    answer = salima.post(tick, {"way": way, "next": "https://elsewhere.example/"})
    assert answer.status_code == status
    assert "may not be warned this way" in answer.content.decode()
    row.refresh_from_db()
    assert row.warned_at is None


def test_nobody_of_another_area_ticks_off_or_sees_who_must_be_warned(
    cast: Cast, salima: Client, sign_in: SignIn
) -> None:
    row = lose_amani(cast, salima)
    baraka = sign_in(cast.baraka)
    tick = reverse("console:tick_near_warning", args=[row.pk])
    assert baraka.post(tick, {"way": "call"}).status_code == 404
    assert "FP-0003" not in baraka.get("/network/warn/").content.decode()
