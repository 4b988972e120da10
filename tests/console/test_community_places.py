"""One community comes in by a page, is corrected, moved to another base; and what is next there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_base, make_user
from tocsin.domain.words import Role
from tocsin.records.models import Community, JournalEntry, Place

ADD = "/communities/add/"


@pytest.fixture
def salima(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


def buranga(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "name": "Buranga", "point": "-1.30, 29.50", "base": cast.mpala.pk, "pcode": "cd6104",
        "spoken": ["sw", "fr"], "population": "1200", **other,
    }  # fmt: skip


def moved(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "name": "Kasenga", "point": "-1.12, 29.44", "base": cast.mpala.pk,
        "reason": "read from the patrol’s receiver", "version": 1, **other,
    }  # fmt: skip


def test_a_community_comes_in_and_its_page_says_what_is_next(cast: Cast, salima: Client) -> None:
    assert salima.get(ADD).status_code == 200
    page = salima.post(ADD, buranga(cast), follow=True).content.decode()
    row = Community.objects.get(code="BURANGA")
    assert (row.lat, row.lon, row.base, row.area) == (-1.30, 29.50, cast.mpala, cast.area)
    assert (row.pcode, row.languages, row.population) == ("CD6104", ["sw", "fr"], 1200)
    assert "Next: who can warn for it?" in page
    assert reverse("console:enrol_focal_point", args=["BURANGA"]) in page
    assert Place.objects.get(name="Buranga").lat == -1.30  # a warning that names it is found
    line = JournalEntry.objects.get(verb="community.added")
    assert line.actor == f"user:{cast.salima.pk}"
    assert line.facts["code"] == "BURANGA"
    assert "BURANGA" in salima.get("/communities/?q=Buranga").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"point": "somewhere"}, "This is no point"),
        ({"point": "91, 29"}, "This is no point"),
        ({"name": "12"}, "This is no name of a place"),
        ({"pcode": "6104"}, "A P-code is two letters"),
        ({"code": "a/b"}, "A code is of letters"),
        ({"code": "add"}, "A code is of letters"),
        ({"code": "C-TAKEN"}, "Another community has the code C-TAKEN."),
        ({"spoken": []}, "This field is required"),
        ({"base": ""}, "This field is required"),
        ({"population": "-4"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    cast: Cast, salima: Client, wrong: dict[str, Any], said: str
) -> None:
    Community.objects.filter(pk=cast.kasenga.pk).update(code="C-TAKEN")
    answer = salima.post(ADD, buranga(cast, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Community.objects.count() == 2


@pytest.mark.parametrize(
    ("likely", "said"),
    [
        ({"name": "Kasenga", "point": "-1.11, 29.45"}, "There is Kasenga already, one kilometre"),
        ({"point": "-1.10, 29.45"}, "Kasenga lies at the same point."),
        ({"point": "29.50, -1.30"}, "kilometres away"),
    ],
)
def test_what_is_likely_a_mistake_is_kept_once_somebody_says_that_it_is_right(
    cast: Cast, salima: Client, likely: dict[str, Any], said: str
) -> None:
    answer = salima.post(ADD, buranga(cast, **likely))
    assert (answer.status_code, Community.objects.count()) == (422, 2)
    page = answer.content.decode()
    assert said in page
    assert "It is right all the same" in page
    assert salima.post(ADD, buranga(cast, is_sure="on", **likely)).status_code == 302
    assert JournalEntry.objects.get(verb="community.added").facts["sure"] is True


def test_a_community_is_moved_and_the_version_before_stays(cast: Cast, salima: Client) -> None:
    other = make_base("Luama", area=cast.elsewhere)
    address = reverse("console:move_community", args=[cast.kasenga.code])
    assert "-1.10000, 29.45000" in salima.get(address).content.decode()
    assert salima.post(address, moved(cast, base=other.pk)).status_code == 302
    row = Community.objects.get(pk=cast.kasenga.pk)
    assert (row.base, row.area, row.lat, row.version) == (other, cast.elsewhere, -1.12, 2)
    before = salima.get(reverse("console:community_version", args=[row.code, 1])).content.decode()
    assert "Mpala" in before
    assert "-1.1" in before
    line = JournalEntry.objects.get(verb="community.moved")
    assert (line.facts["base"], line.facts["was"]) == (other.slug, cast.mpala.slug)
    stale = salima.post(address, moved(cast))
    assert stale.status_code == 409
    assert "Somebody else changed this" in stale.content.decode()


def test_a_closed_base_answers_for_nobody(cast: Cast, salima: Client) -> None:
    address = reverse("console:move_community", args=[cast.kasenga.code])
    type(cast.mpala).objects.update(closed_at="2026-01-01T00:00Z")
    assert salima.post(address, moved(cast)).status_code == 422
    assert Community.objects.get(pk=cast.kasenga.pk).version == 1


def test_an_assistant_of_one_area_moves_nothing_into_another(cast: Cast, sign_in: SignIn) -> None:
    make_base("Luama", area=cast.elsewhere)
    local = sign_in(make_user("local", Role.LIAISON_ASSISTANT, area=cast.elsewhere))
    assert local.post(ADD, buranga(cast)).status_code == 422
    assert local.get(reverse("console:move_community", args=[cast.kasenga.code])).status_code == 403
    assert sign_in(cast.analyst).get(ADD).status_code == 403
    assert Community.objects.count() == 2


def test_a_reason_is_asked_for_a_move(cast: Cast, salima: Client) -> None:
    address = reverse("console:move_community", args=[cast.kasenga.code])
    assert salima.post(address, moved(cast, reason="")).status_code == 422
    assert not JournalEntry.objects.filter(verb="community.moved").exists()
