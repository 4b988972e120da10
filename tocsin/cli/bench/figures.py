"""Figures as they are printed: what was measured, and on what."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

import click
import psycopg

Figures = dict[str, Any]


def milliseconds(seconds: Sequence[float]) -> Figures:
    """Return how long things took: p50, p95, p99 and the longest, in milliseconds, and how many."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    return {
        "n": len(ordered),
        **{f"p{p}_ms": _rounded(ordered[_rank(len(ordered), p)]) for p in (50, 95, 99)},
        "max_ms": _rounded(ordered[-1]),
    }


def machine(database_url: str | None = None) -> Figures:
    """Return what the figures were taken on, and how busy it is at this moment."""
    facts: Figures = {
        "cpus": os.cpu_count(),
        "load_average": [round(value, 2) for value in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    if database_url:
        with psycopg.connect(database_url) as connection:
            for name in ("server_version", "fsync", "synchronous_commit"):
                (value,) = connection.execute("select current_setting(%s)", [name]).fetchone() or (
                    "",
                )
                facts["postgresql" if name == "server_version" else name] = value
    return facts


def show(figures: Mapping[str, Any], *, as_json: bool) -> None:
    """Print figures: one JSON object, or a line for each."""
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    for line in _lines(figures):
        click.echo(line)


def interrupt(number: int, _frame: FrameType | None) -> None:
    """Be told to stop as by Ctrl-C: for SIGTERM, so that what was measured is still printed."""
    _told.append(number)
    raise KeyboardInterrupt


def heed() -> None:
    """Stop now if that was said where no exception comes out: at a fork, in a destructor. Once."""
    if _told:
        _told.clear()
        raise KeyboardInterrupt


_told: list[int] = []  # the signals that came


def _lines(figures: Mapping[str, Any], indent: str = "") -> list[str]:
    lines = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}:", *_lines(value, f"{indent}  ")]
        else:
            lines.append(f"{indent}{name}: {value}")
    return lines


def _rank(count: int, percent: int) -> int:
    return min(count - 1, count * percent // 100)


def _rounded(seconds: float) -> float:
    return round(seconds * 1000, 1)
