"""Lists of bases, communities and focal points from CSV, checked line by line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "bases": ("slug", "name", "kind", "lat", "lon"),
    "communities": ("code", "name", "lat", "lon", "base"),
    "focal-points": ("code", "name", "number", "community", "language"),
    "responders": ("code", "name", "number", "base", "function", "language"),
}
LINES_OF_HEADER = 1


class UnreadableList(ValueError):
    """A list cannot be used: `line` counts from 1 with the header, `why` names a column."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: its line in the file, and its values by column."""

    number: int
    values: Mapping[str, str]

    def text(self, column: str, default: str = "") -> str:
        return (self.values.get(column) or default).strip()

    def number_of(self, column: str, *, least: float, most: float) -> float:
        """Return a number within bounds. Raises UnreadableList."""
        try:
            value = float(self.text(column).replace(",", "."))
        except ValueError:
            raise UnreadableList(self.number, f"{column} is not a number") from None
        if not least <= value <= most:
            raise UnreadableList(self.number, f"{column} is not between {least} and {most}")
        return value


def read_list(kind: str, text: str) -> Sequence[Line]:
    """Return the rows of a CSV whose first line names its columns.

    Comma or semicolon, UTF-8. Raises UnreadableList for a missing column or an empty value.
    """
    return list(_lines(kind, text))


def _lines(kind: str, text: str) -> Iterator[Line]:
    plain = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    separator = ";" if plain.partition("\n")[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(plain), delimiter=separator)
    names = {(name or "").strip().lower() for name in rows.fieldnames or ()}
    missing = [name for name in REQUIRED[kind] if name not in names]
    if missing:
        raise UnreadableList(LINES_OF_HEADER, f"columns missing: {', '.join(missing)}")
    for number, row in enumerate(rows, start=LINES_OF_HEADER + 1):
        line = Line(number, {(k or "").strip().lower(): v or "" for k, v in row.items() if k})
        empty = [name for name in REQUIRED[kind] if not line.text(name)]
        if empty:
            raise UnreadableList(number, f"{', '.join(empty)} is empty")
        yield line
