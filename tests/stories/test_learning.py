"""What people say of messages is learned at once, fitted in a job, refused when worse, and can be undone."""

import asyncio
from uuid import UUID

import pytest

from tests.make import make_message
from tests.stories.words import ATTACK, GREETING, RAPE
from tests.world import World
from tocsin.actions.learning import TRIES, record_model, roll_back, take_model, want_model
from tocsin.actions.triage_by_person import confirm_triage, dismiss_message, reopen_message
from tocsin.domain.ids import new_id
from tocsin.domain.learning import from_bytes
from tocsin.domain.learning_words import ModelState
from tocsin.domain.problems import Problem
from tocsin.domain.trials import Trial
from tocsin.domain.words import Kind, MessageState, Priority
from tocsin.jobs.desk import Desk
from tocsin.jobs.learning import Teacher
from tocsin.jobs.reader_mind import Mind
from tocsin.jobs.slow_lane import fit
from tocsin.jobs.to_fit import ToFit
from tocsin.jobs.to_read import ToRead
from tocsin.records.models import Confirmation, Engine, JournalEntry, LearnedModel, Message
from tocsin.records.queries.briefing import briefing_now

CLOSE = "école primaire de Linga occupée par des miliciens, plus de cours"  # presence or school
ODD = "Zubuku zubuku mitende lubanga"  # invented: no lexicon knows these words


def teach(world: World, text: str, kind: Kind, priority: Priority = Priority.P3) -> Message:
    message = world.neema.texts(text)
    confirm_triage(
        message, by=world.user("okello"), at=world.now, kind=kind, priority=priority, reason="said"
    )
    return message


def repeat(row: Confirmation, text: str) -> None:
    """Leave the rows of another message that was judged like this one."""
    triage = row.triage
    row.message = triage.message = make_message(text)
    triage.pk, row.pk = new_id(), new_id()
    for copy in (triage, row):
        copy._state.adding = True
    triage.save(force_insert=True)
    row.triage = triage
    row.save(force_insert=True)


def mind(weights: bytes | None = None) -> Mind:
    return Mind([], weights=lambda _: weights)


def kinds_of(reader: Mind, text: str, world: World) -> list[Kind]:
    (reading,) = reader.read([ToRead(UUID(int=0), text, world.now, None)])
    return [one.code for one in reading.kinds]


def test_every_judgement_is_a_row_with_what_was_read_and_what_was_said(world: World) -> None:
    teach(world, ATTACK, Kind.THREAT)
    row = Confirmation.objects.get()
    assert (row.kind, row.priority) == (Kind.THREAT, Priority.P3)
    assert (row.read_kind, row.rules_kind) == (Kind.ATTACK, Kind.ATTACK)
    assert (row.by, row.language, row.is_restricted) == (world.user("okello"), "sw", False)


def test_the_last_judgement_of_a_message_counts_and_an_undone_one_does_not(world: World) -> None:
    message = teach(world, ATTACK, Kind.THREAT)
    by = world.user("okello")
    dismiss_message(message, by=by, at=world.now, reason="chat: they sang")
    assert Confirmation.objects.get(withdrawn_at=None).kind == Kind.CHAT
    reopen_message(message, by=by, at=world.now)
    assert not Confirmation.objects.filter(withdrawn_at=None).exists()


def test_a_reason_that_says_nothing_of_the_words_teaches_nothing(world: World) -> None:
    message = world.neema.texts(GREETING)
    dismiss_message(message, by=world.user("okello"), at=world.now, reason="repeated")
    assert not Confirmation.objects.exists()


def test_the_next_message_profits_at_once(world: World) -> None:
    reader = mind()
    assert Kind.CATTLE not in kinds_of(reader, ODD, world)
    teach(world, ODD, Kind.CATTLE)
    row = Confirmation.objects.select_related("triage").get()
    for day in range(120):
        repeat(row, f"{ODD} siku {day}")
    reader.take(briefing_now())
    assert Kind.CATTLE in kinds_of(reader, ODD, world)


def test_readers_that_heard_it_bit_by_bit_and_at_once_read_alike(world: World) -> None:
    slow, quick = mind(), mind()
    for day in range(4):
        teach(world, f"{ODD} siku {day}", Kind.CATTLE)
        slow.take(briefing_now())
    quick.take(briefing_now())
    one = ToRead(UUID(int=0), ODD, world.now, None)
    assert slow.read([one]) == quick.read([one])


def test_what_is_restricted_is_marked_so_in_its_row(world: World) -> None:
    message = world.neema.texts(RAPE)
    confirm_triage(
        message,
        by=world.user("okello"),
        at=world.now,
        kind=Kind.SEXUAL_VIOLENCE,
        priority=Priority.P1,
    )
    assert Confirmation.objects.get().is_restricted


