"""A flash drafted from fields: facts before comment, what is not known said, every sentence with its records."""

from collections.abc import Iterable

from tocsin.domain.report_words import FlashStage, Level, Section, Topic
from tocsin.domain.reports.flash_facts import Counted, FlashFacts
from tocsin.domain.reports.next_flash import next_statements
from tocsin.domain.reports.signs import signs_of_flash
from tocsin.domain.reports.statements import Coarse, Fields, Statement
from tocsin.domain.words import Kind

CONSEQUENCES = (
    "killed", "injured", "abducted", "missing", "arrested", "recruited", "displaced",
    "households", "houses", "shops", "cattle", "vehicles", "motorbikes", "surrendered", "returned",
)  # fmt: skip
HARM = ("killed", "injured", "abducted", "missing")


def build_flash(facts: FlashFacts, stage: FlashStage) -> list[Statement]:
    """Return the sentences of a flash, in the order of its headings."""
    topic = topic_of(facts)
    found = [
        *_event(facts, topic),
        *_consequences(facts),
        *_action(facts),
        *_background(facts),
        *_gaps(facts),
        *next_statements(facts, stage),
        _grading(facts),
    ]
    return found if not facts.is_restricted else [_guarded(one) for one in found]


def topic_of(facts: FlashFacts) -> Topic:
    """Return who else must be allowed to read who did it."""
    sides = {side for _, side in facts.alleged}
    if "mission" in sides:
        return Topic.MISSION
    return Topic.STATE if "state" in sides else Topic.GENERAL


def gaps_of(facts: FlashFacts) -> list[str]:
    """Return what is not known, by code: the reader must not take silence for a no."""
    counted = {one.name for one in facts.counts}
    missing = {
        "who": not [code for code, _ in facts.alleged if code != "UNK"],
        "how_many": "armed_men" not in counted and _is_armed(facts.kind),
        "casualties": not counted & set(HARM),
        "place": not facts.where.place,
        "direction": not facts.direction and facts.kind in (Kind.MOVEMENT, Kind.ATTACK),
        "second_source": facts.n_origins < 2,
        "eyewitness": facts.n_first_hand == 0,
        "denied": facts.n_denials > 0,
        "community": facts.told_at is None,
    }
    return [code for code, is_missing in missing.items() if is_missing]


def _is_armed(kind: Kind) -> bool:
    return kind in (
        Kind.ATTACK,
        Kind.MOVEMENT,
        Kind.PRESENCE,
        Kind.AMBUSH,
        Kind.CLASH,
        Kind.LOOTING,
    )


def _event(facts: FlashFacts, topic: Topic) -> Iterable[Statement]:
    where, about = facts.where, facts.about
    yield Statement(
        "event.what", Section.EVENT, "flash.what",
        {
            "priority": facts.priority.value, "kind": facts.kind.value, "alerts": facts.n_alerts,
            "independent": facts.n_origins,
        },
        about, Level.HIGH,
        coarse=Coarse(
            Level.MODERATE, "flash.what_rough",
            {"priority": facts.priority.value, "kind": facts.kind.value},
        ),
    )  # fmt: skip
    named = [code for code, _ in facts.alleged if code != "UNK"]
    if named:
        yield Statement(
            "event.who", Section.EVENT, "flash.who", {"actors": named}, about, Level.HIGH, topic
        )
    rough = {"territory": where.territory, "province": where.province}
    yield Statement(
        "event.where", Section.EVENT, "flash.where",
        {
            "place": where.place or "?", "km": round(where.km) if where.km is not None else None,
            "bearing": where.bearing, "base": where.base, "pcode": where.pcode,
            "grid": where.grid, **rough,
        },
        about[:1], Level.HIGH, coarse=_where_rough(rough),
    )  # fmt: skip
    at, received = facts.happened_at.isoformat(), facts.received_at.isoformat()
    yield Statement(
        "event.when", Section.EVENT, "flash.when", {"at": at, "received": received}, about,
        Level.HIGH, coarse=Coarse(Level.MODERATE, "flash.when_rough", {"at": at}),
    )  # fmt: skip
    armed = next((one for one in facts.counts if one.name == "armed_men"), None)
    if armed or facts.direction:
        yield Statement(
            "event.armed", Section.EVENT, "flash.armed",
            {"n": _range(armed) if armed else None, "sources": armed.sources if armed else None,
             "direction": facts.direction},
            about, Level.HIGH,
        )  # fmt: skip


def _where_rough(rough: Fields) -> Coarse | None:
    """Where no territory is known, whoever may not know the place is told no place at all."""
    return Coarse(Level.MODERATE, "flash.where_rough", rough) if any(rough.values()) else None


