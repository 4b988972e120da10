"""Bases from a list."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.actions.lists import cells
from tocsin.domain.words import BaseKind
from tocsin.formats.directory import Line
from tocsin.records.models import Base


def take(lines: Sequence[Line], at: datetime) -> int:  # noqa: ARG001 - one shape for all kinds
    return sum(_take(line) for line in lines)


def _take(line: Line) -> bool:
    about = {
        "name": line.text("name"),
        "kind": line.word("kind", BaseKind).value,
        **cells.point(line),
        "languages": line.text("languages").split(),
    }
    if line.wrong:
        return False
    return Base.objects.update_or_create(slug=line.text("slug"), defaults=about)[1]
