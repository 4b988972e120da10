"""What came of tries, written down so that no word of a carrier can keep a delivery in our hands."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from django.db import InterfaceError, OperationalError

from tocsin.actions.delivery import Tried
from tocsin.actions.tries import record_tries
from tocsin.jobs.alone import together_or_alone
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)


def record_outcomes(batch: Sequence[Tried]) -> None:
    """Record what came of tries, each alone where they cannot be recorded together."""
    at = database_now()
    by_id = {tried.attempt: tried for tried in batch}
    together_or_alone(
        "try",
        lambda: record_tries(batch, at=at),
        ids=lambda: list(by_id),
        one=lambda pk: record_tries([by_id[pk]], at=at),
        aside=lambda pk: _without_words(by_id[pk]),
    )


def _without_words(tried: Tried) -> None:
    """Record whether it was sent, without the ids that the carrier gave: they may be what no row takes."""
    try:
        record_tries([replace(tried, external_ids=())], at=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Its delivery stays claimed, and is found there (jobs/forgotten.py).
        log.exception("the result of try %s could not be kept", tried.attempt)
