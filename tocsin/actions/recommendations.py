"""What weeklies ask of others: written down with its owner and date, followed until it is settled."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.promises import next_number
from tocsin.actions.report_bodies import body_of
from tocsin.actions.report_periods import fresh_of
from tocsin.actions.reports import locked_report, save_sentences
from tocsin.actions.sheet import Sheet
from tocsin.domain.report_words import RecommendationState
from tocsin.domain.reports.statements import redraw
from tocsin.records.models import Recommendation, SituationReport, User


@dataclass(frozen=True, slots=True)
class Wanted:
    """`owner` is a function, never a person."""

    what: str
    owner: str
    due_on: date


@transaction.atomic
def recommend(
    report: SituationReport, wanted: Wanted, *, version: int, by: User, at: datetime
) -> Recommendation:
    """Add a recommendation to a weekly that is being written."""
    row = locked_report(report, version=version)
    asked = Recommendation.objects.create(
        number=next_number(Recommendation), report=row, base=row.base, area=row.area,
        what=wanted.what.strip(), owner=wanted.owner.strip(), due_on=wanted.due_on, made_at=at,
    )  # fmt: skip
    sheet = Sheet(at=at, by=by)
    sheet.note("recommendation.asked", asked, number=asked.number)
    sheet.write()
    save_sentences(row, redraw(body_of(row), fresh_of(row)), by=by, at=at, verb="report.edited")
    return asked


@transaction.atomic
def settle_recommendation(
    row: Recommendation, state: RecommendationState, *, by: User, at: datetime
) -> None:
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    is_open = state is RecommendationState.OPEN
    row.state = state.value
    row.settled_at, row.settled_by = (None, None) if is_open else (at, by)
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("recommendation.settled", row, number=row.number, state=state.value)
    sheet.write()
