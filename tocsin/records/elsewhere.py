"""Let this program's one connection lead to another database for a while: a copy that is being proven."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from psycopg.conninfo import conninfo_to_dict

PARTS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Only for commands, which do one thing at a time: every thread of the program is led there."""
    settings: dict[str, Any] = connections["default"].settings_dict
    before = {name: settings[name] for name in PARTS}
    there = conninfo_to_dict(url)
    connections.close_all()
    settings.update({name: there.get(part, "") for name, part in PARTS.items()})
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)
