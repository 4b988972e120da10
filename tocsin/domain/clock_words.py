"""Whose clock is compared with the database's, which decides."""

from enum import StrEnum


class ClockSource(StrEnum):
    """Where a reading comes from, and after a judgement, whose clock is wrong."""

    MACHINE = "machine"  # where an engine runs
    GATEWAY = "gateway"  # what its messages say of when they were sent
    HOUSE = "house"  # the database's own: several gateways agree against it
