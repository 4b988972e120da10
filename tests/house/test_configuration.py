"""Every variable that Tocsin reads is documented, and every documented one is read."""

import re

from tests.house.sources import ROOT, text, tracked

VARIABLE = re.compile(r"\bTOCSIN_[A-Z][A-Z_]*[A-Z]\b")
PAGE = ROOT / "docs" / "reference" / "configuration.md"

READ_BY = ("tocsin", "tests", "tools", ".ci")


def used() -> set[str]:
    ours = [p for p in tracked() if any(p.is_relative_to(ROOT / folder) for folder in READ_BY)]
    return {word for path in ours if path.suffix != ".md" for word in VARIABLE.findall(text(path))}


def test_every_variable_is_documented() -> None:
    missing = used() - set(VARIABLE.findall(text(PAGE)))
    assert not missing


def test_no_variable_is_documented_that_nobody_reads() -> None:
    documented = set(VARIABLE.findall(text(PAGE)))
    gone = {word for word in documented - used() if word.removesuffix("_FILE") not in used()}
    assert not gone


def test_a_password_is_as_dear_to_guess_as_django_makes_it() -> None:
    """Tests check quick ones (tests/passwords.py); no setting of ours asks for any."""
    assert "PASSWORD_HASHERS" not in text(ROOT / "tocsin" / "config" / "settings.py")
