"""The page of figures: definitions beside numbers, lists behind them, files, and less for outside."""

from datetime import UTC, datetime, time
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.domain.quarters import Quarter
from tocsin.formats.workbooks import load_workbook
from tocsin.records.models import Alert
from tocsin.records.queries.clock import database_now, day_here

PAGE = "/figures/"


@pytest.fixture
def analyst(cast: Cast, sign_in: SignIn) -> Client:
    make_incident(cast.amani)
    return sign_in(cast.analyst)


def test_each_figure_stands_beside_its_definition_and_opens_its_list(analyst: Client) -> None:
    page = analyst.get(PAGE).content.decode()
    assert "Of the alerts received: verified or credible" in page
    assert "Kaplan–Meier" in page
    assert '<b>1</b>' in page  # fmt: skip
    behind = analyst.get(reverse("console:figure_alerts", args=["received"]))
    assert len(behind.context["rows"]) == 1
    assert analyst.get(reverse("console:figure_alerts", args=["nonsense"])).status_code == 404
    assert analyst.get(f"{PAGE}?from=x&to=2026-99-99").status_code == 200


def test_every_number_opens_its_list(analyst: Client) -> None:
    Alert.objects.update(confirmed_at=database_now())
    shown = analyst.get(PAGE)
    lines = [line for group in shown.context["groups"] for line in group["lines"]]
    opened = [line["row"] for line in lines if line["opens"]]
    assert len(opened) == len(lines)
    assert {row.group for row in opened} >= {"measure", "why_not", "priority", "kind", "span"}
    for row in opened:
        behind = analyst.get(reverse("console:part_alerts", args=[row.group.value, row.code]))
        assert behind.context["page"].paginator.count == row.n, row
    for group, code in (("priority", "P9"), ("nonsense", "P1"), ("span", "nonsense")):
        page = reverse("console:part_alerts", args=[group, code])
        assert analyst.get(page).status_code == 404


def test_the_files_hold_what_the_page_shows(analyst: Client) -> None:
    file = reverse("console:figures_file")
    lines = analyst.get(file).content.decode().splitlines()
    assert lines[0].startswith('"group","code","name","count"')
    assert any(line.startswith('"measure","received","Alerts received",1,') for line in lines)
    assert analyst.get(f"{file}?as=hxl").content.decode().splitlines()[1].startswith('"#indicator')
    sheet = load_workbook(BytesIO(analyst.get(f"{file}?as=xlsx").content)).active
    assert sheet is not None
    assert sheet["D2"].value == 1


def test_outside_gets_whole_quarters_without_small_counts(
    cast: Cast, analyst: Client, sign_in: SignIn
) -> None:
    this = Quarter.of(day_here(database_now()))
    assert analyst.get(f"{PAGE}?quarter={this}").status_code == 422
    this = this.previous
    Alert.objects.update(received_at=datetime.combine(this.first, time(12), UTC))
    answer = analyst.get(f"{PAGE}?quarter={this}&from=2026-01-01")
    rows = [line["row"] for group in answer.context["groups"] for line in group["lines"]]
    assert answer.context["period"].first == this.first
    received = next(row for row in rows if row.code == "received")
    assert (received.n, received.is_hidden) == (None, True)
    assert not [row for row in rows if row.n and 0 < row.n < 5]
    assert sign_in(cast.baraka).get(f"{PAGE}?quarter={this}").status_code == 403


def test_who_may_not_export_takes_no_file(cast: Cast, analyst: Client, sign_in: SignIn) -> None:
    okello = sign_in(cast.okello)
    assert okello.get(PAGE).status_code == 200
    assert okello.get(reverse("console:figures_file")).status_code == 403
    assert sign_in(cast.baraka).get(PAGE).context["groups"][0]["lines"][0]["row"].n == 0
