"""The sentences of a report as its row keeps them."""

import json
from collections.abc import Sequence

from tocsin.domain.reports.statements import Statement, from_json, to_json
from tocsin.records.models import SituationReport


def body_of(row: SituationReport) -> list[Statement]:
    """Open the sentences of a report."""
    return from_json(json.loads(row.body))


def body_text(statements: Sequence[Statement]) -> str:
    """Return sentences as a row keeps them."""
    return json.dumps(to_json(statements), ensure_ascii=False, sort_keys=True)
