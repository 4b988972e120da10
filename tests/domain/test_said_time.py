"""The hour at the beginning of a text, and what is none."""

from datetime import UTC, datetime

import pytest

from tocsin.domain.said_time import hour_said

NOON = datetime(2026, 3, 14, 12, 10, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said", "rest"),
    [
        ("11H40", "14 11:40", ""),
        ("11h", "14 11:00", ""),
        ("à 9:05, deux véhicules", "14 09:05", "deux véhicules"),
        ("1140 two vehicles", "14 11:40", "two vehicles"),
        ("23h50", "13 23:50", ""),  # of last night
        ("12h10", "14 12:10", ""),
        ("4 hommes", None, "4 hommes"),
        ("11", None, "11"),
        ("2500 FC", None, "2500 FC"),
        ("114 personnes", None, "114 personnes"),
        ("nous partons a 11h40", None, "nous partons a 11h40"),
        ("saa 4", None, "saa 4"),
        ("", None, ""),
    ],
)
def test_an_hour_is_the_last_that_has_been(text: str, said: str | None, rest: str) -> None:
    found, left = hour_said(text, now=NOON)
    assert (f"{found:%d %H:%M}" if found else None, left) == (said, rest)
