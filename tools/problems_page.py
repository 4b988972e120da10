"""Write docs/reference/problems.md from the catalogue: `python tools/problems_page.py`."""

from __future__ import annotations

import re
from pathlib import Path

from tocsin.domain.problems import CATALOGUE, ProblemKind

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "problems.md"

HEAD = """\
# Problems

Every error that a person can meet. Pages, the API (RFC 9457) and the command line show the same sentence
and remedy; logs carry the code alone. A code is never given to another problem.

This page is written by `python tools/problems_page.py`.

| Code | HTTP | What happened | What to do |
|---|--:|---|---|
"""


def problems_page() -> str:
    return HEAD + "".join(_row(kind) for _, kind in sorted(CATALOGUE.items()))


def _row(kind: ProblemKind) -> str:
    cells = (f"`{kind.code}`", str(kind.status), _readable(kind.sentence), _readable(kind.remedy))
    return f"| {' | '.join(cells)} |\n"


def _readable(text: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"*\1*", text).replace("|", "\\|").replace("%%", "%")


if __name__ == "__main__":
    PAGE.write_text(problems_page())
