"""The log book: who did what and when, with filters, and whether its chain holds."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.journal_proof import verify_journal
from tocsin.console.access import requires, viewer_of
from tocsin.console.filters import chips
from tocsin.console.now import now_of
from tocsin.console.verbs import line_view
from tocsin.domain.access import Right
from tocsin.records.queries.timeline import chain_state, journal, journal_lines

A_PAGE = 100
SUBJECTS = (
    ("incident", gettext_lazy("Incidents")),
    ("alert", gettext_lazy("Alerts")),
    ("escalation", gettext_lazy("Paging")),
    ("response", gettext_lazy("Responses")),
    ("feedback", gettext_lazy("Feedback")),
    ("message", gettext_lazy("Messages")),
    ("gateway", gettext_lazy("Gateways")),
    ("duty", gettext_lazy("Duty")),
    ("user", gettext_lazy("Accounts")),
)


@requires(Right.JOURNAL)
@require_GET
def journal_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    number = asked.get("incident", "")
    scope = viewer_of(request).scope
    found = journal(
        verb=asked.get("verb", ""),
        actor=asked.get("actor", ""),
        subject=asked.get("subject", ""),
        incident=int(number) if number.isdecimal() and len(number) < 16 else None,
        seen=scope.incidents(),
    )
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    context = {
        "nav": "journal",
        "page": page,
        "rows": [
            line_view(line, sees_restricted=scope.sees_restricted)
            for line in journal_lines(page.object_list)
        ],
        "chips": chips(request, "verb", SUBJECTS),
        "chain": chain_state(),
        "wanted": asked,
    }
    return render(request, "console/journal/list.html", context)


@requires(Right.JOURNAL)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain now and show every break."""
    breaks = verify_journal(at=now_of(request))
    context = {
        "nav": "journal",
        "breaks": breaks,
        "chain": chain_state(),
        "verdict": _("The chain is broken.") if breaks else _("The chain holds."),
    }
    return render(request, "console/journal/verdict.html", context)
