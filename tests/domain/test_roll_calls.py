"""What an operator's few letters mean, and when a net is called."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tocsin.domain.code_sheets import MOST, Chance, draw_codes, written
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.radio_words import CheckOutcome
from tocsin.domain.roll_calls import (
    Entry,
    NotUnderstood,
    next_roll_call,
    read_hours,
    understand_entry,
)

GOMA = ZoneInfo("Africa/Lubumbashi")
STATIONS = ("ALPHA 1", "BRAVO 2", "TANGO-3")
P, N, R, E = (
    CheckOutcome.PRESENT,
    CheckOutcome.NOTHING_HEARD,
    CheckOutcome.RELAYED,
    CheckOutcome.EXCUSED,
)


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("4", Entry("BRAVO 2", P, 4)),
        (" p ", Entry("BRAVO 2", P)),
        ("N", Entry("BRAVO 2", N)),
        ("e / panneau cassé", Entry("BRAVO 2", E, remark="panneau cassé")),
        ("r tango3", Entry("BRAVO 2", R, relayed_by="TANGO-3")),
        ("r tango 3 2", Entry("BRAVO 2", R, 2, "TANGO-3")),
        ("alpha1 3", Entry("ALPHA 1", P, 3)),
        ("tango 3 r bravo 2 5 / fort", Entry("TANGO-3", R, 5, "BRAVO 2", "fort")),
    ],
)
def test_a_line_is_understood(typed: str, entry: Entry) -> None:
    answered = {"ALPHA 1": P}
    assert understand_entry(typed, stations=STATIONS, answered=answered) == entry


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("/ remark alone", "empty"),
        ("6", "outcome"),
        ("4 5", "outcome"),
        ("kilo 7 4", "outcome"),
        ("n bravo 2", "outcome"),
        ("r", "relay"),
        ("r kilo 7", "relay"),
        ("bravo 2 r bravo 2", "relay"),
        ("bravo 2", "outcome"),
    ],
)
def test_a_line_that_means_nothing_says_why(typed: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as wrong:
        understand_entry(typed, stations=STATIONS, answered={})
    assert wrong.value.why == why


def test_when_all_have_answered_a_call_sign_is_needed() -> None:
    done = dict.fromkeys(STATIONS, P)
    with pytest.raises(NotUnderstood, match="nobody_left"):
        understand_entry("4", stations=STATIONS, answered=done)
    assert understand_entry("alpha 1 n", stations=STATIONS, answered=done).outcome is N


@pytest.mark.parametrize(
    ("now", "due"),
    [("06:59", "14 07:00"), ("07:00", "14 17:00"), ("17:00", "15 07:00"), ("23:59", "15 07:00")],
)
def test_the_next_roll_call_is_the_next_hour_on_the_wall(now: str, due: str) -> None:
    moment = datetime.fromisoformat(f"2026-03-14T{now}").replace(tzinfo=GOMA)
    found = next_roll_call(read_hours("17h 7:00"), moment)
    assert found is not None
    assert f"{found:%d %H:%M}" == due
    assert next_roll_call((), moment) is None


@pytest.mark.parametrize("wrong", ["25:00", "seven", "07:61"])
def test_an_hour_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_hours(wrong)


@pytest.mark.parametrize(
    ("scheme", "given", "address"),
    [
        ("aprs", " kilo7-0 ", "KILO7"),
        ("aprs", "KILO7-15", "KILO7-15"),
        ("mesh", "A1B2C3D4", "!a1b2c3d4"),
        ("js8", "kn4crd/p", "KN4CRD/P"),
    ],
)
def test_an_address_has_one_form(scheme: str, given: str, address: str) -> None:
    assert canonical_address(scheme, given) == address


@pytest.mark.parametrize(
    ("scheme", "given"), [("aprs", "KILO7-16"), ("aprs", ""), ("mesh", "!12"), ("x", "KILO7")]
)
def test_what_is_no_address_is_refused(scheme: str, given: str) -> None:
    with pytest.raises(BadAddress):
        canonical_address(scheme, given)


class Last(Chance):
    def pick(self, below: int) -> int:
        return below - 1


def test_each_meaning_has_a_code_of_its_own_and_none_says_what_it_means() -> None:
    meanings = [f"place {n}" for n in range(80)] + ["place 1", " "]
    codes = draw_codes(meanings, Last())
    assert len(codes) == MOST == len(set(codes.values()))
    assert not any(meaning in code.lower() for code, meaning in codes.items())
    assert written({"VERRE 9": "Mpala"}) == "VERRE 9 = Mpala"


@pytest.mark.parametrize(
    ("typed", "station", "readability", "relay"),
    [
        ("mike 1 2", "MIKE 1", 2, ""),
        ("mike 12 2", "MIKE 12", 2, ""),
        ("mike12 2", "MIKE 12", 2, ""),
        ("mike 1 2 4", "MIKE 12", 4, ""),
        ("mike 3 r mike 1 2", "MIKE 3", 2, "MIKE 1"),
        ("mike 3 r mike 12", "MIKE 3", None, "MIKE 12"),
        ("mike 3 r mike 1 2 5", "MIKE 3", 5, "MIKE 12"),
    ],
)
def test_a_call_sign_that_begins_another_is_not_taken_for_it(
    typed: str, station: str, readability: int | None, relay: str
) -> None:
    entry = understand_entry(typed, stations=["MIKE 1", "MIKE 3", "MIKE 12"], answered={})
    assert (entry.call_sign, entry.readability, entry.relayed_by) == (station, readability, relay)
