"""What the exercise knows of an area and of two actors. All invented, on purpose: no group of this name exists."""

from datetime import datetime, timedelta

from tocsin.actions.actors import Fact, add_actor, write_fact
from tocsin.actions.background import Known, write_note
from tocsin.actions.closures import plan_closure
from tocsin.actions.needs import Judged, Lack, judge_threat, record_need
from tocsin.actions.packs import make_pack
from tocsin.domain.background_words import ActorSide, Certainty, FactKind, PackFor, SheetPart
from tocsin.domain.need_words import NeedTopic
from tocsin.domain.words import Kind
from tocsin.records.models import Base, Community, User

# part, words, source, certainty, days ago
NOTES = (
    (SheetPart.HISTORY, "People came here in three waves since the road was built; the oldest quarter keeps the market.",
     "Elders of two quarters, meeting of the committee", Certainty.PROBABLE, 60),
    (SheetPart.HISTORY, "The last attack on the market was two harvests ago, from the west, at noon.",
     "Patrol report of that week", Certainty.CONFIRMED, 400),
    (SheetPart.POWER, "The chief decides on land; on the market the traders’ committee is listened to.",
     "Women’s committee", Certainty.PROBABLE, 30),
    (SheetPart.ECONOMY, "Cocoa is sold from September to January: then there is money in the houses, and on the road.",
     "Traders’ committee", Certainty.CONFIRMED, 45),
    (SheetPart.PATTERNS, "Attacks come at dusk on market days; none is known on Sundays.",
     "Register of incidents, one year", Certainty.PROBABLE, 20),
    (SheetPart.MECHANISMS, "Whistles from hill to hill; families go to the school first, then to the base.",
     "The committee of protection, in a meeting", Certainty.CONFIRMED, 20),
    (SheetPart.SENSITIVITIES, "Never ask in public who returned last year. Meet women apart, and before noon.",
     "Liaison assistant of the base", Certainty.CONFIRMED, 10),
)  # fmt: skip


def found_background(by: User, *, at: datetime) -> None:
    """Write the sheet of one base, and open two files of invented groups; the other bases have none.

    Comes last: the pack that it makes holds what all the others founded.
    """
    beni = Base.objects.get(slug="beni")
    today = at.date()
    for part, words, source, certainty, days in NOTES:
        known = Known(part, words, source, certainty, today - timedelta(days=days))
        write_note(beni, known, by=by, at=at - timedelta(days=days % 40))
    hill = add_actor(
        "HILL", "Men of the hill", ActorSide.ARMED, "watu wa mlima, ba montagnards", by=by, at=at
    )
    road = add_actor("ROAD", "Road takers", ActorSide.ARMED, "coupeurs", by=by, at=at)
    for actor, kind, words, other, certainty in (
        (hill, FactKind.PRESENT, "A camp half a day’s walk to the west.", None, Certainty.PROBABLE),
        (hill, FactKind.STRENGTH, "Forty to sixty, few with boots.", None, Certainty.POSSIBLE),
        (hill, FactKind.RIVAL, "Since the quarrel about the barrier.", road, Certainty.PROBABLE),
        (road, FactKind.INCOME, "Barriers on market days.", None, Certainty.CONFIRMED),
    ):
        fact = Fact(
            kind, "Two patrols and the traders’ committee", certainty, today - timedelta(days=12),
            words, other, beni if kind is FactKind.PRESENT else None, today - timedelta(days=90),
        )  # fmt: skip
        write_fact(actor, fact, by=by, at=at)
    oicha = Community.objects.get(name="Oicha")
    lack = Lack(NeedTopic.WATER, "The pump at the school is broken.", at, 400)
    record_need(oicha, lack, by=by, at=at)
    judged = Judged(
        Kind.ATTACK, 3, 5, "Twice within a year, both on market days.", "Women on the way to the market",
        "Whistles, a committee that meets, a road that is open", today + timedelta(days=20),
        "One patrol on each market day, at dusk", "commander of the base",
    )  # fmt: skip
    judge_threat(oicha, judged, by=by, at=at)
    make_pack(beni, PackFor.CONTINGENT, by=by, at=at)
    djugu, planner = Base.objects.get(slug="djugu"), User.objects.get(name="okello")
    day = today + timedelta(days=60)
    plan_closure(
        djugu, reason="The contingent is not replaced.", planned_for=day, by=planner, at=at
    )
