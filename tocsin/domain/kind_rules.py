"""Rules by which concepts that stand together speak for a kind (lexicons/kinds.toml), compiled to be found by concept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KindRule:
    """`kind` gains `weight` when each of `groups` has a concept in the message, within `within` words if given."""

    kind: str
    groups: tuple[frozenset[str], ...]
    weight: float
    within: int | None
    none: str


@dataclass(frozen=True, slots=True)
class KindRules:
    """All rules in their order; a message asks only those whose first group it touches."""

    every: tuple[KindRule, ...]
    _by_first: dict[str, tuple[int, ...]]
    _by_kind: dict[str, tuple[KindRule, ...]]

    @staticmethod
    def compile(rows: Iterable[Mapping[str, Any]]) -> "KindRules":
        """Return the rules of a parsed file."""
        every = tuple(map(_rule, rows))
        by_first: dict[str, list[int]] = {}
        for number, rule in enumerate(every):
            for concept in rule.groups[0]:
                by_first.setdefault(concept, []).append(number)
        return KindRules(
            every,
            {concept: tuple(numbers) for concept, numbers in by_first.items()},
            {kind: tuple(r for r in every if r.kind == kind) for kind in {r.kind for r in every}},
        )

    def touched_by(self, concepts: Iterable[str]) -> Iterator[KindRule]:
        """Yield the rules that may hold beside these concepts, in their order."""
        numbers = {number for one in concepts for number in self._by_first.get(one, ())}
        return (self.every[number] for number in sorted(numbers))

    def of_kind(self, kind: str) -> tuple[KindRule, ...]:
        return self._by_kind.get(kind, ())


def _rule(row: Mapping[str, Any]) -> KindRule:
    groups = tuple(frozenset(group.split("/")) for group in row["all"])
    return KindRule(
        row["kind"], groups, float(row["weight"]), row.get("within"), row.get("none", "")
    )
