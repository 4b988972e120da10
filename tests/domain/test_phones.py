"""One person is one number, however it was written; nobody's message is dropped for its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.phones import PLANS, PhoneKind, canonical

SAME_NUMBER = [
    "+243990000001",
    "00243990000001",
    "000243990000001",
    "243990000001",
    "0990000001",
    "990000001",
    "+243 990 000 001",
    "+243-99-000-00-01",
    "+2430990000001",
    "+243 (0) 990 000 001",
    "tel:+243990000001",
    " 0990.000.001 ",
    "+٢٤٣٩٩٠٠٠٠٠٠١",
    "+２４３９９００００００１",
    "\u202a+243 990 000 001\u202c",
]


@pytest.mark.parametrize("raw", SAME_NUMBER)
def test_every_way_of_writing_a_number_gives_one_form(raw: str) -> None:
    phone = canonical(raw)
    assert (phone.value, phone.valid, phone.kind) == ("+243990000001", True, PhoneKind.MOBILE)


@pytest.mark.parametrize(
    ("raw", "country", "value"),
    [
        ("0788000001", "RW", "+250788000001"),
        ("0772000001", "UG", "+256772000001"),
        ("79000001", "BI", "+25779000001"),
        ("0920000001", "SS", "+211920000001"),
        ("70000001", "CF", "+23670000001"),
        ("070000001", "CF", "+23670000001"),  # CAR has no trunk prefix; people write one
        ("0655000001", "TZ", "+255655000001"),
        ("+33199000001", "CD", "+33199000001"),
        ("+8816 2345 6789", "CD", "+881623456789"),  # a satellite phone
        ("22366000001", "CD", "22366000001"),  # without a prefix, an unknown country is not guessed
    ],
)
def test_each_plan_is_known(raw: str, country: str, value: str) -> None:
    assert canonical(raw, country=country).value == value


def test_a_neighbours_number_is_taken_when_only_one_neighbour_has_it() -> None:
    assert canonical("0730000001", country="BI").value == "0730000001"  # Rwanda and Tanzania
    assert canonical("79000001", country="RW").value == "+25779000001"  # Burundi alone has it


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("1234", PhoneKind.SHORT_CODE),
        ("112", PhoneKind.SHORT_CODE),
        ("AIRTEL", PhoneKind.ALPHANUMERIC),
        ("Info 24", PhoneKind.ALPHANUMERIC),
        ("Mama ya 0990", PhoneKind.ALPHANUMERIC),
        ("", PhoneKind.OPAQUE),
        ("*123#", PhoneKind.OPAQUE),
        ("+243", PhoneKind.OPAQUE),
        ("+24399000000123", PhoneKind.OPAQUE),
        ("0" * 40, PhoneKind.OPAQUE),
    ],
)
def test_what_is_no_number_is_kept_as_received_and_never_answered(
    raw: str, kind: PhoneKind
) -> None:
    phone = canonical(f" {raw} ")
    assert (phone.value, phone.valid, phone.kind) == (raw, False, kind)
    assert not phone.can_be_answered


@given(st.text(max_size=40), st.sampled_from(sorted(PLANS)))
def test_no_address_raises_and_the_one_form_is_stable(raw: str, country: str) -> None:
    phone = canonical(raw, country=country)
    again = canonical(phone.value, country=country)
    assert again == phone
    assert phone.value or not raw.strip()


@given(
    st.from_regex(r"99[0-9]{7}", fullmatch=True),
    st.lists(st.sampled_from([" ", "-", ".", "/"]), min_size=9, max_size=9),
)
def test_signs_between_digits_never_change_a_number(national: str, signs: list[str]) -> None:
    written = "".join(digit + sign for digit, sign in zip(national, signs, strict=True))
    assert canonical(f"+243{written}").value == f"+243{national}"
