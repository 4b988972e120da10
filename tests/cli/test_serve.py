"""A deployment that cannot start says why in one line, and ends as a command that failed."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_database_that_is_away_is_named_with_the_setting_that_says_where(tmp_path: Path) -> None:
    ended = subprocess.run(
        (sys.executable, "-m", "tocsin.cli.main", "serve", "--port", "0", "--data", str(tmp_path)),
        env={**os.environ, "TOCSIN_DATABASE_URL": "postgresql://tocsin:word@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("tocsin: The database does not answer")
    assert "TOCSIN_DATABASE_URL" in ended.stderr
    assert "word" not in ended.stderr
    assert "Traceback" not in ended.stderr
