"""What the rules, the model in use and a new one would each have said of messages that people judged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from tocsin.domain.folding import READ_AT_MOST, tokenise
from tocsin.domain.learning import Weighed, Weights
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.kinds import weigh
from tocsin.domain.reading.read import find_words, read_message
from tocsin.domain.trials import Trial
from tocsin.domain.words import Kind

# Kinds do not hang on the hour; a fixed one keeps a trial the same each time.
_ANY_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)


def weigh_by_rules(text: str, lexicon: Lexicon) -> Weighed:
    """Return the weights that the rules alone give the kinds of a text."""
    hits = find_words(tokenise(text[:READ_AT_MOST]), lexicon, _nowhere())
    return tuple(weigh(hits, lexicon).weights.items())


def try_out(
    rows: Sequence[tuple[str, Kind]], *, lexicon: Lexicon, new: Weights, in_use: Weights | None
) -> list[Trial]:
    """Return one trial for each row, by the whole reader: what learning may not take away counts too."""

    def first(text: str, learned: Weights | None) -> Kind:
        return read_message(
            text, lexicon=lexicon, gazetteer=_nowhere(), sent_at=_ANY_DAY, learned=learned
        ).kind

    trials = []
    for text, said in rows:
        rules = first(text, None)
        now = first(text, in_use) if in_use else rules
        trials.append(Trial(said, rules, now, first(text, new)))
    return trials


def share_right(pairs: Sequence[tuple[Kind, Kind]]) -> float:
    """Return how many of these pairs (said by a person, said by the machine) agree, 0 for none."""
    return sum(said is read for said, read in pairs) / len(pairs) if pairs else 0.0


@cache
def _nowhere() -> Gazetteer:
    return Gazetteer.build(())
