"""What somebody wrote down by ear: what they judged themselves, and what is left for the reader."""

from tocsin.domain.words import RESTRICTED_KINDS, Kind, Priority

UNSAID = Priority.P2
"""How grave something restricted is when nobody said: seen today, by those who may."""


def judged_by_hand(kind: Kind | None, priority: Priority | None) -> tuple[Kind, Priority] | None:
    """Return what the writer judged, None when it is to be read.

    Of a restricted kind no words are kept (domain.md §5.2): there is nothing to read, so the kind alone is enough.
    """
    if kind is None:
        return None
    if priority is None and kind in RESTRICTED_KINDS:
        return kind, UNSAID
    return None if priority is None else (kind, priority)


def words_for_reader(text: str, place: str) -> str:
    """Return the words with the place that was chosen beside them, so that reading finds it too."""
    return f"{text}\n{place}" if text and place else text
