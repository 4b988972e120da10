"""The environment, read through five typed functions that name the variable when it is wrong."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
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


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return addresses and networks (`192.0.2.7`, `192.0.2.0/24`) with commas between."""
    words = [word.strip() for word in os.environ.get(name, "").split(",")]
    try:
        return [ip_network(word) for word in words if word]
    except ValueError:
        raise _wrong(name, "must be addresses such as 192.0.2.7 or 192.0.2.0/24") from None


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
