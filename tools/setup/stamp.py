"""Remember what was set up, so that only what changed since is done again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tools.setup.shell import ROOT

STAMP = ROOT / ".venv" / "tocsin-setup.json"


def remembered(what: str) -> str:
    """Return what was last noted under this word, empty when nothing was."""
    return _read().get(what, "")


def remember(what: str, fact: str) -> None:
    STAMP.write_text(json.dumps({**_read(), what: fact}))


def digest(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _read() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
