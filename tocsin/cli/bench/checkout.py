"""A checkout of an earlier release, whose code runs beside ours."""

import json
import subprocess
import sys
from pathlib import Path

import click

# Said in words of the release itself: what it founds is its own affair.
FOUND = """
import json, sys
from pathlib import Path
from tocsin.cli.bench.founding import found_bench, hurry_ladder
from tocsin.cli.bench.texts import invented_places
folder, sink, places, gateway = json.loads(sys.argv[1])
secret = found_bench(Path(folder), sink, invented_places(places), gateway=gateway)
hurry_ladder()
print(secret)
"""


def interpreter_of(folder: Path | None) -> str:
    """Return the Python of a checkout: that of its own `.venv` if it has one, else ours."""
    own = folder / ".venv" / "bin" / "python" if folder else None
    return str(own) if own and own.exists() else sys.executable


def found_there(checkout: Path, folder: Path, sink: str, places: int, *, gateway: str) -> str:
    """Let an earlier release make its tables, its district and a hurried ladder; return the secret."""
    words = json.dumps([str(folder), sink, places, gateway])
    done = subprocess.run(
        (interpreter_of(checkout), "-c", FOUND, words),
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{checkout} founds nothing: {done.stderr[-500:]}")
    return done.stdout.split("\n")[-2]
