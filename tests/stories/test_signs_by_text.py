"""Warning signs by coded texts: ticked for the right place, said back, taken back, never instead of a warning."""

import pytest

from tests.world import World
from tocsin.actions.signs import add_local_sign
from tocsin.domain.sign_codes import SaidSigns, signs_in
from tocsin.domain.words import MessageState
from tocsin.records.models import Alert, FocalPoint, JournalEntry, Message, SignLook, SignRound
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.signs import picture


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SIG C1 C3 -A2", SaidSigns(("C1", "C3"), ("A2",))),
        ("sig c1,c3, -a2 kasenga", SaidSigns(("C1", "C3"), ("A2",), "kasenga")),
        ("Ishara C1 C1", SaidSigns(("C1",))),
        ("SIG RAS", SaidSigns()),
        ("SIGNS NIL Kasenga", SaidSigns(place="kasenga")),
        ("SIG UNDO", SaidSigns(is_undo=True)),
        ("sig futa", SaidSigns(is_undo=True)),
        ("SIG Z9", SaidSigns(("Z9",))),
        ("SIG", None),
        ("C1 C3", None),
        ("SIG C1-A2", None),
        ("Ishara mbaya: watu wenye silaha", None),
        ("SIG C1 wanakuja hapa sasa hivi wengi sana", None),
        ("SIG C1 KASENGA C3", None),
        ("SIG ANNULER TOUT", None),
        ("", None),
        (f"SIG {'C1 ' * 80}", None),
    ],
)
def test_a_text_is_one_only_when_every_word_belongs_to_the_form(
    text: str, said: SaidSigns | None
) -> None:
    assert signs_in(text) == said


def test_a_focal_point_ticks_signs_for_their_village_and_hears_what_was_noted(
    world: World,
) -> None:
    world.neema.texts("SIG C1 -A2")
    row = SignRound.objects.get()
    person = world.district.focal_points["neema"]
    assert (row.community, row.base, row.via) == (person.community, person.community.base, "sms")
    assert dict(row.looks.values_list("sign", "is_seen")) == {"C1": True, "A2": False}
    said = world.neema.expects_sms(containing="C1 -A2")
    assert person.community.name not in said
    assert Message.objects.get().state == MessageState.ANSWERED
    assert not Alert.objects.exists()
    facts = JournalEntry.objects.get(verb="signs.ticked").facts
    assert person.code not in str(facts)


def test_a_responder_ticks_for_the_whole_base_or_for_a_village_that_they_name(
    world: World,
) -> None:
    base = world.responder("anil").base
    home = base.communities.earliest("code")
    world.anil.texts("SIG B7")
    world.anil.texts(f"SIG C1 {home.name}")
    assert list(SignRound.objects.order_by("recorded_at").values_list("community", flat=True)) == [None, home.pk]  # fmt: skip
    world.anil.expects_sms(containing=f"{base.name} B7")
    world.anil.expects_sms(containing=f"{home.name} C1")


def test_a_sign_that_no_list_has_is_said_back_and_nothing_is_noted(world: World) -> None:
    own = add_local_sign(world.responder("anil").base, "The boats stay ashore", 2, by=world.user("salima"), at=world.now)  # fmt: skip
    world.anil.texts("SIG C1 Z9 L7")
    world.anil.expects_sms(containing="L7, Z9")
    assert not SignRound.objects.exists()
    world.anil.texts(f"SIG C1 {own}")
    world.anil.expects_sms(containing=f"C1 {own}")


def test_the_last_look_is_taken_back_by_its_sender_alone_and_once(world: World) -> None:
    world.anil.texts("SIG C1")
    world.passes(minutes=1)
    world.neema.texts("SIG UNDO")
    assert SignRound.objects.filter(struck_at=None).count() == 1
    world.anil.texts("SIG UNDO")
    world.anil.expects_sms(containing="C1")
    office = Office(base=world.responder("anil").base)
    assert not picture(office, at=world.now).signs
    assert picture(office, at=world.now).looked_at is None
    world.anil.reads_all()
    world.anil.texts("SIG UNDO")
    assert SignRound.objects.filter(struck_at=None).count() == 0
    assert SignLook.objects.count() == 1


def test_after_a_day_nothing_is_taken_back(world: World) -> None:
    world.anil.texts("SIG C1")
    world.passes(hours=25)
    world.anil.texts("SIG UNDO")
    assert SignRound.objects.get().struck_at is None


@pytest.mark.parametrize("text", ["SIG C1 wanapiga risasi", "Ishara: wanapiga risasi sasa"])
def test_a_warning_that_begins_like_a_code_is_read_as_a_warning(world: World, text: str) -> None:
    world.neema.texts(text)
    assert not SignRound.objects.exists()
    assert Message.objects.get().state != MessageState.ANSWERED


def test_a_phone_in_other_hands_ticks_nothing_and_a_silent_contact_gets_no_answer(
    world: World,
) -> None:
    people = FocalPoint.objects.filter(pk=world.district.focal_points["neema"].pk)
    people.update(is_silent=True)
    world.neema.texts("SIG C1")
    assert SignRound.objects.count() == 1
    assert not world.neema.reads_all()
    people.update(duress_since="2026-01-01T00:00Z")
    world.neema.texts("SIG C3")
    assert SignRound.objects.count() == 1
