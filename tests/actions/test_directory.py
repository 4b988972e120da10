"""Lists come in whole or not at all, and say which line is wrong."""

from datetime import UTC, datetime

import pytest

from tocsin.actions.directory import import_list, import_places
from tocsin.actions.journal import Actor
from tocsin.domain.places import PlaceRow
from tocsin.domain.problems import Problem
from tocsin.formats.directory import UnreadableList, read_list
from tocsin.records.models import Base, Community, FocalPoint, JournalEntry, Place, Responder

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COMMAND = Actor("command")

BASES = "slug,name,kind,lat,lon\nmpala,Base Mpala,base,-1.2,29.4\n"
COMMUNITIES = "code;name;lat;lon;base\nKAS;Kasenga;-1,25;29,45;mpala\n"
PEOPLE = (
    "code,name,number,community,language,silent\n"
    "FP-1,Amani Invented,+243990000901,KAS,sw,\n"
    "FP-2,Neema Invented,0990 000 902,KAS,fr,oui\n"
)


def bring(kind: str, text: str, *, dry_run: bool = False) -> tuple[int, int]:
    done = import_list(kind, read_list(kind, text), by=COMMAND, at=NOON, dry_run=dry_run)
    return done.new, done.changed


@pytest.mark.usefixtures("db")
def test_lists_bring_a_district_in_and_a_second_time_only_change_it() -> None:
    assert bring("bases", BASES) == (1, 0)
    assert bring("communities", COMMUNITIES) == (1, 0)
    assert bring("focal-points", PEOPLE) == (2, 0)
    assert bring("focal-points", PEOPLE) == (0, 2)
    assert Community.objects.get(code="KAS").lat == -1.25
    assert FocalPoint.objects.get(code="FP-2").number == "+243990000902"
    assert FocalPoint.objects.get(code="FP-2").is_silent
    assert JournalEntry.objects.filter(verb="directory.imported").count() == 4


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("BAD,Bad,95,29.4,mpala", "lat"),
        ("BAD,Bad,north,29.4,mpala", "lat"),
        ("BAD,Bad,-1,29.4,nowhere", "base"),
    ],
)
def test_one_wrong_line_imports_nothing_and_is_named(line: str, why: str) -> None:
    bring("bases", BASES)
    text = f"code,name,lat,lon,base\nKAS,Kasenga,-1.2,29.4,mpala\n{line}\n"
    with pytest.raises(Problem) as wrong:
        bring("communities", text)
    assert wrong.value.facts["line"] == 3
    assert why in str(wrong.value.facts["why"])
    assert not Community.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_number_belongs_to_one_person() -> None:
    bring("bases", BASES)
    bring("communities", COMMUNITIES)
    twin = PEOPLE + "FP-3,Twin Invented,+243990000901,KAS,sw,\n"
    with pytest.raises(Problem):
        bring("focal-points", twin)
    assert not FocalPoint.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_dry_run_counts_and_writes_nothing() -> None:
    assert bring("bases", BASES, dry_run=True) == (1, 0)
    assert not Base.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_responder_comes_with_a_duty() -> None:
    bring("bases", BASES)
    text = (
        "code,name,number,base,function,language\n"
        "R-1,Okello Invented,+243990000903,mpala,commander,en\n"
    )
    assert bring("responders", text) == (1, 0)
    assert bring("responders", text) == (0, 1)
    assert Responder.objects.get(code="R-1").duties.count() == 1


@pytest.mark.usefixtures("db")
def test_a_place_known_by_its_id_is_changed_not_doubled() -> None:
    place = PlaceRow("x:1", "Kasenga", -1.2, 29.4, (), "Rutshuru", "Nord-Kivu", "")
    assert import_places([place], by=COMMAND, at=NOON).new == 1
    assert import_places([place], by=COMMAND, at=NOON).changed == 1
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("code,name\nA,B\n", 1), ("code,name,lat,lon,base\nA,,1,2,mpala\n", 2)],
)
def test_a_list_without_a_column_or_a_value_is_refused(text: str, line: int) -> None:
    with pytest.raises(UnreadableList) as wrong:
        read_list("communities", text)
    assert wrong.value.line == line
