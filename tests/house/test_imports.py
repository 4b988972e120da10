"""Arrows go down only: the import contracts of pyproject.toml hold."""

import subprocess
import sys

from tests.house.sources import ROOT


def test_the_import_contracts_hold() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    said = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout[-3000:]
    assert "0 broken" in said.stdout
