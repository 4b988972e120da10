"""A disk that is full: nobody is promised what cannot be kept, and what was promised is there."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import database
from tests.intake.test_door import Intake, sms
from tocsin.cluster.server import ADMINISTRATOR, Cluster
from tocsin.records.models import Message


@pytest.fixture
def small_disk(cluster: Cluster) -> Iterator[Path]:
    """A disk of four megabytes in memory, known to the server as `small`."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    folder = Path(tempfile.mkdtemp(dir=database.run_folder()))
    owner = cluster.folder.stat()
    options = f"size=4m,mode=700,uid={owner.st_uid},gid={owner.st_gid}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    folder.chmod(0o755)
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        _administer(cluster, f"create tablespace small location '{folder}'")
        yield folder
        _administer(cluster, "drop tablespace small")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_promised_is_lost(
    small_disk: Path, live: str, cluster: Cluster
) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(live)["dbname"])
    _administer(cluster, "alter table records_message set tablespace small", at=name)
    intake = Intake(live)
    assert intake.run(intake.posts(sms("before"))).status == 200
    _fill(small_disk)
    texts = [sms(f"full-{n}", "x" * 4000) for n in range(3)]
    answers = [intake.run(intake.posts(text), hurried=True).status for text in texts]
    assert answers[-1] == 503
    assert not Message.objects.filter(
        external_id="full-2"
    ).exists()  # for want of room, not of time
    connection.close()
    (small_disk / "filler").unlink()
    assert intake.run(intake.posts(sms("full-2"))).status == 200
    promised = {"before", "full-2", *(f"full-{n}" for n in (0, 1) if answers[n] == 200)}
    names = Message.objects.values_list("external_id", flat=True)
    kept = {str(name).partition("/")[0] for name in names}
    assert promised <= kept


def _fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            return


def _administer(cluster: Cluster, statement: str, *, at: str = "postgres") -> None:
    with psycopg.connect(cluster.url(at, user=ADMINISTRATOR), autocommit=True) as root:
        root.execute(statement.encode())
