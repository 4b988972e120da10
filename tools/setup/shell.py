"""Run programs and speak to the person at the keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Unready(Exception):
    """Something is missing that only the person at the keyboard can supply."""


def run(
    program: Path | str,
    *arguments: str,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a program to its end; raises CalledProcessError when it fails."""
    command = [str(program), *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, **(environment or {})}, check=True)


def become(program: Path, *arguments: str) -> int:
    """Let the program take our place, so that Ctrl-C and its exit status are its own."""
    os.execv(str(program), [str(program), *arguments])


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)
