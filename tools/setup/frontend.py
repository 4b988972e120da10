"""Build the pages' scripts with Node, from the system or from the Python registry."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.setup.packages import VENV, install_hashed
from tools.setup.shell import ROOT, Unready, run, say
from tools.setup.stamp import digest, remember, remembered

FOLDER = ROOT / "frontend"
NODE_LOCK = ROOT / "requirements-node.lock"

OLDEST_MINOR = {20: 19, 22: 12}
"""What the builder needs of each line of Node. Later lines are all new enough, 21 is not."""

BUILT = ROOT / "build" / "static" / "frontend" / "manifest.json"

NOT_BUILT = (
    "The live map and the live board are not built; the pages go without. To try again: make assets"
)
LOG = ROOT / "build" / "frontend.log"

QUIET = {
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
    "npm_config_loglevel": "error",
}

MADE = ("node_modules", "dist")


def build_scripts(*, again: bool) -> None:
    """Build the live map and board if their sources changed, or `again`.

    Without Node or its registry one line says so: everything else works, with a drawn map. Only
    `again` or changed sources try anew what failed once.
    """
    if not (FOLDER / "package.json").exists():
        return
    sources = digest(*sorted(path for path in FOLDER.rglob("*") if _is_source(path)))
    known = remembered("scripts")
    if known == f"failed {sources}" and not again:
        say(NOT_BUILT)
    elif known != sources or not BUILT.exists() or again:
        remember("scripts", sources if _build() else f"failed {sources}")


def _build() -> bool:
    say("Building the live map and the live board")
    LOG.unlink(missing_ok=True)
    try:
        node = _node_folder()
        path = {"PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"} | QUIET
        for command in (["ci"], ["run", "build"]):
            run("npm", *command, folder=FOLDER, environment=path, log=LOG)
    except (Unready, OSError, subprocess.CalledProcessError):
        say(f"{NOT_BUILT}. What went wrong: {LOG.relative_to(ROOT)}")
        return False
    return True


def _is_source(path: Path) -> bool:
    return path.is_file() and not any(made in path.parts for made in MADE)


def _node_folder() -> Path:
    for found in (shutil.which("node"), VENV / "bin" / "node"):
        if found and _is_usable(Path(found)):
            return Path(found).parent
    install_hashed(NODE_LOCK)
    return VENV / "bin"


def _is_usable(node: Path) -> bool:
    if not node.exists() or not node.with_name("npm").exists():
        return False
    command = [str(node), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    try:
        major, minor = map(int, answer.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return False
    return major > max(OLDEST_MINOR) or minor >= OLDEST_MINOR.get(major, minor + 1)
