"""What all else rests on, for `tocsin check` and `tocsin doctor`: the clocks, and the log book's own proof."""

from collections.abc import Iterator
from datetime import timedelta

from tocsin.cli.finding import Finding


def clock_findings() -> Iterator[Finding]:
    """The clock of this machine is read here and now; the others as their engines last wrote them down."""
    from tocsin.domain.clock_skew import MACHINE_LIMIT
    from tocsin.domain.clock_words import ClockSource
    from tocsin.jobs.machine_clock import is_kept, machine_apart
    from tocsin.records.queries.clocks import wrong_clocks

    apart, now = machine_apart()
    if abs(apart) > MACHINE_LIMIT:
        yield Finding(
            "tocsin.E012",
            f"This machine's clock and the database's are {_seconds(apart)} s apart.",
            "Set the clocks, by NTP or by hand.",
        )
    for one in wrong_clocks(now=now):
        if one.source is ClockSource.MACHINE:
            yield Finding(
                "tocsin.E026",
                f"The clock of {one.name}, where an engine runs, and the database's are {_seconds(one.apart)} s apart.",
                "Set the clocks, by NTP or by hand.",
            )
        elif one.source is ClockSource.HOUSE:
            yield Finding(
                "tocsin.E027",
                f"Several gateways agree that the database's clock is {_seconds(one.apart)} s off.",
                "Set that machine's clock: hours of duty hang on it, and at five minutes signed gateways are refused.",
            )
        else:
            yield Finding(
                "tocsin.W028",
                f"Messages of gateway {one.name} come from the future, by {_seconds(one.apart)} s.",
                "Set its clock, or its time zone.",
                grave=False,
            )
    if is_kept() is False:
        yield Finding(
            "tocsin.W029",
            "No network time keeps this machine's clock.",
            "Without a network compare it with a radio or a phone once a week; with one, install chrony.",
            grave=False,
        )


def log_book_findings() -> Iterator[Finding]:
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.proofs import proof_standing

    found = proof_standing(now=database_now())
    if found.broken:
        yield Finding(
            "tocsin.E030",
            f"The log book was changed: its proof found {found.broken.breaks} breaks, the first of them "
            f"{found.broken.broken_kind}.",
            "Keep this database as it is, say tocsin verify-journal, and compare it with a backup.",
        )
    elif found.is_stale:
        yield Finding(
            "tocsin.E031",
            "The log book was not proven for three days.",
            "Look whether an engine runs.",
        )


def _seconds(apart: timedelta) -> int:
    return round(abs(apart.total_seconds()))
