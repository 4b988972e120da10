"""Bars as SVG for reports: the same colours as the screen, the numbers written above, readable in grey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.domain.words import Priority
from tocsin.formats.markup import escape

FONT = "'Libertinus Serif', serif"
# The darkest is the gravest, so that a black-and-white print keeps the order.
FILLS: Mapping[Priority, tuple[str, str]] = {
    Priority.P1: ("#8e0b3a", "#8e0b3a"),
    Priority.P2: ("#c04f00", "#c04f00"),
    Priority.P3: ("#f0b429", "#9a6b00"),
    Priority.P4: ("#a9d3f0", "#2f6ea0"),
}
LEFT, TOP, FOOT, KEY = 8, 26, 30, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: how many of each priority."""

    label: str
    counts: Mapping[Priority, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def draw_bars(
    bars: Sequence[Bar], *, title: str, legend: Mapping[Priority, str], width: int, height: int
) -> str:
    """Return one `<svg>` of stacked bars; `title` is its name for screen readers."""
    room = height - TOP - FOOT - KEY
    most = max((bar.total for bar in bars), default=0) or 1
    step = (width - 2 * LEFT) / max(len(bars), 1)
    drawn = "".join(
        _bar(bar, LEFT + step * place, step, room, most) for place, bar in enumerate(bars)
    )
    base = TOP + room
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="{FONT}" role="img"><title>{escape(title)}</title>{drawn}'
        f'<path d="M{LEFT} {base}H{width - LEFT}" stroke="#46505a"/>{_key(legend, width, height)}</svg>'
    )


def _bar(bar: Bar, x: float, step: float, room: float, most: int) -> str:
    wide, y = step * 0.66, TOP + room
    left = x + (step - wide) / 2
    pieces = []
    for priority, (fill, line) in FILLS.items():
        if count := bar.counts.get(priority, 0):
            high = room * count / most
            y -= high
            pieces.append(
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
                f' fill="{fill}" stroke="{line}"/>'
            )
    middle = x + step / 2
    return (
        "".join(pieces)
        + f'<text x="{middle:.1f}" y="{y - 5:.1f}" font-size="14" font-weight="bold"'
        f' text-anchor="middle">{bar.total}</text>'
        + f'<text x="{middle:.1f}" y="{TOP + room + 18:.1f}" font-size="13"'
        f' text-anchor="middle" fill="#46505a">{escape(bar.label)}</text>'
    )


def _key(legend: Mapping[Priority, str], width: int, height: int) -> str:
    room = (width - 2 * LEFT) / max(len(legend), 1)
    return "".join(
        f'<rect x="{LEFT + room * place:.1f}" y="{height - 16}" width="11" height="11"'
        f' fill="{FILLS[priority][0]}" stroke="{FILLS[priority][1]}"/>'
        f'<text x="{LEFT + room * place + 16:.1f}" y="{height - 6}" font-size="13">{escape(word)}</text>'
        for place, (priority, word) in enumerate(legend.items())
    )
