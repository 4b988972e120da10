"""The deny matrix: kind × alleged actor × addressee. One rule that denies is enough (domain.md §5.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.words import NOT_WARNINGS, RESTRICTED_KINDS, Kind

STATE_SIDE = "state"
MISSION_SIDE = "mission"
UNKNOWN_ACTOR = "UNK"

_SECURITY = frozenset({AddresseeKind.STATE_FORCE, AddresseeKind.STATE_POLICE})
_STATE = _SECURITY | {AddresseeKind.LOCAL_AUTHORITY}
_OTHERS = frozenset(AddresseeKind) - {AddresseeKind.PROTECTION}
# Acts by which a state harms people: its other arms hear of them through human rights only.
_VIOLATIONS = frozenset(
    {Kind.KILLING, Kind.ABDUCTION, Kind.EXTORTION, Kind.FORCED_LABOUR, Kind.ARREST, Kind.LOOTING,
     Kind.ARSON, Kind.ATTACK, Kind.SHOTS, Kind.THREAT, Kind.SCHOOL, Kind.CATTLE, Kind.MOB}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alleged:
    """Somebody said to have done it. A doubtful or presumed actor is here like a named one."""

    code: str
    side: str  # armed, state or mission; empty when we do not know the code


@dataclass(frozen=True, slots=True)
class To:
    """An addressee as the rules see it; `actors` are the codes that it is, belongs to or fights beside."""

    kind: AddresseeKind
    actors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Denial:
    """One line of the matrix. None stands for any."""

    code: str
    kinds: frozenset[Kind] | None
    sides: frozenset[str] | None
    addressees: frozenset[AddresseeKind] | None

    def holds(self, kind: Kind, sides: frozenset[str], addressee: AddresseeKind) -> bool:
        return (
            (self.kinds is None or kind in self.kinds)
            and (self.sides is None or bool(self.sides & sides))
            and (self.addressees is None or addressee in self.addressees)
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """`denied` holds the codes of every rule that denies; `doubts` what the approver must weigh."""

    denied: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_denied(self) -> bool:
        return bool(self.denied)


MATRIX: tuple[Denial, ...] = (
    Denial("release.no_warning", NOT_WARNINGS - {Kind.ALL_CLEAR}, None, None),
    Denial("release.guarded_kind", RESTRICTED_KINDS, None, _OTHERS),
    # Whoever lays down arms is in danger from those whom he left and from those whom he fought.
    Denial("release.surrender", frozenset({Kind.SURRENDER}), None, _STATE),
    Denial("release.arrest", frozenset({Kind.ARREST}), None, _SECURITY),
    Denial("release.state_force_alleged", None, frozenset({STATE_SIDE}), _SECURITY),
    Denial("release.state_act", _VIOLATIONS, frozenset({STATE_SIDE}), _STATE),
    Denial("release.mission_alleged", None, frozenset({MISSION_SIDE}), _OTHERS),
    # A code that this version does not know may be anybody's.
    Denial("release.actor_not_known_here", None, frozenset({""}), _STATE),
)  # fmt: skip


def judge_release(
    kind: Kind, alleged: Sequence[Alleged], to: To, *, is_restricted: bool = False
) -> Ruling:
    """Say whether an addressee may be told, with every reason against it.

    A perpetrator is never told: neither the one who is named nor one who may be meant. That nobody
    was named is a doubt for the approver, since soldiers too come without a name.
    """
    denied = list(_denied(kind, alleged, to))
    if is_restricted and to.kind is not AddresseeKind.PROTECTION:
        denied.append("release.restricted_incident")
    doubts: tuple[str, ...] = ()
    if to.kind in _STATE and not _is_anybody_named(alleged):
        doubts = ("release.actor_not_named",)
    return Ruling(tuple(denied), doubts)


def _denied(kind: Kind, alleged: Sequence[Alleged], to: To) -> Iterable[str]:
    if to.actors & {one.code for one in alleged}:
        yield "release.perpetrator"
    sides = frozenset(one.side for one in alleged)
    for line in MATRIX:
        if line.holds(kind, sides, to.kind):
            yield line.code


def _is_anybody_named(alleged: Sequence[Alleged]) -> bool:
    return any(one.code != UNKNOWN_ACTOR for one in alleged)
