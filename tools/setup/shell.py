"""Run programs and speak to the person at the keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Unready(Exception):
    """Something is missing that only the person at the keyboard can supply."""


def run(
    program: Path | str,
    *arguments: str,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    log: Path | None = None,
) -> None:
    """Run a program to its end; raises CalledProcessError when it fails.

    What it says is shown, or kept in the log where one is named.
    """
    command, everything = [str(program), *arguments], {**os.environ, **(environment or {})}
    if log is None:
        subprocess.run(command, cwd=folder, env=everything, check=True)
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as words:
        subprocess.run(command, cwd=folder, env=everything, stdout=words, stderr=words, check=True)


def begin(
    program: Path | str, *arguments: str, environment: dict[str, str] | None = None
) -> Callable[[], None]:
    """Start a program beside what comes next; what is returned waits for its end and shows what it said.

    That raises CalledProcessError when it failed.
    """
    command, everything = [str(program), *arguments], {**os.environ, **(environment or {})}
    words = tempfile.TemporaryFile()  # noqa: SIM115 - open until `wait` has read it
    child = subprocess.Popen(command, cwd=ROOT, env=everything, stdout=words, stderr=words)

    def wait() -> None:
        status = child.wait()
        words.seek(0)
        sys.stderr.write(words.read().decode(errors="replace"))
        words.close()
        if status:
            raise subprocess.CalledProcessError(status, command)

    return wait


def become(program: Path, *arguments: str) -> int:
    """Let the program take our place, so that Ctrl-C and its exit status are its own."""
    os.execv(str(program), [str(program), *arguments])


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)
