"""A merge, a split and their undoing reach everybody who was told: phones, addressees, sources, readers."""

import pytest

from tests.stories.outside import Outside, drafted, set_up_outside
from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO
from tests.world import World
from tocsin.actions.answering import decide
from tocsin.actions.rearrange import merge_incidents, split_incident
from tocsin.actions.releases import approve_release
from tocsin.actions.report_bodies import body_text
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.report_words import Section
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import DecisionKind, Role
from tocsin.records.models import (
    Alert,
    Assignment,
    CopyCorrection,
    Correction,
    Feedback,
    Incident,
    Rearrangement,
    Release,
    ReportCopy,
    ReportReader,
    SituationReport,
    User,
)


@pytest.fixture
def two(world: World) -> tuple[Incident, Incident]:
    """An attack at Kasenga and one at Mirembe, each answered for and told to its source."""
    world.neema.texts(ATTACK)
    world.furaha.texts(ATTACK_FAR)
    first, second = world.incidents
    for one in (first, second):
        respond(world, one)
    hears_all(world)
    return first, second


def respond(world: World, incident: Incident) -> None:
    by = world.user("okello")
    decide(incident, by=by, at=world.now, kind=DecisionKind.RESPOND, reason="", via="page")
    world.works()


def hears_all(world: World) -> None:
    for name in ("anil", "chandra", "neema", "furaha", "amani", "mireille", "grace"):
        getattr(world, name).reads_all()


def merge(world: World, one: Incident, into: Incident) -> Rearrangement:
    by = world.user("okello")
    done = merge_incidents(one, into, by=by, at=world.now, reason="one attack")
    world.works()
    return done


def undo(world: World, done: Rearrangement) -> None:
    undo_rearrangement(done, by=world.user("okello"), at=world.now)
    world.works()


def split(world: World, alert: Alert) -> Rearrangement:
    by = world.user("okello")
    done = split_incident(world.incident, [alert], by=by, at=world.now, reason="two")
    world.works()
    return done


def given(world: World, incident: Incident, outside: Outside) -> None:
    release = drafted(world, incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)


def chain_of(incident: Incident) -> list[tuple[str, str]]:
    rows = Release.objects.filter(incident=incident).order_by("sequence")
    return list(rows.values_list("act", "state"))


def test_an_addressee_of_the_merged_one_gets_its_end_and_the_other_through_two_people(
    world: World, two: tuple[Incident, Incident]
) -> None:
    outside = set_up_outside(world)
    given(world, two[1], outside)
    merge(world, two[1], two[0])
    assert chain_of(two[1]) == [("warning", "given"), ("cancel", "asked")]
    assert chain_of(two[0]) == [("warning", "asked")]
    assert Correction.objects.get().told["addressees"] == 1


def test_undoing_a_merge_before_anybody_approved_leaves_the_first_word_standing(
    world: World, two: tuple[Incident, Incident]
) -> None:
    outside = set_up_outside(world)
    given(world, two[1], outside)
    done = merge(world, two[1], two[0])
    undo(world, done)
    assert chain_of(two[1]) == [("warning", "given"), ("cancel", "refused"), ("update", "asked")]
    assert chain_of(two[0]) == [("warning", "refused")]


def test_an_addressee_of_a_split_one_is_told_of_both_parts(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    outside = set_up_outside(world)
    given(world, world.incident, outside)
    done = split(world, Alert.objects.latest("number"))
    assert chain_of(done.incident) == [("warning", "given"), ("update", "asked")]
    assert chain_of(done.other) == [("warning", "asked")]


def test_the_source_of_a_part_hears_that_its_news_no_longer_hold(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    respond(world, world.incident)
    hears_all(world)
    split(world, Alert.objects.latest("number"))
    assert "a change" in world.amani.expects_sms()
    world.neema.expects_nothing()


def test_who_had_a_receipt_alone_hears_nothing_of_a_split(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    hears_all(world)
    split(world, Alert.objects.latest("number"))
    world.amani.expects_nothing()


def test_in_a_merge_the_news_stand_and_what_is_owed_goes_on_with_the_other(world: World) -> None:
    world.neema.texts(ATTACK)
    world.furaha.texts(ATTACK_FAR)
    first, second = world.incidents
    respond(world, second)
    world.furaha.reads_all()
    Feedback.objects.filter(incident=second, clock="first_news").update(state="owed")
    done = merge(world, second, first)
    world.furaha.expects_nothing(containing="badilika")
    assert not Feedback.objects.filter(incident=second, state="owed").exists()
    undo(world, done)
    assert Feedback.objects.filter(incident=second, state="owed").exists()


def released(world: World, incident: Incident, *, names: str) -> SituationReport:
    """A daily that says something of an incident, and one reader who may read it and one who may not."""
    user = User.objects.create(name="joc", password="!")
    Assignment.objects.create(user=user, role=Role.READER.value)
    sentence = Statement("a", Section.ALERTS, text="Three attacks.", sources=(names,))
    report = SituationReport.objects.create(
        number=1, kind="daily", reference="DAILY/1", year=2026, serial=1, state="released",
        body=body_text([sentence]), drafted_at=world.now, released_at=world.now,
        released_by=world.user("okello"), digest="0" * 64,
    )  # fmt: skip
    for audience in ("joc", "humanitarian"):
        reader = ReportReader.objects.create(
            title=audience, audience=audience, user=user, added_at=world.now
        )
        ReportCopy.objects.create(
            report=report, reader=reader, audience=audience, marking="unclassified",
            language="en", made_at=world.now,
        )  # fmt: skip
    return report


@pytest.mark.parametrize("source", ["incident", "alert"])
def test_a_report_that_rests_on_it_is_marked_and_only_who_could_read_it_there_is_told(
    world: World, two: tuple[Incident, Incident], source: str
) -> None:
    number = two[1].number if source == "incident" else Alert.objects.latest("number").number
    report = released(world, two[1], names=f"{source}:{number}")
    merge(world, two[1], two[0])
    assert report.corrections.get().correction == Correction.objects.get()
    told = CopyCorrection.objects.get()
    assert (told.copy.audience, told.seen_at) == ("joc", None)


def test_a_report_on_something_else_is_not_marked(
    world: World, two: tuple[Incident, Incident]
) -> None:
    report = released(world, two[0], names=f"incident:{two[0].number}")
    merge(world, two[1], two[0])
    assert not report.corrections.exists()
