"""What every table of the line shares: an id made here, and closed vocabularies the database enforces."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState

from tocsin.domain.ids import new_id


class Row(models.Model):
    """A row whose id is made before it is written, so that writing it twice is recognised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *values: Any, **named: Any) -> None:
        """Make a new row as Django makes it, at a fifth of the price; one of the database is Django's.

        The line makes twenty rows for each warning, by name, and Django asks each field for each of
        them what it could be asked once.
        """
        make_up = _make_up(type(self))
        if values or not named.keys() <= make_up.names:
            super().__init__(*values, **named)
            return
        self._state = ModelState()
        mine = self.__dict__
        mine.update(make_up.same)
        mine.update((name, make()) for name, make in make_up.made.items() if name not in named)
        for name, value in named.items():
            if name in make_up.pairs:
                setattr(self, name, value)
            elif name in make_up.keys:
                column, key = make_up.keys[name]
                mine[column] = None if value is None else getattr(value, key)
                self._state.fields_cache[name] = value
            else:
                mine[name] = value


@dataclass(frozen=True, slots=True)
class _MakeUp:
    """What there is to know of a table's new rows."""

    names: frozenset[str]  # all that may be given
    same: Mapping[str, Any]  # what stands in a column where nothing is given
    made: Mapping[str, Callable[[], Any]]  # or what makes it, for each row anew
    keys: Mapping[str, tuple[str, str]]  # of a reference: its column, and the other row's
    pairs: frozenset[str]  # references that the other row knows of as well: Django sets them


@cache
def _make_up(model: type[models.Model]) -> _MakeUp:
    fields: list[Any] = list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented way
    made = {
        one.attname: one.get_default
        for one in fields
        if one.has_default() and callable(one.default)
    }
    referring = [one for one in fields if one.is_relation]
    pairs = {one.name for one in referring if one.one_to_one}
    return _MakeUp(
        names=frozenset(name for one in fields for name in (one.name, one.attname)),
        same={one.attname: one.get_default() for one in fields if one.attname not in made},
        made=made,
        keys={
            one.name: (one.attname, one.target_field.attname)
            for one in referring
            if one.name not in pairs
        },
        pairs=frozenset(pairs),
    )


def one_of(table: str, column: str, words: Iterable[StrEnum]) -> models.CheckConstraint:
    """Return the constraint that keeps `column` inside its vocabulary."""
    values = [str(word) for word in words]
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values}), name=f"{table}_{column}_known"
    )


def one_of_or_none(table: str, column: str, words: Iterable[StrEnum]) -> models.CheckConstraint:
    """Return the same constraint for a column that may be empty: not said, or not yet."""
    values = ["", *(str(word) for word in words)]
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values}), name=f"{table}_{column}_known"
    )
