"""The register of actors: names beside what the reader knows, and facts with dates and certainty."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import actors as register
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.background.forms import ActorForm, EndForm, FactForm, NamesForm
from tocsin.console.background.views import fact_view
from tocsin.console.background.words import SIDES
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.background import aliases_read, unknown_aliases
from tocsin.domain.background_words import ActorSide
from tocsin.domain.problems import ACTOR_CHANGED, ACTOR_TAKEN, FACT_NEEDS, Problem
from tocsin.records.models import ActorFact, ActorFile
from tocsin.records.queries.background import facts_of, struck_facts


@requires(Right.SEE_NETWORK)
@require_http_methods(["GET", "POST"])
def actor_list(request: HttpRequest) -> HttpResponse:
    may_write = Right.DRAFT_REPORT in viewer_of(request).rights
    form = ActorForm(request.POST if may_write and request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            row = register.add_actor(
                said["code"], said["name"], form.actor_side, said["aliases"], by=user_of(request),
                at=now_of(request),
            )  # fmt: skip
        except Problem as problem:
            if problem.kind is not ACTOR_TAKEN:
                raise
            form.add_error("code", f"{problem.sentence} {problem.remedy}")
        else:
            messages.success(request, _("Its file is open. Write down what is known."))
            return redirect("console:actor", row.code)
    rows = [
        (row, SIDES[ActorSide(row.side)], row.facts.filter(ended_at=None).count())
        for row in ActorFile.objects.order_by("code")
    ]
    context = {"nav": "actors", "rows": rows, "form": form, "may_write": may_write}
    status = 422 if form.errors else 200
    return render(request, "console/background/actors.html", context, status=status)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _one(code))


@requires(Right.DRAFT_REPORT)
@require_POST
def rename(request: HttpRequest, code: str) -> HttpResponse:
    row, form = _one(code), NamesForm(request.POST, auto_id="names-%s")
    if not form.is_valid():
        return _page(request, row, names=form)
    written = request.POST.get("version", "")
    version = int(written) if written.isdecimal() and len(written) < 9 else 0
    try:
        register.rename_actor(
            row, form.cleaned_data["name"], form.cleaned_data["aliases"], version=version,
            by=user_of(request), at=now_of(request),
        )  # fmt: skip
    except Problem as problem:
        if problem.kind is not ACTOR_CHANGED:
            raise
        form.add_error(None, f"{problem.sentence} {problem.remedy}")
        return _page(request, row, names=form)
    messages.success(request, _("The names are kept. The reader learns nothing of them by itself."))
    return redirect("console:actor", code)


@requires(Right.DRAFT_REPORT)
@require_POST
def write(request: HttpRequest, code: str) -> HttpResponse:
    row = _one(code)
    form = FactForm(request.POST, actor=row, today=_today(request), auto_id="fact-%s")
    if not form.is_valid():
        return _page(request, row, fact=form)
    try:
        register.write_fact(row, form.fact, by=user_of(request), at=now_of(request))
    except Problem as problem:
        if problem.kind is not FACT_NEEDS:
            raise
        form.add_error("kind", problem.remedy)
        return _page(request, row, fact=form)
    messages.success(request, _("Written down, with its source."))
    return redirect("console:actor", code)


@requires(Right.DRAFT_REPORT)
@require_POST
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = get_object_or_404(ActorFact, actor=_one(code), number=number)
    reason = request.POST.get("reason", "")[:300]
    register.end_fact(row, by=user_of(request), at=now_of(request), reason=reason)
    messages.success(request, _("Struck. It stays readable with your reason."))
    return redirect("console:actor", code)


def _page(
    request: HttpRequest,
    row: ActorFile,
    *,
    names: NamesForm | None = None,
    fact: FactForm | None = None,
) -> HttpResponse:
    today = _today(request)
    aliases = [name for name in row.aliases.split(", ") if name]
    read = aliases_read(row.code)
    context = {
        "nav": "actors",
        "actor": row,
        "side": SIDES[ActorSide(row.side)],
        "aliases": aliases,
        "read": read,
        "unread": unknown_aliases(aliases, read),
        "facts": [fact_view(one, today=today) for one in facts_of(row, at=now_of(request))],
        "struck": [fact_view(one, today=today) for one in struck_facts(row)],
        "names": names
        or NamesForm(initial={"name": row.name, "aliases": row.aliases}, auto_id="names-%s"),
        "fact": fact or FactForm(actor=row, today=today, auto_id="fact-%s"),
        "end": EndForm(auto_id="end-%s"),
        "open_form": "names" if names else "fact" if fact else "",
        "may_write": Right.DRAFT_REPORT in viewer_of(request).rights,
    }
    status = 422 if names or fact else 200
    return render(request, "console/background/actor.html", context, status=status)


def _one(code: str) -> ActorFile:
    return get_object_or_404(ActorFile, code=code.upper())


def _today(request: HttpRequest) -> date:
    return local(now_of(request)).date()
