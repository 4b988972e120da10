"""Who is coming or has come in: the signs of arrival and of entry that make a message imminent."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.times import When

# Who entered and has done this already was there.
_DONE_BY_NOW = frozenset({"kill", "dead", "abduct", "loot", "burn"})
_THEY = folded_set(
    "ils, wako, bako, bari, bazali, they, wamefika, bayei, bakomi, baje, wanakuja, bazoya"
)


@dataclass(frozen=True, slots=True)
class Comers:
    """What a message says of those who come: `armed` as it is told, `feared` when "they" alone says who.

    `called` is whether somebody calls for help: then they are not gone, whatever else is said.
    """

    concepts: frozenset[str]
    armed: bool
    feared: bool
    called: bool

    @staticmethod
    def of(
        tokens: Sequence[Token],
        active: Sequence[Hit],
        concepts: set[str],
        *,
        called: bool,
        lexicon: Lexicon,
    ) -> "Comers":
        """Return who comes by the evidence that is not denied, whose concepts are given beside it."""
        return Comers(
            frozenset(concepts),
            armed="armed" in concepts or _has_armed_actor(active, lexicon),
            # Those who arrive after a flight are not those from whom they fled.
            feared=_speaks_of_them(tokens) and not concepts & {"flee", "displaced"},
            called=called,
        )

    @property
    def in_reach(self) -> bool:
        """Whether they approach, make somebody cry, or are in already."""
        return bool(self.concepts & {"approach", "cry"}) or (
            "enter" in self.concepts and self.feared
        )

    @property
    def gone(self) -> bool:
        return "gone" in self.concepts and not self.called

    @property
    def are_coming(self) -> bool:
        """Whether somebody to be feared approaches, or armed men pass by now."""
        if "approach" in self.concepts and (self.armed or self.called or self.feared):
            return True
        return (
            self.armed and self.concepts >= {"now", "move"} and not self.concepts & {"gone", "calm"}
        )

    def have_entered(self, when: When) -> bool:
        """Whether armed men came in, are not gone, and nothing says that it is past."""
        if not self.armed or self.gone or "enter" not in self.concepts:
            return False
        return "now" in self.concepts or (when.span is None and not _DONE_BY_NOW & self.concepts)


def _speaks_of_them(tokens: Sequence[Token]) -> bool:
    """Whether "ils sont la" leaves unsaid who: those whom everybody fears."""
    return any(token.key in _THEY for token in tokens)


def _has_armed_actor(active: Sequence[Hit], lexicon: Lexicon) -> bool:
    return any(
        hit.concept.startswith("actor:") and lexicon.actors[hit.concept[6:]].side == "armed"
        for hit in active
    )
