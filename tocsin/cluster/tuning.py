"""The settings of a database that Tocsin runs itself, and why each is there."""

import sys
from pathlib import Path

FILE = "tocsin.conf"

DURABLE = {
    # An answer of success is a promise: it is given after the commit is on the disk.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # The default of macOS leaves the commit in the disk's own memory, which a power cut empties.
    **({"wal_sync_method": "fsync_writethrough"} if sys.platform == "darwin" else {}),
}

FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # A test's rows are never committed: what counts the tables between finds them empty, and every
    # plan of a statement that is planned once would then be one for no rows.
    "autovacuum": "off",
}
"""For tests only, whose data nobody misses."""

COMMON = {
    "listen_addresses": "''",  # No TCP: the socket's closed folder is the lock on the door.
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "96MB",
    "jit": "off",
    # A program that hangs in the middle of a change must not hold its locks for ever.
    "idle_in_transaction_session_timeout": "5min",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    # A statement that is planned once is planned anew when its tables were counted: a first storm
    # must not be read for a minute by plans made for empty tables.
    "autovacuum_naptime": "5s",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_checkpoints": "off",
    # The server's log may hold no personal word: neither statements, nor the values of rows.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def write_settings(data: Path, *, for_tests: bool) -> None:
    """Write our settings into the data folder. They are written anew at every start."""
    settings = COMMON | (FLEETING if for_tests else DURABLE)
    lines = [f"{name} = {value}\n" for name, value in settings.items()]
    (data / FILE).write_text("# Written by Tocsin at every start.\n" + "".join(lines))
    (data / FILE).chmod(0o644)  # Read by the server's account, which may not be ours.
    main = data / "postgresql.conf"
    if f"include '{FILE}'" not in main.read_text():
        with main.open("a") as text:
            text.write(f"include '{FILE}'\n")
    (data / "pg_hba.conf").write_text("local all all trust\n")
