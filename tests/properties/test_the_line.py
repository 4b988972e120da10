"""Whatever people do, in any order: nothing fires twice, ends silently, or is lost (R2, R6, R7)."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.stories import words
from tests.world import Mood, World, new_world
from tocsin.actions.answering import decide, withdraw_acknowledgement
from tocsin.actions.correcting import correct_incident
from tocsin.actions.delivery import claim_deliveries
from tocsin.actions.freeing import free_engine
from tocsin.actions.incidents import close_incident, set_priority
from tocsin.actions.journal_proof import verify_journal
from tocsin.actions.rearrange import merge_incidents
from tocsin.actions.triage_by_person import dismiss_message, reopen_message
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.problems import Problem
from tocsin.domain.words import (
    LIVE_ESCALATIONS,
    DecisionKind,
    DeliveryState,
    MessageState,
    Outcome,
    Priority,
)
from tocsin.records.models import (
    Delivery,
    Duty,
    Escalation,
    FocalPoint,
    Incident,
    IncidentAlert,
    Message,
    Rearrangement,
    StepFiring,
)

TEXTS = sorted(text for name, text in vars(words).items() if name.isupper())
VILLAGERS = ["amani", "neema", "furaha"]
RESPONDERS = ["anil", "rafiq", "okello", "chandra"]
ANSWERS = [
    "1",
    "2",
    "2 road cut",
    "no fuel",
    "3",
    "4",
    "5",
    "OUI",
    "FD999 1",
    "we are at the river",
]
EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))


class TheLine(RuleBasedStateMachine):
    """One night. Refusals with a Problem are part of it: a person pressed the wrong button."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world: World = new_world()
        self.stored: dict[tuple[str, str], tuple[str, str]] = {}

    def teardown(self) -> None:
        try:
            self.world.engine_runs = True
            self.world.passes(minutes=2)
            assert verify_journal(at=self.world.now) == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(who=st.sampled_from(VILLAGERS), text=st.sampled_from(TEXTS))
    def a_villager_texts(self, who: str, text: str) -> None:
        self._arrives(who, text)

    @rule(who=st.sampled_from(RESPONDERS), text=st.sampled_from(ANSWERS))
    def a_responder_answers(self, who: str, text: str) -> None:
        self._arrives(who, text)

    @rule(who=st.sampled_from(VILLAGERS))
    def a_villager_beeps(self, who: str) -> None:
        key = f"beep-{len(self.stored)}"
        self.stored["phones", key] = (who, "")
        getattr(self.world, who).beeps(id=key)

    @precondition(lambda self: self.stored)
    @rule(data=st.data())
    def a_gateway_delivers_again(self, data: st.DataObject) -> None:
        gateway, key = data.draw(st.sampled_from(sorted(self.stored)))
        who, text = self.stored[gateway, key]
        self.world.works()
        before = _state()
        phone = getattr(self.world, who)
        phone.beeps(id=key) if key.startswith("beep") else phone.texts(text, id=key)
        assert _state() == before

    @rule(minutes=st.sampled_from([1, 3, 4, 15, 61]))
    def time_passes(self, minutes: int) -> None:
        self.world.passes(minutes=minutes)

    @rule(seconds=st.integers(1, 900))
    def the_clock_is_set_back(self, seconds: int) -> None:
        self.world.works()
        fired = StepFiring.objects.count()
        self.world.now -= timedelta(seconds=seconds)
        self.world.works()
        assert StepFiring.objects.count() == fired

    @rule(runs=st.booleans())
    def the_engine_stops_or_starts(self, runs: bool) -> None:
        self.world.engine_runs = runs
        self.world.works()

    @rule(gateway=st.sampled_from(["phones", "modem"]), mood=st.sampled_from(Mood))
    def a_carrier_changes_its_mood(self, gateway: str, mood: Mood) -> None:
        self.world.mood(gateway, mood)

    @rule(seconds=st.sampled_from([0, 20, 90]))
    def another_engine_claims_and_dies(self, seconds: int) -> None:
        claim_deliveries(engine=7, at=self.world.now + timedelta(seconds=seconds))
        free_engine(7, at=self.world.now)
        self.world.works()

    @rule(who=st.sampled_from(["okello", "rafiq"]), kind=st.sampled_from(DecisionKind))
    def somebody_decides(self, who: str, kind: DecisionKind) -> None:
        by, at = self.world.user(who), self.world.now
        self._does(
            lambda incident: decide(incident, by=by, at=at, kind=kind, reason="r", via="page")
        )

    @rule()
    def somebody_gives_it_back(self) -> None:
        by, at = self.world.user("okello"), self.world.now
        self._does(lambda incident: withdraw_acknowledgement(incident, by=by, at=at))

    @rule(priority=st.sampled_from(Priority))
    def somebody_sets_the_priority(self, priority: Priority) -> None:
        self._does(
            lambda incident: set_priority(
                incident,
                by=self.world.user("okello"),
                at=self.world.now,
                priority=priority,
                reason="seen",
                version=None,
            )
        )

    @rule(outcome=st.sampled_from(Outcome))
    def somebody_closes(self, outcome: Outcome) -> None:
        self._does(
            lambda incident: close_incident(
                incident,
                by=self.world.user("okello"),
                at=self.world.now,
                outcome=outcome,
                reason="over",
                version=None,
            )
        )

    @rule(kind=st.sampled_from(CorrectionKind))
    def somebody_corrects(self, kind: CorrectionKind) -> None:
        by, at = self.world.user("okello"), self.world.now
        last = Incident.objects.order_by("-number").first()
        if last:
            self._tries(lambda: correct_incident(last, kind, by=by, at=at, reason="not so"))

    @rule()
    def somebody_merges(self) -> None:
        if len(both := self.world.incidents[-2:]) == 2:
            by, at = self.world.user("okello"), self.world.now
            self._tries(lambda: merge_incidents(both[1], both[0], by=by, at=at, reason="one"))

    @rule()
    def somebody_undoes_the_last_merge(self) -> None:
        last = Rearrangement.objects.filter(undone_at=None).order_by("-at", "-pk").first()
        if last:
            by, at = self.world.user("okello"), self.world.now
            self._tries(lambda: undo_rearrangement(last, by=by, at=at))

    @rule(back=st.booleans())
    def somebody_dismisses_or_takes_it_back(self, back: bool) -> None:
        by, at = self.world.user("okello"), self.world.now
        message = Message.objects.order_by("-received_at").first()
        if message and back:
            self._tries(lambda: reopen_message(message, by=by, at=at))
        elif message:
            self._tries(lambda: dismiss_message(message, by=by, at=at, reason="chat"))

    @rule(who=st.sampled_from(RESPONDERS), leaves=st.booleans())
    def a_shift_ends_or_begins(self, who: str, leaves: bool) -> None:
        own = Duty.objects.filter(responder=self.world.responder(who))
        own.update(until=self.world.now if leaves else None)

    @rule(silent=st.booleans())
    def a_phone_becomes_unsafe(self, silent: bool) -> None:
        FocalPoint.objects.filter(code="FP-0502").update(is_silent=silent)

    @invariant()
    def nothing_that_came_is_lost(self) -> None:
        assert Message.objects.exclude(external_id=None).count() == len(self.stored)

    @invariant()
    def nothing_ends_silently(self) -> None:
        live = Escalation.objects.filter(ended_at=None)
        assert not live.filter(next_step_at=None).exists()
        assert not live.exclude(state__in=LIVE_ESCALATIONS).exists()
        assert not Escalation.objects.filter(ended_at__isnull=False, end_reason="").exists()

    @invariant()
    def nobody_is_told_twice_by_one_rung(self) -> None:
        told = Delivery.objects.filter(notification__firing__isnull=False)
        twice = told.values("notification__firing", "responder").annotate(n=Count("pk"))
        assert not twice.filter(n__gt=1).exists()

    @invariant()
    def an_alert_is_in_one_incident_of_its_own_guard(self) -> None:
        links = IncidentAlert.objects.filter(unlinked_at=None, is_suggestion=False)
        assert not links.values("alert").annotate(n=Count("pk")).filter(n__gt=1).exists()
        assert not links.filter(alert__is_drill=~F("incident__is_drill")).exists()

    @invariant()
    def what_a_signpost_pointed_away_from_pages_nobody(self) -> None:
        over = Escalation.objects.filter(incident__life__in=["closed", "merged"], ended_at=None)
        assert not over.exists()

    @invariant()
    def the_engine_leaves_nothing_undone(self) -> None:
        if not self.world.engine_runs:
            return
        self.world.works()
        assert not Message.objects.filter(state=MessageState.RECEIVED).exists()
        assert not Escalation.objects.filter(next_step_at__lte=self.world.now).exists()
        assert not Delivery.objects.filter(state=DeliveryState.CLAIMED).exists()

    @invariant()
    def every_open_p1_has_somebody_answerable_for_it(self) -> None:
        if not self.world.engine_runs:
            return
        for incident in Incident.objects.open().filter(priority=Priority.P1):
            runs = incident.escalations
            assert runs.filter(ended_at=None).exists() or runs.exclude(end_reason="").exists()

    def _arrives(self, who: str, text: str) -> None:
        key = f"sms-{len(self.stored)}"
        self.stored["phones", key] = (who, text)
        getattr(self.world, who).texts(text, id=key)

    def _does(self, action: Callable[[Incident], Any]) -> None:
        if self.world.incidents:
            self._tries(lambda: action(self.world.incidents[-1]))

    def _tries(self, action: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                action()
        except Problem:
            return
        self.world.works()


def test_any_night(db: None) -> None:
    options = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(TheLine, settings=options)


def _state() -> tuple[int, ...]:
    tables = (Message, Incident, Escalation, StepFiring, Delivery, IncidentAlert)
    return tuple(table.objects.count() for table in tables)
