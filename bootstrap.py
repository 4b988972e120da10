"""Set up and run Tocsin from a fresh clone: `python3 bootstrap.py setup|demo|test|check|...`.

Standard library only, here and in tools/setup/, so that it runs on a bare Debian 12: no ensurepip,
a pip that refuses to install beside the system's packages, no Node, no database. What is there
already and unchanged is left alone, so that a second run costs a moment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

if sys.version_info < (3, 11):  # noqa: UP036 - Whoever starts it may have any Python.
    sys.exit(f"Tocsin needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

from tools.setup.cap_schema import install_cap_schema
from tools.setup.frontend import build_scripts
from tools.setup.ground import build_ground
from tools.setup.lock import write_locks
from tools.setup.packages import PYTHON, VENV, install_packages
from tools.setup.programs import compile_programs
from tools.setup.shell import ROOT, Unready, become, begin, run
from tools.setup.translations import compile_translations

MOST_TEST_WORKERS = 4
"""Each holds several connections; the database of the tests serves 60."""

USAGE = """\
python3 bootstrap.py COMMAND [ARGUMENTS]

  setup    make .venv, install what is locked, compile translations and modules, build scripts
  demo     set up and run an invented exercise district (arguments go to `tocsin demo`)
  test     set up and run the tests (arguments go to pytest)
  check    what a change must pass: lint, types, import contracts, migrations, tests
  bench    measure on this machine (arguments go to `tocsin bench`)
  assets   build the scripts and the map again, changed or not
  lock     choose the newest versions of all packages and write the lock files"""


def main(arguments: list[str]) -> int | str:
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": setup,
        "demo": demo,
        "test": test,
        "check": check,
        "bench": bench,
        "assets": assets,
        "lock": lock,
    }
    if not arguments or arguments[0] not in commands:
        return USAGE
    os.chdir(ROOT)
    try:
        return commands[arguments[0]](arguments[1:])
    except Unready as problem:
        return str(problem)
    except subprocess.CalledProcessError as failed:
        return f"This failed, see above: {' '.join(failed.cmd[:5])} …"


def setup(_arguments: list[str]) -> int:
    install_packages(develop=False)
    compile_translations()
    compile_programs()
    build_scripts(again=False)
    build_ground(again=False)
    return 0


def demo(arguments: list[str]) -> int:
    setup([])
    return become(VENV / "bin" / "tocsin", "demo", *arguments)


def test(arguments: list[str]) -> int:
    _ready_for_tests()
    return become(PYTHON, *_tests(arguments))


def check(arguments: list[str]) -> int:
    install_packages(develop=True)
    tools = VENV / "bin"
    with tempfile.TemporaryDirectory() as data:
        django = {"DJANGO_SETTINGS_MODULE": "tocsin.config.settings", "TOCSIN_DATA": data}
        run(tools / "ruff", "check")
        run(tools / "ruff", "format", "--check")
        # The types take a minute and a half of one core where nothing is known yet; the rest has the others.
        types_are_right = begin(tools / "mypy", environment=django)
        try:
            run(tools / "lint-imports")
            run(
                PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", environment=django
            )
            _ready_for_tests()
            run(PYTHON, *_tests(arguments))
        finally:
            types_are_right()
    return 0


def _ready_for_tests() -> None:
    install_packages(develop=True)
    install_cap_schema()
    setup([])


def _tests(arguments: list[str]) -> list[str]:
    # One more than there are cores: tests wait for servers, browsers and clocks a good part of their time.
    workers = max(2, min(MOST_TEST_WORKERS, (os.cpu_count() or 1) + 1))
    return ["-m", "pytest", "-n", str(workers), *arguments]


def bench(arguments: list[str]) -> int:
    setup([])
    return become(VENV / "bin" / "tocsin", "bench", *(arguments or ["line", "--json"]))


def assets(_arguments: list[str]) -> int:
    install_packages(develop=False)
    build_scripts(again=True)
    build_ground(again=True)
    return 0


def lock(_arguments: list[str]) -> int:
    write_locks()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
