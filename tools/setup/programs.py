"""Compile our own modules, as pip does those of packages: a program that is started again reads them at once."""

from __future__ import annotations

from tools.setup.packages import PYTHON
from tools.setup.shell import ROOT, run


def compile_programs() -> None:
    """Compile each module that changed since.

    Python would keep what it compiles by itself, but not where it may not write there, nor where the environment
    forbids it (PYTHONDONTWRITEBYTECODE): then every start of an engine and of its readers compiles all of it anew.
    """
    run(PYTHON, "-m", "compileall", "-q", "-j", "0", str(ROOT / "tocsin"))
