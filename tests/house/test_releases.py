"""What a release says of itself is said once."""

import re
import tomllib

import pytest

from tests.house.sources import ROOT

CHANGELOG = ROOT / "CHANGELOG.md"


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def test_the_version_is_the_newest_of_the_changelog() -> None:
    newest = re.search(r"^## \[?v?(\d+\.\d+\.\d+)", CHANGELOG.read_text(), re.MULTILINE)
    assert newest, "CHANGELOG.md begins its releases with a heading such as '## 0.1.0'."
    assert newest.group(1) == project()["version"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-develop.lock"])
def test_every_dependency_is_locked_with_its_digest(lock: str) -> None:
    locked = (ROOT / lock).read_text()
    wanted = project()["dependencies"]
    assert isinstance(wanted, list)
    names = [re.split(r"[\[=<>~! ]", entry.lower().replace("_", "-"))[0] for entry in wanted]
    assert not [
        name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)
    ]
    assert locked.count("--hash=sha256:") > locked.count("==")
    assert "://" not in locked
