"""Compile the translations, which are kept as text."""

from __future__ import annotations

from tools.setup.packages import PYTHON
from tools.setup.shell import ROOT, run


def compile_translations() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for source in sorted((ROOT / "tocsin" / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        files = ("--input-file", str(source), "--output-file", str(target))
        language = ("--locale", source.parents[1].name)
        run(PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile", *files, *language)
