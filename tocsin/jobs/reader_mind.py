"""What a reader process knows: lexicon, gazetteer, and what people taught it since."""

import logging
from collections.abc import Callable, Sequence

from tocsin.domain.briefing import Briefing, Lesson
from tocsin.domain.learning import Confirmation, Weights, from_bytes, learn
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer, PlaceRow
from tocsin.domain.reading import Reading
from tocsin.domain.reading.read import read_message
from tocsin.domain.reading.shadow import weigh_by_rules
from tocsin.jobs.to_read import ToRead

log = logging.getLogger(__name__)

READ_AT_MOST = 20_000  # characters; what is longer was not typed on a phone, and is stored whole


class Mind:
    """Reads messages. `weights` fetches those of a learned model by its number, None when it has none."""

    def __init__(
        self, places: Sequence[PlaceRow], *, weights: Callable[[int], bytes | None]
    ) -> None:
        self._lexicon = Lexicon.load()
        self._bare = self._gazetteer = Gazetteer.build(places)
        self._weights = weights
        self._briefing = Briefing()
        self._learned: Weights | None = None

    def take(self, briefing: Briefing) -> None:
        """Know what the briefing says. What cannot be learned is left out: the rules read without it."""
        if briefing == self._briefing:
            return
        if briefing.places != self._briefing.places:
            self._gazetteer = self._bare.with_more(briefing.places)
        try:
            self._learned = self._taught(briefing)
        except Exception:  # a broken model must not stop the reading of a single message
            log.exception("model %s cannot be used; the rules read alone", briefing.model)
            self._learned = None
        self._briefing = briefing

    def read(self, batch: Sequence[ToRead]) -> list[Reading]:
        return [
            read_message(
                one.text[:READ_AT_MOST],
                lexicon=self._lexicon,
                gazetteer=self._gazetteer,
                sent_at=one.sent_at,
                sender_place=one.sender_place,
                learned=self._learned,
            )
            for one in batch
        ]

    def _taught(self, briefing: Briefing) -> Weights | None:
        """Learn only what is new; another model, or a confirmation taken back, means from the start."""
        known = self._briefing
        goes_on = (known.model, known.salt) == (briefing.model, briefing.salt)
        old = len(known.lessons)
        if self._learned is not None and goes_on and briefing.lessons[:old] == known.lessons:
            return self._teach(self._learned, briefing.lessons[old:], briefing)
        raw = None if briefing.model is None else self._weights(briefing.model)
        if raw is None and not briefing.lessons:
            return None
        start = from_bytes(raw, salt=briefing.salt) if raw else Weights(salt=briefing.salt)
        return self._teach(start, briefing.lessons, briefing)

    def _teach(self, weights: Weights, lessons: Sequence[Lesson], briefing: Briefing) -> Weights:
        for one in lessons:
            rules = tuple(weigh_by_rules(one.text, self._lexicon))
            learn(weights, Confirmation(one.text, one.kind, rules))
        weights.provenance = briefing.version
        return weights
