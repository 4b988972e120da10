"""What deploy/ gives an administrator is understood by the programs that read it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service"))
INSTALLED = "/srv/tocsin/app/.venv/bin/tocsin"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd: apt-get install"
)
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    there = shutil.which("true") or ""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(INSTALLED, there))
    verified = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_never_gives_up_and_writes_nowhere_but_in_its_own_place(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    assert {"Restart=always", "StartLimitIntervalSec=0", "ProtectSystem=strict"} <= {*lines}
    assert {"CapabilityBoundingSet=", "NoNewPrivileges=yes", "User=tocsin"} <= {*lines}
    (writable,) = [line for line in lines if line.startswith("ReadWritePaths=")]
    assert set(writable.partition("=")[2].split()) <= {"/srv/tocsin/data", "-/srv/copies"}


def test_the_pages_keep_their_folder_when_they_start_again() -> None:
    # The engine's view of /run is made once: a folder that is made anew is not in it.
    text = (ROOT / "deploy" / "tocsin-web.service").read_text()
    assert "RuntimeDirectoryPreserve=yes" in text
