"""Make `.venv` and install into it exactly what is locked, and the project itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tools.setup.shell import ROOT, Unready, run, say
from tools.setup.stamp import digest, remember, remembered

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

RUN_LOCK = ROOT / "requirements.lock"
DEVELOP_LOCK = ROOT / "requirements-develop.lock"


def install_packages(*, develop: bool) -> None:
    """Install what running needs, or what developing needs as well, where anything changed."""
    _make_venv()
    _install_locked(
        DEVELOP_LOCK if develop or remembered("lock") == DEVELOP_LOCK.name else RUN_LOCK
    )
    project = digest(ROOT / "pyproject.toml") + str(ROOT)
    if remembered("project") != project:
        say("Installing Tocsin itself")
        pip(PYTHON, "install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        remember("project", project)


def install_hashed(lock: Path) -> None:
    """Install a lock file: each package in the version and with the digest it names."""
    pip(PYTHON, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))


def pip(python: Path, *arguments: str) -> None:
    """Let the system's pip install for another Python; Debian's own venv has none."""
    command = [sys.executable, "-m", "pip"]
    if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode:
        raise Unready(
            "Tocsin is installed with pip, which is missing. On Debian: apt install python3-pip"
        )
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    run(*command, "--python", str(python), "--quiet", *arguments, environment=quiet)


def _make_venv() -> None:
    if PYTHON.exists():  # Follows the link: where that Python was removed since, all is made anew.
        return
    say("Making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=False, symlinks=True)


def _install_locked(lock: Path) -> None:
    packages = digest(lock)
    if remembered("packages") != packages:
        say(f"Installing the packages of {lock.name}")
        install_hashed(lock)
        remember("packages", packages)
        remember("lock", lock.name)
