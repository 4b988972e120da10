"""The four shapes of severity as SVG: the same on screen, on the map, on paper and in reports."""

from typing import NamedTuple

from tocsin.domain.words import Priority


class Symbol(NamedTuple):
    """A shape in a box of 24 by 24, centred on 12,12, with its colours on white paper."""

    outline: str
    letter: str
    fill: str
    line: str
    ink: str


# Letters are strokes, not text: a report must look the same where the font is missing.
SYMBOLS = {
    Priority.P1: Symbol("M12 2 23 21.5H1z", "M12 9v5.5m0 3v.6", "#8e0b3a", "#8e0b3a", "#ffffff"),
    Priority.P2: Symbol(
        "M12 .8 23.2 12 12 23.2.8 12z",
        "M9.2 8v8m5.6-8v8m-5.6-4h5.6",
        "#c04f00",
        "#c04f00",
        "#ffffff",
    ),
    Priority.P3: Symbol(
        "M4.5 2.5h15a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2z",
        "M8 16V8.2l4 5 4-5V16",
        "#f0b429",
        "#9a6b00",
        "#1b1f24",
    ),
    Priority.P4: Symbol(
        "M12 2a10 10 0 0 1 0 20 10 10 0 0 1 0-20z",
        "M10 8v8h4.8",
        "#a9d3f0",
        "#2f6ea0",
        "#12324a",
    ),
}


def severity_shape(priority: Priority) -> str:
    """Return the drawing without its `<svg>`, for a box of 24 by 24.

    Colours stand as attributes for paper; on screen the classes let the style sheet replace them.
    """
    symbol = SYMBOLS[priority]
    code = priority.value.lower()
    return (
        f'<path class="shape-{code}" d="{symbol.outline}" fill="{symbol.fill}"'
        f' stroke="{symbol.line}" stroke-width="1.5" stroke-linejoin="round"/>'
        f'<path class="letter-{code}" d="{symbol.letter}" fill="none" stroke="{symbol.ink}"'
        ' stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def severity_svg(priority: Priority) -> str:
    """Return a whole picture, hidden from screen readers: the word always stands beside it."""
    shape = severity_shape(priority)
    return f'<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{shape}</svg>'
