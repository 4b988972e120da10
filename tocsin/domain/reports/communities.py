"""What reports say of communities: threats as they are judged, needs, rumours, meetings, promises."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.domain.need_words import NeedState, NeedTopic, ThreatChange
from tocsin.domain.report_words import Level, Section
from tocsin.domain.reports.office_facts import Met, Owed
from tocsin.domain.reports.statements import Coarse, Statement
from tocsin.domain.risk import risk_of
from tocsin.domain.words import Kind

MOST = 12


@dataclass(frozen=True, slots=True)
class Threatened:
    """A threat to a community as it is judged. The reasons stay on its sheet: they are people's words."""

    number: int
    code: str  # of the community
    place: str
    territory: str
    kind: Kind
    likelihood: int
    impact: int
    change: ThreatChange
    review_on: str
    is_due: bool = False

    @property
    def gravity(self) -> tuple[int, int]:
        return self.likelihood * self.impact, self.impact

    @property
    def is_moved(self) -> bool:
        return self.change is not ThreatChange.SAME

    def fields(self) -> dict[str, Any]:
        return {
            "place": self.place, "kind": self.kind.value, "likelihood": self.likelihood,
            "impact": self.impact, "risk": risk_of(self.likelihood, self.impact).value,
            "change": self.change.value, "review": self.review_on, "due": self.is_due,
        }  # fmt: skip

    @property
    def source(self) -> str:
        return f"threat:{self.number}:{self.code}"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A need of a community; what exactly it lacks stays in the register."""

    number: int
    place: str
    territory: str
    topic: NeedTopic
    people: int | None
    heard_at: str
    state: NeedState
    is_new: bool = False

    def fields(self) -> dict[str, Any]:
        return {
            "number": self.number, "place": self.place, "topic": self.topic.value,
            "n": self.people, "at": self.heard_at, "state": self.state.value,
        }  # fmt: skip

    @property
    def source(self) -> str:
        return f"need:{self.number}"


def threat_statements(rows: Sequence[Threatened]) -> Iterable[Statement]:
    """Return the threats that stand, the gravest first; that nobody judged one is said as well."""
    here = Section.BY_AREA
    if not rows:
        yield Statement("by_area.threats.nobody", here, "threats.nobody", {}, ("register:threats",))
        return
    order = sorted(rows, key=lambda one: (one.gravity, one.number), reverse=True)
    for one in order[:MOST]:
        yield Statement(
            f"by_area.threat.{one.number}", here, "row.threats", one.fields(), (one.source,)
        )
    if len(rows) > MOST:
        more = {"n": len(rows) - MOST}
        yield Statement("by_area.threats.more", here, "threats.more", more, ("register:threats",))


def need_statements(rows: Sequence[Lacking]) -> Iterable[Statement]:
    """Return how many needs are open and what became of some, then the largest of those that are."""
    if not rows:
        return
    here, states = Section.POPULATION, Counter(one.state for one in rows)
    is_open = [one for one in rows if one.state in (NeedState.OPEN, NeedState.REFERRED)]
    yield Statement(
        "population.needs", here, "needs.total",
        {
            "n": len(is_open), "new": sum(one.is_new for one in rows),
            "referred": states[NeedState.REFERRED], "met": states[NeedState.MET],
            "not_met": states[NeedState.NOT_MET],
        },
        ("register:needs",),
    )  # fmt: skip
    order = sorted(is_open, key=lambda one: (one.is_new, one.people or 0, one.number), reverse=True)
    for one in order[:MOST]:
        yield Statement(
            f"population.need.{one.number}", here, "row.needs", one.fields(), (one.source,)
        )
    if len(order) > MOST:
        more = {"n": len(order) - MOST}
        yield Statement("population.needs.more", here, "needs.more", more, ("register:needs",))


def new_threats(rows: Iterable[Threatened]) -> Iterable[Statement]:
    """Return the threats that were judged, or judged anew, in the period of a daily."""
    for one in rows:
        about = {"kind": one.kind.value}
        yield _new(one, f"threats.threat.{one.number}", Section.THREATS, "daily.threat", about)


def new_needs(rows: Iterable[Lacking]) -> Iterable[Statement]:
    """Return the needs that were heard in the period of a daily."""
    for one in rows:
        about = {"topic": one.topic.value}
        yield _new(one, f"population.need.{one.number}", Section.POPULATION, "daily.need", about)


def _new(
    one: Threatened | Lacking, key: str, section: Section, code: str, about: dict[str, str]
) -> Statement:
    """Say it whole, and by territory alone for readers below its level."""
    rough = Coarse(Level.MODERATE, f"{code}_rough", {**about, "territory": one.territory})
    return Statement(key, section, code, one.fields(), (one.source,), coarse=rough)


def concerns(owed: Owed, section: Section) -> list[Statement]:
    heard, checked, late = owed.rumours
    given, still, answers_late = owed.answers
    return [
        Statement(
            f"{section}.rumours", section, "daily.rumours",
            {"heard": heard, "checked": checked, "late": late}, ("register:rumours",),
            Level.MODERATE,
        ),
        Statement(
            f"{section}.answers", section, "daily.answers",
            {"given": given, "owed": still, "late": answers_late}, ("register:answers",),
            Level.MODERATE,
        ),
    ]  # fmt: skip


def perceptions(owed: Owed, meetings: Sequence[Met]) -> list[Statement]:
    """Return what was heard in meetings and rumours, and what was promised and became of it."""
    here = Section.PROMISES
    met = Statement(
        "promises.meetings", here, "weekly.met",
        {
            "n": len(meetings), "women": sum(one.women for one in meetings),
            "men": sum(one.men for one in meetings),
            "worried": sum(one.has_concerns for one in meetings),
        },
        tuple(f"meeting:{one.number}" for one in meetings) or ("register:meetings",),
    )  # fmt: skip
    names = ("made", "kept", "broken", "open", "late")
    promised = Statement(
        "promises.count", here, "weekly.promises",
        dict(zip(names, owed.promises, strict=True)), ("register:commitments",),
    )  # fmt: skip
    return [met, *concerns(owed, here), promised]
