"""Words inside drawings and pages that we write ourselves: always words."""

import html

from tocsin.domain.legible import legible


def escape(text: str) -> str:
    """Return the text as no markup, and as no sign that breaks what it stands in."""
    return html.escape(legible(text))
