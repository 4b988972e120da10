"""The commander's pages: who could act, roads and strength, and must-should-could."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.actions.addressees import add_addressee
from tocsin.actions.correcting import correct_incident
from tocsin.actions.texts import local
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.planning_words import Season
from tocsin.domain.travel import season_of
from tocsin.records.models import (
    Base,
    CommunityRank,
    Incident,
    JournalEntry,
    Place,
    Response,
    RoadTime,
    StrengthReport,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.planning import Option, options


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


def first(incident: Incident) -> Option:
    now = database_now()
    return next(one for one in options(incident, season_of(local(now)), now=now) if one.way)


def drive(cast: Cast, minutes: int) -> None:
    """Log a patrol from Mpala to Kasenga that took this long, some days ago in this season."""
    now = database_now()
    season = season_of(local(now))
    days = (now - timedelta(days=days) for days in range(1, 365))
    left = next(day for day in days if season_of(local(day)) is season)
    kasenga = cast.kasenga
    number = 900 + minutes
    earlier = Incident.objects.create(
        number=number, code=f"Q{number}", kind="ATT", priority="P1", life="closed", outcome="gone",
        community=kasenga, place_name=kasenga.name, lat=kasenga.lat, lon=kasenga.lon,
        base=cast.mpala, opened_at=left, last_alert_at=left, closed_at=left,
    )  # fmt: skip
    Response.objects.create(
        incident=earlier, base=cast.mpala, state="ended", asked_at=left, departed_at=left,
        on_scene_at=left + timedelta(minutes=minutes), ended_at=left + timedelta(hours=3),
    )  # fmt: skip


def test_a_straight_line_is_marked_until_three_patrols_have_driven_it(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    page = reverse("console:plan", args=[incident.number])
    shown = sign_in(cast.commander).get(page).content.decode()
    assert "a guess from the straight line" in shown
    assert "never reported" in shown
    for minutes in (30, 34, 80):
        drive(cast, minutes)
    way = first(incident).way
    assert way is not None
    assert (way.minutes, way.n_patrols, way.slowest) == (34, 3, 80)
    assert "as patrols drove it" in sign_in(cast.commander).get(page).content.decode()


def test_a_partner_says_where_it_lies_and_planning_how_far_it_is(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    plan, releaser = reverse("console:plan", args=[incident.number]), sign_in(cast.releaser)
    add_addressee(
        by=cast.releaser, at=database_now(), slug="relief", title="Relief desk", language="fr",
        kind="humanitarian", means="paper",
    )  # fmt: skip
    put = reverse("console:place_addressee", args=["relief"])
    for territory in ("North", "South"):
        Place.objects.create(
            source_id=f"t:{territory}", name="Twin", lat=-1.2, lon=29.5, territoire=territory
        )
    for typed, said in (
        ("", "where it lies is not written down"),
        ("Nowhere", "where it lies is not written down"),
        ("Twin", "where it lies is not written down"),  # which of the two?
        ("Twin, south", "km, it lies"),
    ):
        releaser.post(put, {"place": typed})
        assert said in sign_in(cast.commander).get(plan).content.decode(), typed
    shown = releaser.get(reverse("console:addressees")).content.decode()
    assert "Where it lies: Twin" in shown
    assert sign_in(cast.commander).post(put, {"place": ""}).status_code == 403


def test_roads_and_strength_are_written_down_by_who_may(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.commander)
    season = season_of(local(database_now()))
    road = {
        "base": "mpala", "community": cast.kasenga.code, "season": season.value,
        "means": "vehicle", "minutes": "", "km": "", "note": "bridge out",
    }  # fmt: skip
    assert client.post(reverse("console:add_road"), road).status_code == 422
    assert client.post(reverse("console:add_road"), {**road, "minutes": 55}).status_code == 302
    assert client.post(reverse("console:add_road"), {**road, "means": "cut_off"}).status_code == 302
    strength = {"base": "mpala", "people": 90, "vehicles": 4}
    assert (
        client.post(reverse("console:add_strength"), {**strength, "people": ""}).status_code == 422
    )
    assert client.post(reverse("console:add_strength"), strength).status_code == 302
    assert [one.minutes for one in RoadTime.objects.order_by("recorded_at")] == [55, None]
    option = first(incident)
    assert option.way is not None
    assert option.way.minutes is None
    assert option.strength is not None
    assert Base.objects.get(slug="mpala").strength == StrengthReport.objects.get().people
    assert JournalEntry.objects.filter(verb__in=["road.recorded", "strength.recorded"]).count() == 3
    page = client.get(reverse("console:planning")).content.decode()
    assert "bridge out" in page
    for where, data in (("add_road", road), ("add_strength", strength)):
        assert sign_in(cast.salima).post(reverse(f"console:{where}"), data).status_code == 403


def test_a_rank_is_proposed_given_and_looked_at_again(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.commander)
    listed = client.get(reverse("console:ranking")).content.decode()
    assert "Kasenga" in listed
    assert "Mirembe" not in listed
    page = reverse("console:rank", args=[cast.kasenga.code])
    given = {"rank": "must", "why": "market day", "owner": "head of office", "measures": "patrol"}
    today = database_now().date()
    late = {**given, "review_on": today.isoformat()}
    assert client.post(page, late).status_code == 422
    due = (today + timedelta(days=7)).isoformat()
    assert sign_in(cast.salima).post(page, {**given, "review_on": due}).status_code == 403
    assert client.post(page, {**given, "review_on": due}).status_code == 302
    row = CommunityRank.objects.get()
    assert (row.rank, row.owner) == ("must", "head of office")
    assert "rank.attacked_lately" in row.reasons
    CommunityRank.objects.update(review_on=today)
    assert "due" in client.get(reverse("console:ranking") + "?show=due").content.decode()
    assert "market day" in client.get(page).content.decode()


def test_what_was_false_gives_nobody_a_rank(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    kind, at = CorrectionKind.MISTAKE, database_now()
    correct_incident(incident, kind, by=cast.okello, at=at, reason="hunters")
    assert "Kasenga" not in sign_in(cast.commander).get(reverse("console:ranking")).content.decode()


def test_similar_incidents_show_what_came_of_them(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    drive(cast, 42)
    page = reverse("console:plan", args=[incident.number]) + f"?season={Season.WET}"
    shown = sign_in(cast.commander).get(page).content.decode()
    assert "there after 42 minutes" in shown


@pytest.mark.parametrize("page", ["plan", "planning", "ranking", "rank"])
def test_another_territory_sees_none_of_it(
    cast: Cast, incident: Incident, sign_in: SignIn, page: str
) -> None:
    of: dict[str, list[object]] = {"plan": [incident.number], "rank": [cast.kasenga.code]}
    answer = sign_in(cast.baraka).get(reverse(f"console:{page}", args=of.get(page, [])))
    assert answer.status_code == 404 or "Kasenga" not in answer.content.decode()
