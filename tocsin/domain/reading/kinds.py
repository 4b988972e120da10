"""What a message is about: the weights of its evidence, with the words that gave them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.domain.kind_rules import KindRule
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.instinct import RULES, Felt
from tocsin.domain.words import NOT_WARNINGS, Kind

# Beside these a movement is only how it came about.
GRAVER = concepts(
    "attack kill dead abduct ambush clash shots explode loot burn rape recruit extort forced_labour "
    "surrender threat"
)
# What is planned is a threat first, and only then what it threatens.
_PLANNABLE = concepts("attack kill abduct loot burn enter shots approach clash explode")
_PLAN_WEIGHT = 2.8
_PLAN_SHARE = 0.4
# "en fuite a cause des combats": what drove people out is told, but the flight is the news.
CAUSE = "cause"
_CAUSE_SHARE = 0.4
# What a second and third word for the same thing still adds.
_REPEATED = 0.25


@dataclass(slots=True)
class Scores:
    """Weights by kind, and which evidence or rule gave each."""

    weights: dict[Kind, float] = field(default_factory=dict)
    because: list[tuple[Kind, str, Hit | None, float]] = field(default_factory=list)
    felt: Felt | None = None

    def add(self, kind: Kind, weight: float, rule: str, hit: Hit | None = None) -> None:
        self.weights[kind] = self.weights.get(kind, 0.0) + weight
        self.because.append((kind, rule, hit, weight))

    def ranked(self, *, warnings: bool) -> list[tuple[Kind, float]]:
        """Return the kinds that are (or are not) warnings, heaviest first."""
        chosen = [
            (kind, weight)
            for kind, weight in self.weights.items()
            if (kind not in NOT_WARNINGS) == warnings and weight > 0
        ]
        return sorted(chosen, key=_heaviest)

    def likeliest(self, extra: Mapping[Kind, float]) -> list[tuple[Kind, float]]:
        """Return every kind by the rules (and `extra`) and what is felt together, with its share; none without either."""
        weights = dict(self.weights)
        for kind, weight in extra.items():
            weights[kind] = weights.get(kind, 0.0) + weight
        if self.felt is None:
            return sorted((p for p in weights.items() if p[1] > 0), key=_heaviest)
        logits = {
            kind: felt + RULES * weights.get(kind, 0.0) for kind, felt in self.felt.kinds.items()
        }
        top = max(logits.values())
        shares = {kind: math.exp(logit - top) for kind, logit in logits.items()}
        total = sum(shares.values())
        return sorted(((kind, share / total) for kind, share in shares.items()), key=_heaviest)


def _heaviest(pair: tuple[Kind, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def weigh(hits: Sequence[Hit], lexicon: Lexicon) -> Scores:
    """Return the weights of a message; denied evidence counts for nothing."""
    scores = Scores()
    active = [hit for hit in hits if not hit.negated]
    _weigh_words(active, lexicon, scores)
    by_concept = _by_concept(active, lexicon)
    graver = GRAVER & by_concept.keys()
    for rule in lexicon.rules.touched_by(by_concept):
        if _holds(rule, by_concept) and not (rule.none == "grave" and graver):
            scores.add(Kind(rule.kind), rule.weight, f"{rule.kind.lower()}.rule")
    return scores


def _weigh_words(active: Iterable[Hit], lexicon: Lexicon, scores: Scores) -> None:
    seen: dict[str, int] = {}
    for hit in active:
        base = lexicon.base.get(hit.concept)
        if base is None:
            continue
        times = seen.get(hit.concept, 0)
        seen[hit.concept] = times + 1
        if times < 3:
            weight = base[1] if times == 0 else base[1] * _REPEATED
            rule = f"{hit.concept}.{hit.language or 'any'}"
            if hit.tense == CAUSE:
                weight *= _CAUSE_SHARE
            if hit.tense == "plan" and hit.concept in _PLANNABLE:
                scores.add(Kind.THREAT, _PLAN_WEIGHT if times == 0 else 0.3, f"{rule}.plan", hit)
                weight *= _PLAN_SHARE
            scores.add(Kind(base[0]), weight, rule, hit)


def _by_concept(active: Iterable[Hit], lexicon: Lexicon) -> dict[str, list[Hit]]:
    """Return the evidence by concept; an actor is also armed or state, a killing under way also kill_now."""
    found: dict[str, list[Hit]] = {}
    for hit in active:
        found.setdefault(hit.concept, []).append(hit)
        if hit.tense == "now":
            found.setdefault(f"{hit.concept}_now", []).append(hit)
        concept, _, code = hit.concept.partition(":")
        if concept == "actor":
            found.setdefault(lexicon.actors[code].side, []).append(hit)
    return found


def _holds(rule: KindRule, by_concept: dict[str, list[Hit]]) -> bool:
    if any(group.isdisjoint(by_concept) for group in rule.groups):
        return False
    if rule.within is None or len(rule.groups) < 2:
        return True
    groups = [
        [hit for concept in group for hit in by_concept.get(concept, ())] for group in rule.groups
    ]
    return any(
        abs(one.start - other.start) <= rule.within for one in groups[0] for other in groups[1]
    )
