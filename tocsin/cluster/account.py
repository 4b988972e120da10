"""Under which account the server runs, and where that account can reach what it needs.

PostgreSQL refuses to run as root. Under root it therefore runs as another account, which must be
able to read the programs and own the data, also when Tocsin lies below a closed home folder.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tocsin.cluster.binaries import Binaries, Source
from tocsin.cluster.problem import ClusterFailed

OPEN_PLACE = Path("/var/lib/tocsin")
"""Where root keeps what the server's account cannot reach in the place it was asked for."""

SHORTEST_PLACE = Path("/tmp")  # noqa: S108 - The owner of what lies there is looked at.

LONGEST_SOCKET_FOLDER = 88
"""Bytes. The whole path of a socket may have 103 on macOS and 107 on Linux."""


@dataclass(frozen=True, slots=True)
class Account:
    """The owner of the server. `switch` says that we are root and must become this account."""

    name: str
    uid: int
    gid: int
    switch: bool


def server_account() -> Account:
    """Return the account that runs the server: our own, or under root `nobody`.

    TOCSIN_DATABASE_ACCOUNT names another account for root to use.
    """
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), switch=False)
    name = os.environ.get("TOCSIN_DATABASE_ACCOUNT", "nobody")
    try:
        entry = pwd.getpwnam(name)
    except KeyError as unknown:
        raise ClusterFailed(
            f"PostgreSQL does not run as root, and the account {name} does not exist. "
            "Create it, or name another in TOCSIN_DATABASE_ACCOUNT."
        ) from unknown
    return Account(name, entry.pw_uid, entry.pw_gid, switch=True)


def within_reach(path: Path, account: Account) -> bool:
    """Return whether the account can enter every existing folder on the way to the path."""
    if not account.switch:
        return True
    return all(_may_enter(parent, account) for parent in path.absolute().parents)


def _may_enter(folder: Path, account: Account) -> bool:
    if not folder.exists():
        return True  # Made later, by us, with ordinary permissions.
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & stat.S_IXOTH)


def place_for_data(asked: Path, account: Account) -> Path:
    """Return where new data shall lie: in the folder asked for, if the account can get there.

    Under root with a closed folder above, a place of root's that is nobody else's. Its name is
    new each time: data that lost their link are not taken for the data of another life.
    """
    if within_reach(asked, account):
        return asked
    return OPEN_PLACE / f"data-{secrets.token_hex(5)}"


def link_folder(asked: Path, real: Path) -> None:
    """Lead from the folder asked for, empty or missing, to where the data lie, if elsewhere."""
    if asked == real:
        return
    if asked.is_symlink():
        asked.unlink()  # It led to data that are gone.
    elif asked.exists():
        asked.rmdir()
    asked.symlink_to(real)


def own_folder(folder: Path, account: Account) -> None:
    """Make the folder, closed to everybody but the account that runs the server."""
    folder.mkdir(parents=True, exist_ok=True)
    if OPEN_PLACE in folder.parents:
        OPEN_PLACE.chmod(0o755)  # Whatever the umask of whoever came first.
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def socket_folder(asked: Path, account: Account) -> Path:
    """Return a short folder for the server's socket, the same at every start.

    It is never in the data folder: a deep project folder would exceed the limit of a socket path.
    """
    if account.switch:
        return Path("/var/run") / f"tocsin-{_mark(asked)}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [Path(runtime)] if runtime and os.access(runtime, os.W_OK) else []
    places += [Path(tempfile.gettempdir()), SHORTEST_PLACE]
    named = [place / f"tocsin-{account.uid}-{_mark(asked)}" for place in places]
    return next(path for path in named if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER)


def open_socket_folder(folder: Path, account: Account) -> None:
    """Make the socket folder, or refuse one that another account laid there before us."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise ClusterFailed(
            f"The folder {folder} for the database's socket belongs to somebody else. Remove it, "
            "or set XDG_RUNTIME_DIR to a folder of your own."
        )
    own_folder(folder, account)


def readable_binaries(binaries: Binaries, account: Account) -> Binaries:
    """Return the programs in a place the account can read, copying a wheel's when needed."""
    if binaries.source is Source.SYSTEM or within_reach(binaries.folder / "postgres", account):
        return binaries
    package = binaries.folder.parents[1]
    # Named by what they are and not by where they come from: every clone shares one copy.
    program = hashlib.sha256((binaries.folder / "postgres").read_bytes()).hexdigest()
    copy = OPEN_PLACE / f"postgresql-{binaries.version}-{program[:10]}"
    if not copy.exists():
        _copy_wheel(package, copy)
    folder = copy / package.name / "pginstall" / "bin"
    return Binaries(folder, binaries.source, binaries.major, binaries.version)


def _copy_wheel(package: Path, target: Path) -> None:
    # The programs find their libraries beside the package, so that the layout is kept. The copy
    # gets its name last: a copy broken off half-way is never taken for a whole one.
    OPEN_PLACE.mkdir(parents=True, exist_ok=True)
    OPEN_PLACE.chmod(0o755)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=OPEN_PLACE))
    unfinished.chmod(0o755)
    skipped = shutil.ignore_patterns("include", "*.py", "__pycache__")
    shutil.copytree(package, unfinished / package.name, ignore=skipped)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    try:
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished)  # Another process was quicker.


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:10]
