"""The vault's keys: made once beside the database, never inside it."""

import contextlib
import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from tocsin.config import env
from tocsin.domain.vault import KeyRing, Ring
from tocsin.domain.vault_file import UnreadableKeys, is_locked, read_keys, unlock

log = logging.getLogger(__name__)

PAGE = "See docs/reference/configuration.md."
LOOK_EVERY = 0.5  # seconds between looks at the file; a rotation waits until all have looked


class KeyFile:
    """A ring that follows its file: a new key is known without a restart (Ring)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = self._looked_like()
        self._ring = self.read()
        self._next_look = monotonic() + LOOK_EVERY

    @property
    def now(self) -> KeyRing:
        moment = monotonic()
        if moment >= self._next_look:
            self._next_look = moment + LOOK_EVERY
            if self._looked_like() != self._stamp:
                return self.renewed()
        return self._ring

    @property
    def keys(self) -> dict[int, bytes]:
        return dict(self.now.keys)

    @property
    def current(self) -> int:
        return self.now.current

    def renewed(self) -> KeyRing:
        """Read the file again. One that cannot be read changes nothing: the known keys still open."""
        stamp = self._looked_like()
        if stamp == self._stamp:
            return self._ring
        try:
            self._ring, self._stamp = self.read(), stamp
        except (env.Misconfigured, OSError):
            log.exception("the file of the vault's keys cannot be read; going on with those known")
        return self._ring

    def read(self) -> KeyRing:
        return _ring(_plain(self.path.read_text(encoding="ascii").strip()))

    def _looked_like(self) -> tuple[int, int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0, 0)
        return found.st_mtime_ns, found.st_size, found.st_ino


def key_ring(data: Path) -> Ring:
    """Return the ring from TOCSIN_VAULT_KEYS (or its _FILE), or from DATA/keys/vault, making it once.

    The form is one `number:hex` a line, 32 bytes each; the last line is the current key. A file
    may be locked with a passphrase (TOCSIN_VAULT_PASSPHRASE).
    """
    if lines := os.environ.get("TOCSIN_VAULT_KEYS"):
        return _ring(_plain(lines))
    try:
        return KeyFile(key_path(data))
    except OSError as error:
        raise env.Misconfigured(
            f"The vault's keys cannot be read ({error.strerror}). {PAGE}"
        ) from None


def key_path(data: Path) -> Path:
    """Return the file of the keys, making the first key when there is none."""
    if named := os.environ.get("TOCSIN_VAULT_KEYS_FILE"):
        return Path(named)
    path = data / "keys" / "vault"
    _kept(path, _new_key_line)
    return path


def write_key_file(path: Path, text: str) -> None:
    """Put the keys down whole or not at all, readable by nobody else, and on the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def signing_key(data: Path) -> str:
    """Return the key that signs sessions, made once per deployment."""
    return env.secret("TOCSIN_SECRET_KEY") or _kept(data / "keys" / "session", _new_secret)


def new_key() -> bytes:
    return secrets.token_bytes(32)


def _plain(text: str) -> str:
    if not is_locked(text):
        return text
    passphrase = env.secret("TOCSIN_VAULT_PASSPHRASE")
    if passphrase is None:
        raise env.Misconfigured(
            f"The vault's keys are locked: set TOCSIN_VAULT_PASSPHRASE or its _FILE. {PAGE}"
        )
    try:
        return unlock(text, passphrase)
    except UnreadableKeys as wrong:
        raise env.Misconfigured(f"The vault's keys: {wrong}. {PAGE}") from None


def _ring(lines: str) -> KeyRing:
    try:
        return read_keys(lines)
    except UnreadableKeys as wrong:
        raise env.Misconfigured(f"TOCSIN_VAULT_KEYS: {wrong}. {PAGE}") from None


def _new_key_line() -> str:
    return f"1:{new_key().hex()}"


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
