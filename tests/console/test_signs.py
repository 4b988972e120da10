"""Warning signs by their pages and the API: ticked, faded, in reports, and never a bare number."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.test_api import client
from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.actions.journal import Actor
from tocsin.actions.report_drafts import draft_flash
from tocsin.actions.report_heads import opened
from tocsin.actions.report_periods import draft_period
from tocsin.actions.signs import Ticked, tick_signs
from tocsin.domain.report_words import ReportKind, Section
from tocsin.records.models import Base, JournalEntry, LocalSign, SignRound
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.report_office import Office

CLOCK = Actor("test")


def post(through: Client, name: str, *args: object, **fields: object) -> int:
    return through.post(reverse(f"console:{name}", args=args), fields).status_code


def shown(through: Client, slug: str = "mpala", language: str = "en") -> str:
    url = reverse("console:base_signs", args=[slug])
    return through.get(url, headers={"accept-language": language}).content.decode()


def looked(base: Base, days: float, *seen: str, gone: tuple[str, ...] = ()) -> None:
    at = database_now() - timedelta(days=days)
    tick_signs(Ticked(base, at, seen, gone), by=CLOCK, at=at)


def test_ticks_and_codes_make_one_look_and_the_page_says_what_changed(
    cast: Cast, sign_in: SignIn
) -> None:
    salima = sign_in(cast.salima)
    assert "Nobody has looked yet" in shown(salima)
    looked(cast.mpala, 8, "F3")
    ticks = {"now:C1": "seen", "now:F3": "gone", "now:A1": "", "codes": "a2, c7"}
    assert post(salima, "tick_signs", "mpala", **ticks, community=cast.kasenga.code) == 302
    row = SignRound.objects.latest("looked_at")
    assert sorted(row.looks.values_list("sign", "is_seen")) == [
        ("A2", True), ("C1", True), ("C7", True), ("F3", False),
    ]  # fmt: skip
    page = shown(salima)
    assert "Women no longer go to fields" in page
    assert "Kasenga" in page
    assert "new" in page
    facts = JournalEntry.objects.filter(verb="signs.ticked").latest("recorded_at").facts
    assert (facts["seen"], facts["gone"]) == (["A2", "C1", "C7"], ["F3"])
    assert "Les femmes ne vont plus" in shown(salima, language="fr")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"codes": "Q9"}, "There is no warning sign Q9"),
        ({"codes": "C1 -C1"}, "cannot be seen and gone"),
        ({"looked_at": "2199-01-01T10:00"}, "lies in the future"),
        ({"community": "C-nowhere"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_with_the_ticks_kept(
    cast: Cast, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    url = reverse("console:tick_signs", args=["mpala"])
    answer = sign_in(cast.salima).post(url, {"now:D1": "seen", **fields})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'name="now:D1" value="seen" checked' in answer.content.decode()
    assert not SignRound.objects.exists()


def test_a_base_has_signs_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    salima = sign_in(cast.salima)
    assert post(salima, "add_sign", "mpala", words="", weight=2) == 422
    assert post(salima, "add_sign", "mpala", words="The boats stay ashore", weight=3) == 302
    own = LocalSign.objects.get()
    assert post(salima, "tick_signs", "mpala", **{f"now:{own}": "seen"}) == 302
    assert shown(salima).count("The boats stay ashore") > 1
    assert post(salima, "end_sign", "mpala", own.number) == 302
    assert f"now:{own}" not in shown(salima)


def test_only_those_of_the_area_who_log_may_tick(cast: Cast, sign_in: SignIn) -> None:
    assert post(sign_in(cast.commander), "tick_signs", "mpala", codes="C1") == 403
    assert post(sign_in(cast.baraka), "tick_signs", "mpala", codes="C1") == 404
    assert "now:C1" not in shown(sign_in(cast.commander))


def test_weekly_base_page_and_flash_show_the_list_behind_the_sum(
    cast: Cast, sign_in: SignIn
) -> None:
    looked(cast.mpala, 9, "C4")
    looked(cast.mpala, 1, "C1", gone=("C4",))
    now = database_now()
    office = Office(base=cast.mpala)
    weekly = opened(
        draft_period(ReportKind.WEEKLY, office, now - timedelta(days=7), now, by=CLOCK, at=now)
    )
    texts = [
        " ".join(cell for row in table.rows for cell in row)
        for part in weekly.composed().parts
        if part.section is Section.SIGNS
        for table in part.tables
    ]
    assert "C1. Les femmes ne vont plus" in texts[0]
    assert "C4. Biens et chèvres" in texts[0]
    sheet = sign_in(cast.commander).get(reverse("console:base", args=["mpala"]))
    assert "Women no longer go" in sheet.content.decode()
    flash = draft_flash(make_incident(cast.amani), by=cast.salima, at=now, language="en")
    said = [one.text for part in opened(flash).composed().parts for one in part.pieces]
    assert any(text.startswith("Warning signs known before it: women") for text in said)


def test_that_nobody_looked_is_not_said_as_nothing_seen(cast: Cast) -> None:
    now = database_now()
    week = timedelta(days=7)
    row = draft_period(
        ReportKind.WEEKLY, Office(base=cast.mpala), now - week, now, by=CLOCK, at=now, language="en"
    )
    assert "Nobody has looked" in str(opened(row).composed())


def test_another_system_takes_a_look_down_in_the_name_of_a_person(cast: Cast) -> None:
    through = client("signs")
    body = {"user": "salima", "base": "mpala", "seen": ["A2"]}
    cases = [
        ({**body, "user": "mosi"}, 403),
        ({**body, "base": "nowhere"}, 422),
        ({**body, "seen": ["Q9"]}, 422),
        ({**body, "community": "C-kasenga"}, 200),
    ]
    for said, status in cases:
        answer = through.post("/api/v1/signs", json.dumps(said), content_type="application/json")
        assert answer.status_code == status, answer.content
    (base,) = json.loads(through.get("/api/v1/signs?language=fr").content)
    assert (
        base["signs"][0]["name"] == "Hommes armés à moins de 5\N{NO-BREAK SPACE}km"
        or base["total"] == 3.0
    )
    assert client("alerts").get("/api/v1/signs").status_code == 403
