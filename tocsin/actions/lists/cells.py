"""Cells that several kinds of list have, and what they lean on: read once for a whole list."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from tocsin.actions.brakes import key_of
from tocsin.actions.journal import Actor
from tocsin.domain.phones import canonical
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.directory import Line
from tocsin.records.models import Base, Community, FocalPoint, Responder
from tocsin.records.sealed import hashes_of

BY_LIST = Actor("rule:import")
AT_ONCE = 500  # rows of one statement
OF_ANOTHER = _("belongs to somebody else already")
STANDS = _("stands in line %(line)s already")


def point(line: Line) -> dict[str, float]:
    return {
        "lat": line.number_of("lat", least=-90, most=90),
        "lon": line.number_of("lon", least=-180, most=180),
    }


class Known:
    """What the cells of these lines name, read once, and which of its keys a list has had already."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._first: dict[str, int] = {}
        self._numbers: dict[str, tuple[str, int]] = {}

    def once(self, line: Line, column: str, key: str = "") -> None:
        """Refuse a row whose key (the cell, unless given) stood in an earlier one."""
        wanted = key or line.text(column)
        first = self._first.setdefault(wanted, line.number)
        if wanted and first != line.number:
            line.refuse(column, STANDS, line=first)

    def base(self, line: Line) -> Base | None:
        base = self._bases.get(line.text("base"))
        if base is None and line.has("base"):
            line.refuse("base", _("is unknown"))
        return base

    def community(self, line: Line) -> Community | None:
        found = self._communities.get(line.text("community"))
        if found is None and line.has("community"):
            line.refuse("community", _("is unknown"))
        return found

    def person(self, line: Line, column: str) -> FocalPoint | None:
        """Return a focal point by code; refused when there is none, or they left."""
        found = self._people.get(line.text(column))
        if found is None and line.has(column):
            line.refuse(column, _("is no focal point, or no longer one"))
        return found

    def number(self, line: Line) -> str:
        """Return the number in its one form; refused when it is none, or another's: in this list, or of ours."""
        phone = canonical(line.text("number"))
        if not phone.valid:
            if line.has("number"):
                line.refuse("number", _("is no phone number"))
            return ""
        code = line.text("code")
        other, first = self._numbers.setdefault(phone.value, (code, line.number))
        if other != code:
            line.refuse("number", STANDS, line=first)
        if {self._holders.get(one, code) for one in hashes_of(phone.value)} - {code}:
            line.refuse_met("number", OF_ANOTHER, key_of(phone.value))
        return phone.value

    def named(self, *columns: str) -> set[str]:
        """Return what stands in these columns."""
        return {line.text(name) for line in self._lines for name in columns if line.has(name)}

    @cached_property
    def _bases(self) -> dict[str, Base]:
        rows = Base.objects.filter(slug__in=self.named("base")).select_related("area")
        return {base.slug: base for base in rows}

    @cached_property
    def _communities(self) -> dict[str, Community]:
        rows = Community.objects.filter(code__in=self.named("community"))
        return {row.code: row for row in rows}

    @cached_property
    def _people(self) -> dict[str, FocalPoint]:
        rows = FocalPoint.objects.filter(code__in=self.named("holder", "keeper"), is_active=True)
        return {row.code: row for row in rows}

    @cached_property
    def _holders(self) -> dict[bytes, str]:
        """Whose the numbers of this list are, by keyed hash."""
        wanted = list(_hashes(self.named("number")))
        found: dict[bytes, str] = {}
        for people in (FocalPoint, Responder):
            rows = people.objects.filter(number_hash__in=wanted).values_list("number_hash", "code")
            found |= {bytes(key): code for key, code in rows}
        return found


def _hashes(numbers: Iterable[str]) -> Iterable[bytes]:
    for number in numbers:
        phone = canonical(number)
        if phone.valid:
            yield from hashes_of(phone.value)
