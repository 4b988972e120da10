"""The environment, read through four typed functions that name the variable when it is wrong."""

import os
from pathlib import Path


class Misconfigured(Exception):
    """A variable is missing or unreadable; the text names it and the page to read."""


def _wrong(name: str, why: str) -> Misconfigured:
    return Misconfigured(f"{name} {why}. See docs/reference/configuration.md.")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise _wrong(name, "is not set")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "no", "false"}:
        return default if value == "" else False
    if value in {"1", "yes", "true"}:
        return True
    raise _wrong(name, "must be 1 or 0")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise _wrong(name, "must be a whole number") from None


def secret(name: str) -> str | None:
    """Return a secret from NAME, or from the file that NAME_FILE points at, or None."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _wrong(f"{name}_FILE", f"cannot be read ({error.strerror})") from None
    return None
