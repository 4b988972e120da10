"""`tocsin read`: one line in, one JSON object out, whatever the line is."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tocsin.cli.read import read


def lines(text: str | bytes, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(read, options, input=text)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_lines_of_text_become_readings_in_their_order() -> None:
    first, second, third = lines("ATTAQUE A MBAU\n\nbonjour chef\n")
    assert (first["kind"], first["priority"]) == ("ATT", "P1")
    assert (second["kind"], third["kind"]) == ("CHT", "CHT")


def test_json_lines_keep_their_id_and_bring_time_and_place() -> None:
    row = {
        "id": 7,
        "text": "coups de feu hier soir a Kasenga",
        "sent_at": "2024-05-15T12:00:00Z",
        "sender_place": "Goma",
    }
    (reading,) = lines(json.dumps(row) + "\n")
    assert reading["id"] == 7
    assert reading["time"]["from"] == "2024-05-14T17:00:00+02:00"


def test_a_senders_place_is_a_name_a_pair_or_an_object() -> None:
    for place in ("Dungu", [3.6, 28.5], {"lat": 3.6, "lon": 28.5}, "3.6, 28.5"):
        (reading,) = lines(json.dumps({"id": "a", "text": "tirs a Duru", "sender_place": place}))
        assert reading["places"][0]["accepted"]


def test_what_is_no_json_and_no_utf8_is_read_as_text() -> None:
    readings = lines(b'{"text": \n\xff\xfe attaque\n{"id": 1}\n{"text": null}\n')
    assert len(readings) == 4


def test_another_gazetteer_and_a_usual_place(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nKasenga,-1.5,29.2\nMirembe,-1.6,29.3\n", encoding="utf-8")
    (reading,) = lines("tirs a kasinga\n", "--gazetteer", str(path), "--from-place", "Mirembe")
    assert reading["places"][0]["name"] == "Kasenga"


def test_what_cannot_be_read_with_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("hello\n", encoding="utf-8")
    for options in (["--gazetteer", str(path)], ["--from-place", "Xqzzt"]):
        result = CliRunner().invoke(read, options, input="tirs\n")
        assert result.exit_code != 0
        assert len(result.stderr.strip().splitlines()) == 1
