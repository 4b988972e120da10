"""The database may be two machines, and either may vanish without a word."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from tocsin.config.database import django_form, patient

PAIR = "postgresql://tocsin:word@one.example:5432,two.example:5433/tocsin?target_session_attrs=read-write"


@pytest.mark.parametrize(
    ("url", "setting", "expected"),
    [
        (PAIR, "host", "one.example,two.example"),
        (PAIR, "target_session_attrs", "read-write"),
        (PAIR, "connect_timeout", 5),
        (PAIR, "tcp_user_timeout", 10_000),
        (PAIR + "&connect_timeout=30", "connect_timeout", 30),
        ("postgresql:///tocsin", "keepalives_count", 3),
    ],
)
def test_a_silent_machine_is_given_up_unless_the_address_says_otherwise(
    url: str, setting: str, expected: object
) -> None:
    assert str(conninfo_to_dict(patient(url))[setting]) == str(expected)


def test_django_reaches_both_machines_with_the_same_patience() -> None:
    form = django_form(patient(PAIR))
    assert (form["HOST"], form["PORT"]) == ("one.example,two.example", "5432,5433")
    assert form["OPTIONS"]["target_session_attrs"] == "read-write"
    assert str(form["OPTIONS"]["tcp_user_timeout"]) == "10000"
