"""PostgreSQL's programs are found in a fixed order, and never half."""

import shutil
from pathlib import Path

import pytest

from tocsin.cluster.binaries import OLDEST_MAJOR, Source, locate_binaries
from tocsin.cluster.problem import ClusterFailed


def test_the_wheel_comes_first_and_brings_all_programs() -> None:
    found = locate_binaries()
    assert found.source is Source.EMBEDDED
    for name in ("postgres", "initdb", "pg_dump", "pg_restore", "psql"):
        assert Path(found.program(name)).exists(), name


def test_another_source_can_be_asked_for() -> None:
    if not shutil.which("pg_config") and not list(Path("/usr/lib/postgresql").glob("*")):
        pytest.skip("needs postgresql: apt-get install postgresql-15")
    found = locate_binaries(only=Source.SYSTEM)
    assert found.source is Source.SYSTEM
    assert found.major >= OLDEST_MAJOR


def test_a_version_that_no_source_has_is_named_with_a_remedy() -> None:
    with pytest.raises(ClusterFailed, match=r"PostgreSQL 9 was found.*TOCSIN_DATABASE_URL"):
        locate_binaries(major=9)
