"""Record what is known about the truth of an incident."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.incidents_open import save, still_open
from tocsin.actions.sheet import Sheet
from tocsin.domain.words import VerificationState
from tocsin.records.models import Incident, User, Verification


@transaction.atomic
def record_verification(
    incident: Incident,
    *,
    by: User,
    at: datetime,
    state: VerificationState,
    grade: str,
    method: str,
    reasons: Sequence[str] = (),
) -> Verification:
    """Write down a person's judgement. It never closes an incident: a denial is a claim, not an end."""
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    row = sheet.add(
        Verification(
            incident=incident,
            state=state.value,
            grade=grade,
            method=method,
            reasons=list(reasons),
            by=by,
            at=at,
        )
    )
    incident.verification, incident.grade = state.value, grade
    save(incident, "verification", "grade")
    sheet.note("incident.verified", row, incident=incident, state=state.value, grade=grade)
    sheet.announce(f"incident:{incident.number}")
    sheet.write()
    return row