def test_a_model_is_fitted_after_enough_judgements_and_not_before(world: World) -> None:
    for day in range(3):
        teach(world, f"{ODD} siku {day}", Kind.CATTLE)
    assert want_model(at=world.now) == 0
    assert want_model(at=world.now, at_once=True) == 1
    assert want_model(at=world.now, at_once=True) == 0  # one at a time


def wanted(world: World) -> LearnedModel:
    engine = Engine.objects.create(started_at=world.now, seen_at=world.now).number
    want_model(at=world.now, at_once=True)
    row = take_model(engine=engine)
    assert row is not None
    return row


def record(row: LearnedModel, world: World, *, score: float, rules: float = 0.5) -> bool:
    trial = Trial(Kind.CATTLE, Kind.CHAT, Kind.CHAT, Kind.CATTLE)
    return record_model(
        row.pk,
        engine=row.engine or 0,
        at=world.now,
        weights=b"",
        lexicon="x",
        counts=(40, 10),
        scores=(score, rules, 0.0),
        span=(world.now, world.now),
        shadow=((UUID(int=1), trial),),
    )


@pytest.mark.parametrize(
    ("score", "state"),
    [(0.6, ModelState.IN_USE), (0.5, ModelState.IN_USE), (0.4, ModelState.REFUSED)],
)
def test_a_model_is_put_to_use_only_when_it_is_not_worse(
    world: World, score: float, state: ModelState
) -> None:
    row = wanted(world)
    assert record(row, world, score=score)
    row.refresh_from_db()
    assert row.state == state
    verb = "learning.promoted" if state is ModelState.IN_USE else "learning.refused"
    assert JournalEntry.objects.filter(verb=verb).count() == 1


def test_a_model_whose_engine_died_is_taken_by_another_and_given_up_in_the_end(
    world: World,
) -> None:
    row = wanted(world)
    Engine.objects.all().delete()
    other = Engine.objects.create(started_at=world.now, seen_at=world.now).number
    taken = take_model(engine=other)
    assert taken == row
    assert not record(row, world, score=1.0)  # the dead one comes too late
    for _ in range(TRIES):
        take_model(engine=other)
    row.refresh_from_db()
    assert row.state == ModelState.FAILED


def test_one_command_goes_back_and_what_misled_is_not_learned_again(world: World) -> None:
    record(wanted(world), world, score=0.9)
    record(wanted(world), world, score=0.9)
    world.passes(minutes=1)
    teach(world, f"{ODD} siku", Kind.CATTLE)
    assert (briefing_now().model, len(briefing_now().lessons)) == (2, 1)
    roll_back(1, by=world.user("okello"), at=world.now)
    assert (briefing_now().model, len(briefing_now().lessons)) == (1, 0)
    roll_back(0, by=world.user("okello"), at=world.now)
    assert (briefing_now().model, briefing_now().lessons) == (None, ())
    with pytest.raises(Problem, match="model_unknown"):
        roll_back(7, by=world.user("okello"), at=world.now)


def test_weights_that_cannot_be_read_leave_the_rules(world: World) -> None:
    record(wanted(world), world, score=0.9)
    teach(world, ATTACK, Kind.THREAT)
    broken = mind(b"not weights")
    broken.take(briefing_now())
    assert kinds_of(broken, ATTACK, world)[0] is Kind.ATTACK


def test_the_same_rows_and_salt_fit_the_same_model_and_the_held_back_are_tried() -> None:
    rows = tuple((UUID(int=n), f"{ODD} {n}", Kind.CATTLE) for n in range(120))
    work = ToFit(1, b"salt", rows, None, b"", "2026-03-01", "2026-03-14")
    one, two = fit(work), fit(work)
    assert one == two
    assert one.n_rows + one.n_held == 120
    assert one.score == 1.0 > one.score_rules
    assert from_bytes(one.weights).seen[Kind.CATTLE] == one.n_rows


def test_the_engine_fits_the_model_in_a_process_of_its_own(live: str) -> None:
    from tests.world import new_world  # noqa: PLC0415 - rows committed for real

    world = new_world()
    for day in range(8):
        teach(world, f"{ODD} siku {day}", Kind.CATTLE)
    engine = Engine.objects.create(started_at=world.now, seen_at=world.now).number
    want_model(at=world.now, at_once=True)
    desk = Desk("learning")
    assert asyncio.run(Teacher(desk, engine=engine).step())
    desk.close()
    row = LearnedModel.objects.get()
    assert row.state == ModelState.REFUSED  # eight rows hold back too few to judge by
    assert row.n_rows + row.n_held == 8
    assert Message.objects.filter(state=MessageState.REPORTED).count() == 8
