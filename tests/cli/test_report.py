"""`tocsin report`: one file in one format, or one clear line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import override_settings

from tests.cast import lay_cast
from tests.make import make_incident
from tocsin.cli.report import report
from tocsin.domain.problems import Problem
from tocsin.records.models import Incident


def run(*asked: str) -> Result:
    return CliRunner().invoke(report, asked)


@pytest.mark.usefixtures("db")
def test_reports_are_written_from_the_records(tmp_path: Path) -> None:
    make_incident(lay_cast().amani)
    flash = run("flash", "--base", "mpala", "--language", "en", "--format", "radio")
    assert "Attack on civilians" in flash.output
    assert len(flash.output) <= 601
    file = tmp_path / "daily.pdf"
    assert run("daily", "--base", "mpala", "--format", "pdf", "-o", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF")
    weekly = run("weekly", "--area", "Mpala territory", "--language", "en")
    assert "FIGURES OF THE LAST FOUR WEEKS" in weekly.output
    outside = run("flash", "--for", "humanitarian", "--language", "en")
    assert "Kasenga" not in outside.output


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("daily", "--base", "nowhere"), "there is no base nowhere"),
        (("weekly", "--area", "nowhere"), "there is no area nowhere"),
        (("daily", "--date", "yesterday"), "does not match the format"),
        (("flash", "--format", "exe"), "exe"),
        (("daily", "--letterhead"), "add --format docx"),
    ],
)
def test_what_cannot_be_written_is_said(asked: tuple[str, ...], said: str) -> None:
    result = run(*asked)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.usefixtures("db")
def test_without_an_incident_there_is_no_flash() -> None:
    problem = run("flash", "--incident", "47").exception
    assert isinstance(problem, Problem)
    assert problem.code == "report.nothing_to_report_on"


@pytest.mark.usefixtures("db")
def test_an_invented_month_is_written_out_and_taken_back(tmp_path: Path) -> None:
    lay_cast()
    with override_settings(EXERCISE=True):
        assert run("month", str(tmp_path), "--alerts", "60").exit_code == 0
    written = {file.name for file in tmp_path.iterdir()}
    assert written >= {"flash-fr.pdf", "daily-en.docx", "weekly-fr.html", "weekly-en.radio.txt"}
    assert "alertes reçues" in (tmp_path / "weekly-fr.txt").read_text("utf-8")
    assert "alerts received" in (tmp_path / "weekly-en.radio.txt").read_text("utf-8")
    assert not Incident.objects.exists()


@pytest.mark.usefixtures("db")
def test_no_real_deployment_is_given_an_invented_month(tmp_path: Path) -> None:
    refused = run("month", str(tmp_path))
    assert refused.exit_code == 1
    assert "Only an exercise" in refused.output
