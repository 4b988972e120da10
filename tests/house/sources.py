"""The files of this repository, as the house tests see them."""

import ast
import gc
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, so that a new file is judged before its commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders of the repository, migrations left out."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and any(path.is_relative_to(ROOT / folder) for folder in folders)
        and "migrations" not in path.parts
    ]


@cache
def _trees() -> dict[Path, ast.Module]:
    gc.disable()  # a million nodes that all stay: looking through them would take twice as long as making them
    found = {path: ast.parse(path.read_text()) for path in python_files("")}
    gc.freeze()
    gc.enable()
    return found


def tree(path: Path) -> ast.Module:
    return _trees()[path]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(tree(path))


def text(path: Path) -> str:
    """The text of a file, empty when it holds no text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
