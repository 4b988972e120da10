"""The state of the system in words: what works, what waits too long, what to do."""

import shutil
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.actions.canaries import dead_canaries
from tocsin.console.access import requires
from tocsin.console.backup_labels import BACKUP_FAILURES
from tocsin.console.health_check import Check
from tocsin.console.now import now_of
from tocsin.console.templatetags.moments import age
from tocsin.console.trust_checks import trust_checks
from tocsin.domain.access import Right
from tocsin.domain.backup_words import BackupHealth
from tocsin.domain.watchdog_words import Late
from tocsin.records.models import Widening
from tocsin.records.queries.backups import Standing, standing
from tocsin.records.queries.gateways import gateway_lines
from tocsin.records.queries.health import ages, engines
from tocsin.records.queries.timeline import chain_state
from tocsin.records.queries.waiting import FAILING
from tocsin.records.queries.watchdog import what_waits

GIGABYTE = 1_000_000_000
LEAST_FREE = 2 * GIGABYTE
MOST_UNSEALED = 500


@requires(Right.HEALTH)
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    checks = [
        *_engine_checks(now),
        *_queue_checks(now),
        *_other_checks(now),
        *trust_checks(now),
        *_backup_checks(now),
    ]
    context = {
        "nav": "health",
        "checks": checks,
        "is_well": all(check.is_well for check in checks),
        "engines": engines(now=now),
        "gateways": gateway_lines(),
    }
    return render(request, "console/health/page.html", context)


def _engine_checks(now: datetime) -> list[Check]:
    alive = [engine for engine in engines(now=now) if engine.is_alive]
    return [
        Check(
            _("Engines"),
            str(len(alive)),
            bool(alive),
            _("No engine runs: nothing is read and nobody is paged. Start `tocsin jobs`."),
        )
    ]


def _queue_checks(now: datetime) -> list[Check]:
    found = ages(now=now)
    unreadable = what_waits(now=now)[Late.UNREADABLE]
    waits = (
        (
            _("Oldest unread message"),
            found.unread,
            60,
            _("Reading is behind. Is an engine running?"),
        ),
        (
            _("Overdue ladder step"),
            found.overdue_step,
            0,
            _("A step is late. Is an engine running?"),
        ),
        (
            _("Overdue delivery"),
            found.overdue_delivery,
            0,
            _("Sending is behind. Look at the gateways below."),
        ),
        (
            _("Delivery in a sender's hands"),
            found.claimed_delivery,
            120,
            _("A carrier does not answer. Another one is tried for imminent alerts."),
        ),
        (
            _("Arrived and could not be read"),
            unreadable.oldest,
            60,
            _("A warning may be in it. An administrator opens it under Gateways."),
        ),
    )
    return [
        Check(
            name,
            age(oldest, now) if oldest else _("nothing waits"),
            oldest is None or (now - oldest).total_seconds() <= patience,
            advice,
        )
        for name, oldest, patience, advice in waits
    ]


def _other_checks(now: datetime) -> list[Check]:
    chain, unheard = chain_state(), dead_canaries(at=now)
    failing = [row.title for row in gateway_lines() if row.failures_in_a_row >= FAILING]
    free = shutil.disk_usage(settings.DATA).free if settings.DATA.is_dir() else 0
    return [
        Check(
            _("Gateways failing"),
            ", ".join(failing) or _("none"),
            not failing,
            _("Open the gateway and send a test."),
        ),
        Check(
            _("Daily test of gateways not taken"),
            ", ".join(unheard) or _("none"),
            not unheard,
            _("Nothing goes out by these. Open the gateway and send a test."),
        ),
        Check(
            _("Log book, not yet sealed"),
            str(chain.n_waiting),
            chain.n_waiting < MOST_UNSEALED,
            _("Sealing is behind. Is an engine running?"),
        ),
        _reviews_check(),
        Check(
            _("Free disk"),
            _("%(size)s GB") % {"size": number_format(free / GIGABYTE, 1)},
            free > LEAST_FREE,
            _("Make room now: what cannot be stored is refused."),
        ),
    ]


def _reviews_check() -> Check:
    count = Widening.objects.filter(reviewed_at=None).count()
    return Check(
        _("Widened rights to review"),
        str(count),
        count == 0,
        _(
            "Somebody opened more than their role gives. An administrator reviews it under Accounts."
        ),
    )


def _backup_checks(now: datetime) -> list[Check]:
    """What a disk's death would cost. An exercise is invented anew, and owes no backup."""
    found = standing(now=now)
    is_well = found.health is BackupHealth.WELL and found.last_failure is None
    none = _("none; an exercise needs none") if settings.EXERCISE else _("none")
    proven = none
    if found.last_proven:
        proven = age(found.last_proven, now)
    return [
        Check(
            _("Last good backup"),
            age(found.last_good, now) if found.last_good else none,
            is_well or settings.EXERCISE,
            _backup_advice(found),
        ),
        Check(
            _("Last backup proven by a restore"),
            proven,
            found.health is not BackupHealth.UNPROVEN,
            _("Say `tocsin backup`, which restores what it wrote."),
        ),
    ]


def _backup_advice(found: Standing) -> str:
    if found.last_failure:
        return str(BACKUP_FAILURES[found.last_failure])
    if found.health is BackupHealth.NOT_SET_UP:
        return _("None is planned. With this disk everything would be lost.")
    return _("Say `tocsin backup`, and look why the clock made none.")
