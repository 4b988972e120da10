"""The distribution list, the page of a reader with its receipt, and their questions."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import report_copies
from tocsin.actions.report_files import FILES, made
from tocsin.actions.report_heads import opened
from tocsin.actions.report_maps import picture_for
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.now import now_of
from tocsin.console.reports.corrected import corrected_for, parts_of
from tocsin.console.reports.labels import AUDIENCES, KINDS, MARKINGS
from tocsin.console.reports.reader_forms import AnswerForm, ReaderForm, ReceiptForm
from tocsin.console.reports.views import report_for
from tocsin.domain.access import Right
from tocsin.domain.problems import COPY_UNKNOWN, Problem
from tocsin.domain.report_words import Audience, Marking, ReportFormat, ReportKind
from tocsin.records.models import ReportCopy, ReportReader

LISTED = 100


@requires(Right.RELEASE_REPORT)
@require_http_methods(["GET", "POST"])
def reader_list(request: HttpRequest) -> HttpResponse:
    form = ReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        asked["audience"] = Audience(asked["audience"])
        asked["kinds"] = [ReportKind(kind) for kind in asked["kinds"]]
        for name in ("most", "mailed_up_to"):
            asked[name] = Marking(asked[name])
        report_copies.add_reader(by=user_of(request), at=now_of(request), **asked)
        messages.success(request, _("Added. Reports released from now on go to them."))
        return redirect("console:report_readers")
    rows = [
        {
            "key": row.pk,
            "title": row.title,
            "audience": AUDIENCES[Audience(row.audience)],
            "kinds": [KINDS[ReportKind(kind)] for kind in row.kinds],
            "area": row.area.name if row.area else "",
            "language": row.language,
            "account": row.user.name,
            "most": MARKINGS[Marking(row.most)],
            "mailed_up_to": MARKINGS[Marking(row.mailed_up_to)] if row.address else "",
            "is_texted": bool(row.number),
            "call_sign": row.call_sign,
            "ended_at": row.ended_at,
        }
        for row in ReportReader.objects.select_related("area", "user").order_by("ended_at", "title")
    ]
    context = {"nav": "reports", "rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "console/reports/readers.html", context, status=status)


@requires(Right.RELEASE_REPORT)
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(ReportReader, pk=key)
    report_copies.end_reader(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Nothing new goes to them any more."))
    return redirect("console:report_readers")


@requires(Right.READ_REPORT)
@require_GET
def copy_list(request: HttpRequest) -> HttpResponse:
    """The reports that came to this account, the latest first."""
    unseen = Count("corrections", filter=Q(corrections__seen_at=None))
    rows = ReportCopy.objects.filter(reader__user=user_of(request)).annotate(n_unseen=unseen)
    rows = rows.select_related("report", "reader")
    context = {
        "nav": "copies",
        "rows": [_view(row) for row in rows.order_by("-made_at")[:LISTED]],
    }
    return render(request, "console/reports/copies.html", context)


@requires(Right.READ_REPORT)
@require_GET
def copy_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """One report as this reader may read it; it opens by a button, so that opening is written down."""
    return _copy_page(request, _copy_for(request, key), ReceiptForm())


def _copy_page(request: HttpRequest, row: ReportCopy, form: ReceiptForm) -> HttpResponse:
    read = opened(row.report, language=row.language)
    audience = Audience(row.audience)
    composed = read.composed(audience) if row.opened_at else None
    drawn = picture_for(read, audience) if row.opened_at else None
    context = {
        "nav": "copies",
        "copy": _view(row),
        "composed": composed,
        "parts": parts_of(composed, row) if composed else [],
        "corrections": corrected_for(row),
        "labels": read.words.tables["label"],
        "picture": drawn,
        # Our own drawing: every name in it is escaped.
        "svg": mark_safe(drawn.svg) if drawn else "",  # noqa: S308
        "is_done": bool(row.received_at) and not row.corrections.filter(seen_at=None).exists(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/reports/copy.html", context, status=status)


@requires(Right.READ_REPORT)
@require_POST
def open_(request: HttpRequest, key: UUID) -> HttpResponse:
    report_copies.open_copy(_copy_for(request, key), by=user_of(request), at=now_of(request))
    return redirect("console:report_copy", key)


@requires(Right.READ_REPORT)
@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    row, form = _copy_for(request, key), ReceiptForm(request.POST)
    if not form.is_valid():
        return _copy_page(request, row, form)
    question = form.cleaned_data["question"]
    report_copies.confirm_copy(row, by=user_of(request), at=now_of(request), question=question)
    said = _("Your question went to those who release reports.")
    messages.success(request, said if question.strip() else _("Your receipt is recorded."))
    return redirect("console:report_copy", key)


@requires(Right.READ_REPORT)
@require_GET
def copy_file(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """The copy as a file, with its reader across each page."""
    row = _copy_for(request, key)
    if row.opened_at is None or form not in ("pdf", "docx", "txt"):
        raise Problem(COPY_UNKNOWN)
    wanted = ReportFormat(form)
    read = opened(row.report, language=row.language)
    mark = f"{read.words.tables['label']['copy']} {row.reader.title}"
    if row.corrections.exists():
        with override(row.language):
            mark = " · ".join([mark, _("corrected since its release")])
    content = made(read, wanted, audience=Audience(row.audience), watermark=mark)
    answer = HttpResponse(content, content_type=FILES[wanted].media)
    name = f"{row.report.reference.replace('/', '-')}.{FILES[wanted].ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(Right.RELEASE_REPORT)
@require_POST
def answer(request: HttpRequest, number: int, key: UUID) -> HttpResponse:
    report, form = report_for(request, number, Right.RELEASE_REPORT), AnswerForm(request.POST)
    copy = get_object_or_404(ReportCopy.objects.select_related("report"), pk=key, report=report)
    if form.is_valid():
        said = form.cleaned_data["answer"]
        report_copies.answer_copy(copy, by=user_of(request), at=now_of(request), answer=said)
        messages.success(request, _("Answered. They read it on their page."))
    else:
        messages.error(request, _("Nothing was answered: write up to 1,000 characters."))
    return redirect("console:report", number)


def _copy_for(request: HttpRequest, key: UUID) -> ReportCopy:
    """Return a copy of this account alone; another's is no copy at all."""
    rows = ReportCopy.objects.filter(pk=key, reader__user=viewer_of(request).user)
    row = rows.select_related(
        "reader", "report__base", "report__area", "report__incident__base",
        "report__incident__place", "report__incident__community",
    ).first()  # fmt: skip
    if row is None:
        raise Problem(COPY_UNKNOWN)
    return row


def _view(row: ReportCopy) -> dict[str, object]:
    return {
        "key": row.pk,
        "reference": row.report.reference,
        "issue": row.report.issue,
        "kind": KINDS[ReportKind(row.report.kind)],
        "title": row.reader.title,
        "audience": AUDIENCES[Audience(row.audience)],
        "marking": MARKINGS[Marking(row.marking)],
        "made_at": row.made_at,
        "opened_at": row.opened_at,
        "received_at": row.received_at,
        "is_corrected": bool(getattr(row, "n_unseen", 0)),
        "question": row.question,
        "answer": row.answer,
    }
