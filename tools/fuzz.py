"""Throw made-up input at everything that takes bytes of strangers: `python -m tools.fuzz [TARGET…]`.

Targets are in tests/fuzzing/. With atheris (`pip install atheris`, a developer's own choice and in no lock
file) new input is bred from what reached new lines of our code, beginning with the samples of the tests;
without it the samples are bent at random, and the summary says so. A target ends early at its first
input that raised what may never be raised, took more than a second of the processor or a gigabyte; that input
is kept in the folder. Minutes are the processor's, so that other work beside it takes nothing away. Prints a
table of how many inputs each target took. Exit 1 when anything was found.

`--growth` throws nothing made up: each sample is repeated to 4 kB and to 32 kB, and the processor's time
for both is compared. Eight times the length may cost some eight times the time.
"""

import json
import logging
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

_SHORT, _LONG = 4_000, 32_000
_TOO_LONG = 1.0  # seconds of the processor for one input
_SAME_TIME = 5  # minutes of the clock at most for one of the processor
_UNITS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(r"cov: (\d+)")


@click.command()
@click.argument("targets", nargs=-1)
@click.option("--minutes", default=1.0, help="Of the processor, for each target.")
@click.option(
    "--folder", default="var/fuzz", help="Where inputs are kept that reached something new."
)
@click.option(
    "--growth", is_flag=True, help="Compare the time for long and for longer inputs instead."
)
@click.option("--one", hidden=True, help="Run this target here, in this process.")
def main(
    targets: tuple[str, ...], minutes: float, folder: str, growth: bool, one: str | None
) -> None:
    if one:
        run_here(one, seconds=round(minutes * 60), folder=Path(folder))
        return
    known = catalogue()
    if unknown := set(targets) - set(known):
        sys.exit(f"No such target: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    chosen = targets or tuple(known)
    sys.exit(print_growth(chosen) if growth else print_runs(chosen, minutes, Path(folder)))


def catalogue() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from tests.fuzzing.catalogue import TARGETS

    return TARGETS


def print_runs(names: tuple[str, ...], minutes: float, folder: Path) -> int:
    """Run each target in a process of its own and print what came of it; 1 when one found something."""
    click.echo("| Target | Inputs | Places reached | Processor, s | Found |\n|---|--:|--:|--:|---|")
    return max([print_run(name, minutes * 60, folder) for name in names])


def print_run(name: str, seconds: float, folder: Path) -> int:
    """Run a target until it had so many seconds of the processor, or found something."""
    order = [sys.executable, "-m", "tools.fuzz", "--one", name, "--folder", str(folder)]
    count, covered, words, end = 0, "–", "", time.monotonic() + seconds * _SAME_TIME
    before, status = _used(), 0
    while not status and (left := seconds - (_used() - before)) > 1 and time.monotonic() < end:
        done = subprocess.run(
            [*order, "--minutes", str(left / 60)],
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        words, status = done.stderr + done.stdout, done.returncode
        count += int((_UNITS.findall(words) or [0])[-1])
        covered = (_COVERED.findall(words) or [covered])[-1]
    found = "SEE BELOW" if status else "nothing"
    click.echo(f"| {name} | {count:,} | {covered} | {_used() - before:.0f} | {found} |")
    if status:
        click.echo(words[-3_000:], err=True)
    return int(status != 0)


def _used() -> float:
    """The seconds of the processor that programs of ours took which have ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def run_here(name: str, *, seconds: int, folder: Path) -> None:
    try:
        import atheris
    except ImportError:
        bend(name, seconds=seconds)
        return
    with atheris.instrument_imports(include=["tocsin"], enable_loader_override=False):
        target = catalogue()[name]
    target(target.seeds[0])  # what is loaded once is no input's fault
    corpus = folder / name.replace(" ", "-")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    arguments = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={target.longest}", "-timeout=30",
        "-rss_limit_mb=1024", "-print_final_stats=1", f"-artifact_prefix={folder}/{corpus.name}-",
    ]  # fmt: skip
    atheris.Setup(arguments, lambda given: _timed(target, given))
    atheris.Fuzz()


def _timed(target: Callable[[bytes], bool], given: bytes) -> None:
    took = _seconds(target, given)
    assert took < _TOO_LONG, f"one input of {len(given)} bytes took {took:.1f} s of the processor"


def bend(name: str, *, seconds: int) -> None:
    """Without atheris: bend the samples until the time is over."""
    from tests.fuzzing.target import bent

    target, count = catalogue()[name], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for given in bent(target.seeds, times=1_000, seed=count):
            target(given)
            count += 1
    click.echo(f"stat::number_of_executed_units: {count}", err=True)


def print_growth(names: tuple[str, ...]) -> int:
    """Print the worst growth of each target; 1 when one costs more than its length deserves."""
    worst = 0
    for name in names:
        ratio, cost, sample = max(_growths(catalogue()[name]))
        is_steep = ratio > 3 * _LONG / _SHORT and cost > 0.2
        worst |= is_steep
        click.echo(json.dumps({"target": name, "times": round(ratio, 1), "seconds": round(cost, 3), "steep": is_steep, "sample": sample}))  # fmt: skip
    return worst


def _growths(target: Any) -> Iterator[tuple[float, float, str]]:
    for seed in target.seeds[:12]:
        for whole in (seed, seed[:1], seed[-1:], seed[len(seed) // 3 :][:9]):
            for head in (b"", seed[: len(seed) // 2]):
                short, long = (
                    _seconds(target, head + whole * (size // max(1, len(whole))))
                    for size in (_SHORT, _LONG)
                )
                yield long / max(short, 0.001), long, repr((head[-20:], whole[:30]))


def _seconds(target: Callable[[bytes], bool], given: bytes) -> float:
    began = time.process_time()
    target(given)
    return time.process_time() - began


if __name__ == "__main__":
    main()
