"""A query of the ORM that is built once and then only asked: the line asks the same few for ever."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import local
from typing import Any, Generic, LiteralString, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import query

from tocsin.records.prepared import ask

M = TypeVar("M", bound=models.Model)


class Gap:
    """Stands in a query for a value that is given with each question."""

    def __init__(self, name: str) -> None:
        self.name = name


@dataclass(frozen=True, slots=True)
class _Built:
    """What Django made of the query, and how it makes rows of the answer."""

    statement: LiteralString
    values: tuple[Any, ...]
    compiler: Any
    converters: Any
    model: type[models.Model]
    columns: slice
    names: list[str]
    related: Sequence[Any]


class Question(Generic[M]):
    """Rows with what belongs to them, like the query set it is made of, at a third of its price.

    `build` returns the query set, with gaps among the values of `extra(where=…)`; it is called once
    a thread. Building it anew and planning it anew cost more than the answer.
    """

    def __init__(self, build: Callable[[], "models.QuerySet[M]"]) -> None:
        self._build = build
        self._of = local()

    def ask(self, **given: Any) -> list[M]:
        """Return the rows, in the order of the query. Every gap must be given."""
        built = self._built()
        values = [given[v.name] if isinstance(v, Gap) else v for v in built.values]
        answer = ask(built.statement, values)
        rows = built.compiler.apply_converters(answer, built.converters)
        return [self._row(row, built) for row in rows]

    def _row(self, row: Sequence[Any], built: _Built) -> M:
        one = built.model.from_db(DEFAULT_DB_ALIAS, built.names, row[built.columns])
        for populator in built.related:
            populator.populate(row, one)
        return cast(M, one)

    def _built(self) -> _Built:
        found: _Built | None = getattr(self._of, "built", None)
        if found is None:
            found = self._of.built = _built(self._build())
        return found


def _built(rows: "models.QuerySet[Any]") -> _Built:
    compiler = rows.query.get_compiler(connection=connection)
    statement, values = compiler.as_sql()
    info = compiler.klass_info
    assert info is not None
    fields = info["select_fields"]
    columns = slice(fields[0], fields[-1] + 1)
    return _Built(
        statement=cast(LiteralString, statement),
        values=tuple(chain(values)),
        compiler=compiler,
        converters=compiler.get_converters([column[0] for column in compiler.select]),
        model=info["model"],
        columns=columns,
        names=[column[0].target.attname for column in compiler.select[columns]],
        related=query.get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS),  # type: ignore[attr-defined]  # no stub
    )
