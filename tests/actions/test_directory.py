"""Lists come in whole or not at all, and say which line is wrong."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tocsin.actions.directory import Imported, import_list, import_places
from tocsin.actions.journal import Actor
from tocsin.domain.network_words import NumberState
from tocsin.domain.places import PlaceRow
from tocsin.formats.directory import UnreadableList, read_list
from tocsin.formats.sheets import UnreadableSheet, read_rows, write_csv
from tocsin.formats.workbooks import Workbook
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    Handset,
    JournalEntry,
    Place,
    RadioNet,
    RadioStation,
    Responder,
)

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COMMAND = Actor("command")

BASES = "slug,name,kind,lat,lon\nmpala,Base Mpala,base,-1.2,29.4\n"
COMMUNITIES = "code;name;lat;lon;base\nKAS;Kasenga;-1,25;29,45;mpala\n"
PEOPLE = (
    "code,name,number,community,language,silent\n"
    "FP-1,Amani Invented,+243990000901,KAS,sw,\n"
    "FP-2,Neema Invented,0990 000 902,KAS,fr,oui\n"
)


HANDSETS = (
    "code,kind,base,model,solar,holder,sim,sim_number\n"
    "HS-0101,phone,mpala,Itel,yes,FP-1,SIM-0101,+243990000911\n"
    "HS-0102,power_bank,mpala,,,,,\n"
)
STATIONS = (
    "call_sign,community,base,keeper,text_scheme,text_address\n"
    "KILO 1,KAS,,FP-1,aprs,KILO1-7\n"
    "MPALA BASE,,mpala,,,\n"
)
NETS = (
    "slug,title,mode,frequency,hours,net_control,stations\n"
    "alpha,Alpha,hf,4625 kHz,17:00 7:00,mpala base,KILO-1; Mpala Base\n"
)


def bring(kind: str, text: str, *, dry_run: bool = False) -> tuple[int, int]:
    done = take(kind, text, dry_run=dry_run)
    assert done.wrong == ()
    return done.new, done.changed


def take(kind: str, text: str, *, dry_run: bool = False) -> Imported:
    lines = read_list(kind, read_rows(text.encode()))
    return import_list(kind, lines, by=COMMAND, at=NOON, dry_run=dry_run)


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
    (wrong,) = take("communities", text).wrong
    assert (wrong.line, wrong.column) == (3, why)
    assert not Community.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_number_belongs_to_one_person() -> None:
    bring("bases", BASES)
    bring("communities", COMMUNITIES)
    twin = PEOPLE + "FP-3,Twin Invented,+243990000901,KAS,sw,\n"
    (wrong,) = take("focal-points", twin).wrong
    assert (wrong.line, wrong.column) == (4, "number")
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


def found_people() -> None:
    for kind, text in (("bases", BASES), ("communities", COMMUNITIES), ("focal-points", PEOPLE)):
        bring(kind, text)


@pytest.mark.usefixtures("db")
def test_handsets_and_nets_come_in_and_a_second_time_change_nothing() -> None:
    found_people()
    assert bring("handsets", HANDSETS) == (2, 0)
    assert bring("radio-stations", STATIONS) == (2, 0)
    assert bring("radio-nets", NETS) == (1, 0)
    steps = list(JournalEntry.objects.filter(verb__startswith="handset.").values_list("verb"))
    again = [bring("handsets", HANDSETS), bring("radio-stations", STATIONS)]
    assert [*again, bring("radio-nets", NETS)] == [(0, 2), (0, 2), (0, 1)]
    assert (
        list(JournalEntry.objects.filter(verb__startswith="handset.").values_list("verb")) == steps
    )
    phone = Handset.objects.get(code="HS-0101")
    assert (phone.state, phone.holder and phone.holder.code) == ("issued", "FP-1")
    assert (phone.sims.get().operator, phone.sims.get().number) == ("airtel", "+243990000911")
    net = RadioNet.objects.get(slug="alpha")
    assert net.hours == ["07:00", "17:00"]
    assert net.net_control == RadioStation.objects.get(call_sign="MPALA BASE")
    assert [one.station.call_sign for one in net.members.order_by("position")] == [
        "KILO 1",
        "MPALA BASE",
    ]


WRONG_THINGS = {
    "handsets": (
        HANDSETS + "HS-7x,brick,nowhere,,,FP-9,SIM-0109,12\n",
        {"code", "kind", "base", "holder", "sim_number"},
    ),
    "handsets twice": (HANDSETS + "HS-0101,phone,mpala,,,FP-2,,\n", {"code"}),
    "handsets with one card": (
        HANDSETS + "HS-0103,phone,mpala,,,,SIM-0103,+243990000911\n",
        {"sim"},
    ),
    "handsets without a card": (HANDSETS + "HS-0103,phone,mpala,,,,,+243990000912\n", {"sim"}),
    "radio-stations": (
        STATIONS + "KILO 2,KAS,mpala,FP-9,fax,1\n",
        {"base", "keeper", "text_scheme"},
    ),
    "radio-stations with one address": (
        STATIONS + "KILO 2,KAS,,,aprs,KILO1-7\n",
        {"text_address"},
    ),
    "radio-nets": (
        NETS + "Beta Net,Beta,smoke,1 Hz,late,NOBODY,NOBODY\n",
        {"slug", "mode", "hours", "net_control", "stations"},
    ),
}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("what", WRONG_THINGS)
def test_of_wrong_things_every_cell_is_named_and_nothing_comes_in(what: str) -> None:
    found_people()
    kind, (text, columns) = what.split(maxsplit=1)[0], WRONG_THINGS[what]
    if kind == "radio-nets":
        bring("radio-stations", STATIONS)
    lines = JournalEntry.objects.count()
    wrong = {(one.line, one.column) for one in take(kind, text).wrong}
    assert wrong == {(len(text.splitlines()), column) for column in columns}
    assert not Handset.objects.exists()
    assert not RadioNet.objects.exists()
    assert JournalEntry.objects.count() == lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("code,name\nA,B\n", "missing: lat"),
        ("code,name,lat,lon,base,basse\n", "unknown: basse"),
        ("code,name,lat,lon,base,code\n", "twice"),
        ("", "missing"),
    ],
)
def test_a_header_that_is_wrong_is_refused(text: str, line: str) -> None:
    with pytest.raises(UnreadableList, match=line):
        read_list("communities", read_rows(text.encode()))


@pytest.mark.usefixtures("db")
def test_everything_wrong_is_named_at_once_by_line_and_column() -> None:
    bring("bases", BASES)
    bring("communities", COMMUNITIES)
    text = (
        "code,name,number,community,language,sex,grade,safe_from,consent_on\n"
        "FP-1,Amani Invented,+243990000901,KAS,sw,woman,B,08:00,2026-11-01\n"
        "FP-2,,12,NOWHERE,xx,lady,Z,late,yesterday\n"
    )
    wrong = {(one.line, one.column) for one in take("focal-points", text).wrong}
    columns = {"name", "number", "community", "language", "sex", "grade", "safe_from", "consent_on"}
    assert wrong == {(3, column) for column in columns}
    assert not FocalPoint.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_workbook_is_read_like_a_table_and_brings_consent() -> None:
    bring("bases", BASES)
    bring("communities", COMMUNITIES)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Name", "Number", "Community", "Language", "Consent on", "Shared with"])
    day = date(2026, 11, 1)
    sheet.append(["FP-1", "Amani Invented", 243990000901, "KAS", "sw", day, "aid_agencies"])
    file = BytesIO()
    book.save(file)
    lines = read_list("focal-points", read_rows(file.getvalue()))
    assert import_list("focal-points", lines, by=COMMAND, at=NOON).new == 1
    person = FocalPoint.objects.get()
    assert person.number == "+243990000901"
    assert person.consents.get().shared_with == ["aid_agencies"]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("day", "is_taken"), [("2026-11-24", True), ("2026-11-25", False)])
def test_whoever_agreed_today_agreed_today_also_just_after_midnight(
    day: str, *, is_taken: bool
) -> None:
    found_people()
    after_midnight = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 00:30 on the walls, of the 24th
    text = "code,name,number,community,language,consent_on\n"
    text += f"FP-1,Amani Invented,+243990000901,KAS,sw,{day}\n"
    lines = read_list("focal-points", read_rows(text.encode()))
    wrong = import_list("focal-points", lines, by=COMMAND, at=after_midnight).wrong
    assert [one.column for one in wrong] == ([] if is_taken else ["consent_on"])


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\x00\x01\x02", b"x" * 6_000_000])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        read_rows(content)


def test_no_cell_of_ours_is_a_formula_and_ours_come_back_as_they_were() -> None:
    text = write_csv(["a"], [["=1+1"], ["+243"], ["plain"]])
    assert "'=1+1" in text
    assert [row[0] for row in read_rows(text.encode())] == ["a", "=1+1", "+243", "plain"]


@pytest.mark.usefixtures("db")
def test_a_key_that_stands_twice_in_a_list_is_named_with_its_first_line() -> None:
    found_people()
    twice = {
        "communities": (COMMUNITIES + "KAS;Again;-1;29;mpala\n", "code"),
        "focal-points": (PEOPLE + "FP-2,Again Invented,+243990000905,KAS,sw,\n", "code"),
        "radio-stations": (STATIONS + "kilo-1,KAS,,,,\n", "call_sign"),
    }
    for kind, (text, column) in twice.items():
        lines = text.splitlines()
        (wrong,) = take(kind, text).wrong
        first = {"communities": 2, "focal-points": 3, "radio-stations": 2}[kind]
        assert (wrong.line, wrong.column) == (len(lines), column)
        assert wrong.sentence == f"stands in line {first} already"


@pytest.mark.usefixtures("db")
def test_a_list_that_changes_a_number_has_the_old_one_watched() -> None:
    found_people()
    bring("focal-points", PEOPLE.replace("901", "904"))
    person = FocalPoint.objects.get(code="FP-1")
    assert (person.number, person.number_state) == ("+243990000904", NumberState.NEW)
    assert person.old_numbers.get().number == "+243990000901"


@pytest.mark.usefixtures("db")
def test_a_list_that_changes_a_profile_leaves_the_version_before() -> None:
    found_people()
    more = "code,name,lat,lon,base,population,road\nKAS,Kasenga,-1.25,29.45,mpala,900,by the lake\n"
    for _ in range(2):
        bring("communities", more)
    home = Community.objects.get(code="KAS")
    assert (home.population, home.version, home.versions.get().number) == (900, 2, 1)
    assert home.versions.get().changed == ["population", "road"]


@pytest.mark.usefixtures("db")
def test_the_same_list_twice_gives_no_second_consent_and_no_new_version() -> None:
    found_people()
    text = "code,name,number,community,language,consent_on\n"
    text += "FP-1,Amani Invented,+243990000901,KAS,sw,2026-11-01\n"
    for _ in range(2):
        bring("focal-points", text)
    person = FocalPoint.objects.get(code="FP-1")
    assert (person.consents.count(), person.version) == (1, 1)


@pytest.mark.usefixtures("db")
def test_a_station_out_of_use_comes_back_by_a_list_with_its_log() -> None:
    found_people()
    bring("radio-stations", STATIONS)
    old = RadioStation.objects.get(call_sign="KILO 1")
    RadioStation.objects.filter(pk=old.pk).update(ended_at=NOON)
    assert bring("radio-stations", STATIONS.replace("KILO 1", "Kilo-1")) == (1, 1)
    again = RadioStation.objects.get(pk=old.pk)
    assert (again.call_sign, again.ended_at) == ("Kilo-1", None)


@pytest.mark.usefixtures("db")
def test_a_thing_that_somebody_holds_is_given_to_nobody_else_by_a_list() -> None:
    found_people()
    bring("handsets", HANDSETS)
    (wrong,) = take("handsets", "code,kind,base,holder\nHS-0101,phone,mpala,FP-2\n").wrong
    assert (wrong.line, wrong.column) == (2, "holder")
