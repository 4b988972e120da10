"""Whether the keys at hand open what is sealed here: asked once, after a restore."""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db import connection

from tocsin.domain.vault import Unsealable, open_sealed
from tocsin.records.sealed import SealedText


def unreadable_keys() -> Sequence[int]:
    """Return the numbers of keys that sealed something here and do not open it, in order."""
    wrong: set[int] = set()
    for table, column in _sealed_columns():
        with connection.cursor() as cursor:
            # One text of each key is enough: a key opens all or nothing.
            cursor.execute(
                f'select distinct on (get_byte("{column}", 1)) get_byte("{column}", 1), "{column}"'  # noqa: S608 - our own names
                f' from "{table}" where "{column}" is not null'
            )
            for number, sealed in cursor.fetchall():
                try:
                    open_sealed(settings.KEY_RING, bytes(sealed))
                except Unsealable:
                    wrong.add(int(number))
    return sorted(wrong)


def _sealed_columns() -> Sequence[tuple[str, str]]:
    return [
        (model._meta.db_table, str(field.column))  # noqa: SLF001 - Django's own door to its tables
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001 - as above
        if isinstance(field, SealedText)
    ]
