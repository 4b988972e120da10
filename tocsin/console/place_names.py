"""One click from a message: its name for a place goes to the gazetteer, and can be taken back."""

import json
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.place_names import add_place_name, undo_place_name
from tocsin.console.access import message_for, requires, user_of
from tocsin.console.forms.place_names import PlaceNameForm
from tocsin.console.now import now_of
from tocsin.console.problem_pages import sentence_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.learning import PLACE_NAME_UNDONE
from tocsin.domain.reading.as_json import from_json
from tocsin.domain.reading.result import PlaceMention
from tocsin.records.models import Message, PlaceName
from tocsin.records.queries.place_names import candidates


@requires(Right.TRIAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask which place a name is; the name of the mention is filled in."""
    message = message_for(request, key, Right.TRIAGE)
    mention = _mention(message, request.GET.get("mention", ""))
    name = request.POST.get("name", mention.surface if mention else "")
    offered = [one.place_id for one in mention.choices] if mention else []
    near = candidates(message, name, offered=offered)
    form = PlaceNameForm(
        request.POST or None,
        candidates=near,
        initial={"name": name, "place": str(near[0].place.pk) if near else "new"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = add_place_name(
                message,
                name=form.cleaned_data["name"],
                place=form.cleaned_data["found"],
                point=form.cleaned_data["at"],
                by=user_of(request),
                at=now_of(request),
            )
        except Problem as problem:
            form.add_error("name", sentence_of(problem))
        else:
            said = _("“%(name)s” is known from now on. It can be undone below.")
            notices.success(request, said % {"name": row.name})
            return redirect("console:message", key)
    context = {"nav": "triage", "message": message, "form": form}
    status = 422 if form.errors else 200
    return render(request, "console/triage/place_name.html", context, status=status)


@requires(Right.TRIAGE)
@require_POST
def undo(request: HttpRequest, key: UUID, name: UUID) -> HttpResponse:
    message = message_for(request, key, Right.TRIAGE)
    row = PlaceName.objects.filter(pk=name, message=message).first()
    if row is None:
        raise Problem(PLACE_NAME_UNDONE)
    undo_place_name(row, by=user_of(request), at=now_of(request))
    notices.success(request, _("The name is taken back."))
    return redirect("console:message", key)


def _mention(message: Message, number: str) -> PlaceMention | None:
    row = getattr(message, "reading", None)
    if row is None or not number.isdecimal() or len(number) > 3:
        return None
    places = from_json(json.loads(row.body)).places
    return places[int(number)] if int(number) < len(places) else None
