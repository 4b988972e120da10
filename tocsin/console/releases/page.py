"""One release: what we know beside what they would be told, so that the second person can compare."""

from collections.abc import Mapping, Sequence

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.actions.release_facts import findings
from tocsin.actions.texts import COMMON, local
from tocsin.console.access import requires, viewer_of
from tocsin.console.facts import Fact
from tocsin.console.labels import KINDS, VERIFICATIONS
from tocsin.console.now import now_of
from tocsin.console.releases.forms import ReceiptForm, WhyForm
from tocsin.console.releases.labels import LEAKS, WITHHELD, why
from tocsin.console.releases.views import release_for, release_view, release_views
from tocsin.domain.access import Right
from tocsin.domain.release_lint import Finding
from tocsin.domain.words import Kind, VerificationState
from tocsin.formats.printing import print_pdf
from tocsin.records.models import Incident, Release
from tocsin.records.queries.held import area_of
from tocsin.records.queries.releases import all_releases
from tocsin.records.queries.said import alert_lines

SCREENS = ("en", "fr")
SHOWN = (Right.DRAFT_RELEASE, Right.APPROVE_RELEASE, Right.BREAK_GLASS)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return release_page(request, release_for(request, number))


def release_page(
    request: HttpRequest,
    row: Release,
    *,
    bound: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Show the page; `bound` holds the form that was not filled in right, by its name (422)."""
    viewer = viewer_of(request)
    incident = row.incident
    may = {
        right.value: viewer.may(right, area=area_of(incident), is_restricted=incident.is_restricted)
        for right in SHOWN
    }
    found = findings(row.text, incident, row.addressee) if row.digest == "" else []
    earlier = all_releases().filter(incident=incident, addressee=row.addressee)
    context = {
        "nav": "releases",
        "release": release_view(row),
        "reason": row.reason,
        "incident": incident,
        "known": _known(incident),
        "alerts": alert_lines(incident, viewer.scope),
        "marked": _marked(row.text, found),
        "withheld": [WITHHELD[code] for code in row.fields.get("withheld", ()) if code in WITHHELD],
        "doubts": [why(code) for code in row.doubts],
        "alleged": row.alleged,
        "is_mine": viewer.user.person in (row.drafted_person, row.drafted_by.person),
        "may": may,
        "chain": release_views(list(earlier.order_by("sequence"))),
        "forms": {
            "return": WhyForm(auto_id="return-%s"),
            "refuse": WhyForm(auto_id="refuse-%s"),
            "glass": WhyForm(auto_id="glass-%s"),
            "receipt": ReceiptForm(auto_id="receipt-%s"),
        }
        | dict(bound or {}),
        "open_form": next(iter(bound)) if bound else "",
    }
    return render(request, "console/releases/page.html", context, status=422 if bound else 200)


@requires(Right.DRAFT_RELEASE)
@require_GET
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The printed sheet with a receipt to sign; a draft says so across its head."""
    row = release_for(request, number, Right.DRAFT_RELEASE)
    # In the language of whoever will hold it, where our screens speak it.
    with translation.override(row.language if row.language in SCREENS else COMMON):
        content = _content(row)
    pdf = print_pdf("release", content, made_at=now_of(request))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.reference}.pdf"'
    return answer


def _content(row: Release) -> dict[str, str | bool]:
    view = release_view(row)
    return {
        "title": f"{view.reference} · {view.act}",
        "language": row.language,
        "marking": _("EXERCISE") if row.is_drill else _("Restricted: for the addressee only"),
        "draft": "" if row.digest else _("DRAFT. Not approved: not to be handed over."),
        "to_label": _("To"),
        "to": view.addressee,
        "at_label": _("Approved"),
        "at": f"{local(row.decided_at):%d/%m/%Y %H:%M}" if row.decided_at and row.digest else "–",
        "text": row.text,
        "digest_label": _("Check sum of the text"),
        "digest": row.digest[:32] or "–",
        "rule": _("Do not copy or pass it on. It may be changed or taken back: we will tell you."),
        "receipt": _("Receipt"),
        "receipt_rule": _("Cut here and take it back to the duty officer."),
        "function": _("Function (no name)"),
        "when": _("Date and time"),
        "signature": _("Signature"),
        "reference": view.reference,
    }


def _known(incident: Incident) -> list[Fact]:
    where = f"{incident.lat:.4f}, {incident.lon:.4f}" if incident.lat and incident.lon else ""
    rows: Sequence[tuple[str, str | Promise]] = (
        (_("What"), KINDS[Kind(incident.kind)]),
        (_("Since"), f"{local(incident.opened_at):%d/%m %H:%M}"),
        (_("Where"), f"{incident.place_name} {where}".strip()),
        (_("Direction"), incident.direction),
        (_("How sure"), VERIFICATIONS[VerificationState(incident.verification)]),
        (_("Origins"), str(incident.n_origins)),
    )
    return [Fact(term, value) for term, value in rows if value]


def _marked(text: str, found: list[Finding]) -> list[dict[str, str | Promise]]:
    """Return the text in pieces, with what must not leave named."""
    pieces: list[dict[str, str | Promise]] = []
    at = 0
    for one in found:
        if one.start < at:
            continue
        pieces.append({"text": text[at : one.start], "leak": ""})
        pieces.append({"text": text[one.start : one.end], "leak": LEAKS[one.leak]})
        at = one.end
    return [*pieces, {"text": text[at:], "leak": ""}]
