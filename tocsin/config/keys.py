"""The vault's keys: made once beside the database, never inside it."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from tocsin.config import env
from tocsin.domain.vault import KeyRing


def key_ring(data: Path) -> KeyRing:
    """Return the ring from TOCSIN_VAULT_KEYS (or its _FILE), or from DATA/keys/vault, making it once.

    The form is one `number:hex` a line, 32 bytes each; the last line is the current key.
    """
    lines = env.secret("TOCSIN_VAULT_KEYS") or _kept(data / "keys" / "vault", _new_key_line)
    keys: dict[int, bytes] = {}
    for line in lines.split():
        number, _, digits = line.partition(":")
        try:
            keys[int(number)] = bytes.fromhex(digits)
        except ValueError:
            raise env.Misconfigured(
                "TOCSIN_VAULT_KEYS must hold lines of number:hex. "
                "See docs/reference/configuration.md."
            ) from None
    return KeyRing(keys=keys, current=list(keys)[-1])


def signing_key(data: Path) -> str:
    """Return the key that signs sessions, made once per deployment."""
    return env.secret("TOCSIN_SECRET_KEY") or _kept(data / "keys" / "session", _new_secret)


def _new_key_line() -> str:
    return f"1:{secrets.token_hex(32)}"


def _new_secret() -> str:
    return secrets.token_urlsafe(48)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """Read the file, or make it with one writer winning: two processes may start together."""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(make(), encoding="ascii")
    draft.chmod(0o600)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text(encoding="ascii").strip()