def _consequences(facts: FlashFacts) -> Iterable[Statement]:
    by_name = {one.name: one for one in facts.counts}
    if not by_name.keys() & set(CONSEQUENCES):
        # That nobody counted is no sign that nobody was hurt: "nothing to report" would say that.
        yield Statement(
            "consequences.none", Section.CONSEQUENCES, "flash.no_count", {}, facts.about,
            Level.MODERATE,
        )  # fmt: skip
    for name in CONSEQUENCES:
        if one := by_name.get(name):
            yield Statement(
                f"consequences.{name}", Section.CONSEQUENCES, "flash.count",
                {"n": _range(one), "sources": one.sources}, facts.about[1:] or facts.about,
                Level.HIGH, coarse=Coarse(Level.MODERATE, "flash.count_rough", {"n": _range(one)}),
            )  # fmt: skip


def _action(facts: FlashFacts) -> Iterable[Statement]:
    for number, one in enumerate(facts.done, start=1):
        fields = {
            "at": one.at.isoformat(), "actor": one.actor, "base": one.base, "type": one.type,
            "state": one.state, "why_not": one.why_not, "result": one.result,
        }  # fmt: skip
        rough = {"actor": one.actor, "state": one.state}
        yield Statement(
            f"action.{number}", Section.ACTION, "flash.done", fields, (one.reference,), Level.HIGH,
            coarse=Coarse(Level.MODERATE, "flash.done_rough", rough),
        )  # fmt: skip
    if facts.nobody:
        yield Statement(
            "action.nobody", Section.ACTION, "flash.nobody", {"why_not": facts.nobody},
            facts.about[:1], Level.HIGH,
        )  # fmt: skip
    if not facts.done and not facts.nobody:
        yield Statement("action.none", Section.ACTION, "flash.no_action", {}, facts.about[:1])
    if facts.told_at:
        yield Statement(
            "action.told", Section.ACTION, "flash.told", {"at": facts.told_at.isoformat()},
            facts.about[:1], Level.MODERATE,
        )  # fmt: skip


def _background(facts: FlashFacts) -> Iterable[Statement]:
    where = facts.where
    if not facts.earlier:
        yield Statement(
            "background.none", Section.BACKGROUND, "flash.no_earlier", {}, facts.about[:1],
            Level.MODERATE,
        )  # fmt: skip
    for one in facts.earlier[:5]:
        fields = {
            "at": one.at.isoformat(), "kind": one.kind.value, "km": round(one.km),
            "state": one.state.value, "number": one.number, "flash": one.flash,
        }  # fmt: skip
        yield Statement(
            f"background.{one.number}", Section.BACKGROUND, "flash.earlier", fields,
            (f"incident:{one.number}",), Level.HIGH,
        )  # fmt: skip
    if facts.earlier:
        yield Statement(
            "background.count", Section.BACKGROUND, "flash.earlier_count",
            {"n": len(facts.earlier)}, tuple(f"incident:{one.number}" for one in facts.earlier),
            Level.MODERATE,
        )  # fmt: skip
    if where.population:
        yield Statement(
            "background.people", Section.BACKGROUND, "flash.people", {"n": where.population},
            facts.about[:1], Level.HIGH,
        )  # fmt: skip
    yield from signs_of_flash(facts.signs, facts.about)


def _gaps(facts: FlashFacts) -> Iterable[Statement]:
    gaps = gaps_of(facts)
    for code in gaps:
        yield Statement(
            f"gaps.{code}", Section.GAPS, f"gap.{code}", {}, facts.about[:1], Level.MODERATE
        )
    if not gaps:
        yield Statement("gaps.none", Section.GAPS, "gap.none", {}, facts.about[:1], Level.LOW)
    if facts.calls_due:
        yield Statement(
            "gaps.calls", Section.GAPS, "flash.calls", {"n": facts.calls_due}, facts.about[:1]
        )


def _grading(facts: FlashFacts) -> Statement:
    fields = {
        "grade": facts.grade, "source": facts.grade[:1], "content": facts.grade[1:],
        "state": facts.state.value, "alerts": facts.n_alerts, "independent": facts.n_origins,
        "first_hand": facts.n_first_hand,
    }  # fmt: skip
    return Statement(
        "grading", Section.GRADING, "flash.grading", fields, facts.about, Level.HIGH,
        coarse=Coarse(Level.MODERATE, "flash.grading_rough", {"state": facts.state.value}),
    )  # fmt: skip


def _guarded(one: Statement) -> Statement:
    """Nothing of a restricted incident is said more roughly to those who may not know of it."""
    return Statement(
        one.key, one.section, one.code, one.fields, one.sources, Level.HIGH, Topic.PROTECTION
    )


def _range(one: Counted) -> dict[str, int | str | None]:
    return {"what": one.name, "min": one.least, "max": one.most}
