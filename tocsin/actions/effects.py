"""What an action asks for beside its rows: a nudge to those who watch. Losing one loses nothing."""

from django.db import connection, transaction

CHANNEL = "tocsin"
MAX_BYTES = 7000  # PostgreSQL refuses a payload of 8000 bytes


def announce(*keys: str) -> None:
    """After the commit, tell every engine that these keys moved, such as `incident:0193…`.

    Keys only, never words: each viewer reads the row again with their own rights. Outside the
    transaction on purpose: NOTIFY inside one makes every writer wait for the other's disk.
    """
    unique = sorted(set(keys))
    transaction.on_commit(lambda: _notify(unique))


def _notify(keys: list[str]) -> None:
    payload = ""
    with connection.cursor() as cursor:
        for key in keys:
            if len(payload) + len(key) > MAX_BYTES:
                cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload.strip()])
                payload = ""
            payload += f"{key} "
        if payload:
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload.strip()])
