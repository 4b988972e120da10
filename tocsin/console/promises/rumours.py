"""The rumour register: heard, checked, answered to everybody who told or asked."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.rumours import Heard, add_to_rumour, find_out, record_rumour
from tocsin.console.access import message_for, requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.forms.incident import happened
from tocsin.console.forms.promises import FindingForm, RumourForm
from tocsin.console.now import now_of
from tocsin.console.promises.near import demand_for, may_for
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.promise_words import RumourState
from tocsin.records.models import Message, Rumour
from tocsin.records.queries.promises import rumours, rumours_told

A_PAGE = 50
TOLD = 10


@requires(Right.SEE_BOARD)
@require_GET
def rumour_list(request: HttpRequest) -> HttpResponse:
    return _list(request, RumourForm(initial=_from_message(request)), status=200)


@requires(Right.FEED_BACK)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = RumourForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    demand_for(request, Right.FEED_BACK, form.cleaned_data["community"])
    rumour = record_rumour(_heard(request, form), by=user_of(request), at=now_of(request))
    messages.success(request, _("In the register. It is to be checked within a day."))
    return redirect("console:rumour", rumour.number)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _one(request, number), {})


@requires(Right.FEED_BACK)
@require_POST
def found(request: HttpRequest, number: int) -> HttpResponse:
    rumour = _one(request, number, acting=True)
    form = FindingForm(request.POST, auto_id="found-%s")
    if not form.is_valid():
        return _page(request, rumour, {"found": form})
    state, finding = RumourState(form.cleaned_data["state"]), form.cleaned_data["finding"]
    find_out(rumour, by=user_of(request), at=now_of(request), state=state, finding=finding)
    messages.success(request, _("Recorded. Whoever told or asked is owed the answer."))
    return redirect("console:rumour", number)


@requires(Right.FEED_BACK)
@require_POST
def told(request: HttpRequest, number: int) -> HttpResponse:
    """The same is told elsewhere, or somebody else asked."""
    rumour = _one(request, number, acting=True)
    form = RumourForm(request.POST, auto_id="told-%s")
    form.fields["what"].required = False
    if not form.is_valid():
        return _page(request, rumour, {"told": form})
    add_to_rumour(rumour, _heard(request, form), by=user_of(request), at=now_of(request))
    messages.success(request, _("Recorded."))
    return redirect("console:rumour", number)


def _heard(request: HttpRequest, form: RumourForm) -> Heard:
    return Heard(
        community=form.cleaned_data["community"],
        what=form.cleaned_data["what"],
        heard_at=happened(form) or now_of(request),
        sources=form.cleaned_data["sources"],
        message=_message(request),
    )


def _message(request: HttpRequest) -> Message | None:
    key = request.POST.get("message") or request.GET.get("message") or ""
    try:
        return message_for(request, UUID(key)) if key else None
    except ValueError:
        return None


def _from_message(request: HttpRequest) -> dict[str, object]:
    """Fill the form in from a message that reads like a rumour."""
    message = _message(request)
    if message is None or message.focal_point is None:
        return {}
    person = message.focal_point
    return {"community": person.community_id, "what": message.text, "sources": person.code}


def _list(request: HttpRequest, form: RumourForm, *, status: int) -> HttpResponse:
    scope = viewer_of(request).scope
    found_ = rumours(scope, show=request.GET.get("show", ""))
    page_ = Paginator(found_, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "rumours",
        "page": page_,
        "rows": page_.object_list,
        "chips": chips(request, "show", [("all", _("All"))]),
        "told": rumours_told(scope)[:TOLD],
        "form": form,
        "message": request.GET.get("message", ""),
        "is_open_form": status == 422 or bool(request.GET.get("message")),
    }
    return render(request, "console/promises/rumours.html", context, status=status)


def _page(request: HttpRequest, rumour: Rumour, bound: dict[str, Form]) -> HttpResponse:
    context = {
        "nav": "rumours",
        "one": rumour,
        "answers": rumour.feedbacks.select_related("focal_point", "community").order_by("pk"),
        "may_check": may_for(request, Right.FEED_BACK, rumour.community),
        "forms": {
            "found": FindingForm(
                initial={"state": rumour.state, "finding": rumour.finding}, auto_id="found-%s"
            ),
            "told": RumourForm(initial={"what": "–"}, auto_id="told-%s"),
        }
        | bound,
        "open_form": next(iter(bound), ""),
    }
    return render(request, "console/promises/rumour.html", context, status=422 if bound else 200)


def _one(request: HttpRequest, number: int, *, acting: bool = False) -> Rumour:
    rumour = rumours(viewer_of(request).scope, show="all").filter(number=number).first()
    if rumour is None:
        raise Problem(NOT_FOUND)
    if acting:
        demand_for(request, Right.FEED_BACK, rumour.community)
    return rumour
