"""A column that only the holder of the key can read: names, numbers and what people wrote."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from tocsin.domain.vault import keyed_hash, keyed_hashes, open_sealed, seal

if TYPE_CHECKING:
    TextField = models.Field[str, str]  # known to the stubs, not to Django at run time
    BinaryField = models.BinaryField[Any, Any]
else:
    TextField = models.Field
    BinaryField = models.BinaryField


class SealedText(TextField):
    """Text that is sealed on its way into the database and opened on its way out.

    It cannot be searched; what must be found again has a keyed hash beside it.
    """

    description = "text sealed with the vault's key"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("editable", False)
        super().__init__(*args, **options)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(settings.KEY_RING, value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> str | None:
        return None if value is None else open_sealed(settings.KEY_RING, bytes(value))

    def to_python(self, value: Any) -> Any:
        return value


class KeyedHash(BinaryField):
    """The keyed hash of a phone number that stands, sealed, in the column `of`.

    Rotation makes it anew together with that column: the key that sealed the one made the other.
    """

    def __init__(self, *args: Any, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}


def hash_of(number: str) -> bytes:
    """Return the keyed hash by which a canonical number is found without being readable."""
    return keyed_hash(settings.KEY_RING, number)


def hashes_of(number: str) -> list[bytes]:
    """Return all hashes by which a canonical number may be found while the vault's key changes."""
    return keyed_hashes(settings.KEY_RING, number)
