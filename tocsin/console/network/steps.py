"""What is done about one focal point: each step is one form, one action, one line in the log book."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tocsin.actions import focal_points as people
from tocsin.actions import leaving, numbers
from tocsin.actions.consents import give_consent, withdraw_consent
from tocsin.actions.phone_credit import currency_of, record_credit
from tocsin.console.access import requires, user_of
from tocsin.console.forms import network as form_of
from tocsin.console.forms.airtime import CreditForm
from tocsin.console.network.within import point_for, told_whose
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.network_words import (
    HandsetFate,
    LeaveReason,
    NumberState,
    WatchReason,
    WithdrawnBy,
)
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.formats.pictures import MOST_BYTES
from tocsin.records.models import FocalPoint

Given = Mapping[str, Any]
Run = Callable[[HttpRequest, FocalPoint, Any], object]


@dataclass(frozen=True, slots=True)
class Step:
    """`applies` says for whom it is offered; `run` does it with the form that was filled in."""

    code: str
    title: Promise
    lead: Promise
    form: type[forms.Form]
    run: Run
    applies: Callable[[FocalPoint], bool] = lambda point: point.left_at is None
    is_grave: bool = False
    initial: Callable[[FocalPoint], dict[str, Any]] = lambda _point: {}


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def person_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    point = point_for(request, code, Right.MANAGE_DIRECTORY)
    found = STEPS.get(step)
    if found is None or not found.applies(point):
        raise Problem(NOT_FOUND)
    is_sent = request.method == "POST"
    form = found.form(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=found.initial(point),
    )
    if form.is_valid():
        found.run(request, point, form)
        messages.success(request, _("Recorded."))
        return redirect("console:focal_point", point.code)
    context = {"nav": "network", "point": point, "step": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "console/network/step.html", context, status=status)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": user_of(request), "at": now_of(request)}


def _change(request: HttpRequest, point: FocalPoint, form: form_of.ChangeForm) -> None:
    version = form.cleaned_data["version"]
    people.change_focal_point(point, about=form.about, version=version, **_who(request))


def _number(request: HttpRequest, point: FocalPoint, form: forms.Form) -> None:
    given = form.cleaned_data
    why = WatchReason(given["why"])
    with told_whose(request, given["number"]):
        numbers.change_number(point, given["number"], why=why, **_who(request))


def _compromised(request: HttpRequest, point: FocalPoint, form: forms.Form) -> None:
    since = form.cleaned_data["since"] or now_of(request)
    numbers.mark_compromised(point, since=since, is_drill=False, **_who(request))


def _spoken(request: HttpRequest, point: FocalPoint, form: forms.Form) -> None:
    given = form.cleaned_data
    if given["duress_word"]:
        people.agree_duress_word(point, given["duress_word"], **_who(request))
    if given["question"] and given["answer"]:
        people.agree_challenge(
            point, question=given["question"], answer=given["answer"], **_who(request)
        )


def _credit(request: HttpRequest, point: FocalPoint, form: CreditForm) -> None:
    currency = form.cleaned_data["currency"]
    record_credit(point, minor=form.minor, currency=currency, **_who(request))


def _leave(request: HttpRequest, point: FocalPoint, form: forms.Form) -> None:
    given = form.cleaned_data
    farewell = leaving.Farewell(
        reason=LeaveReason(given["reason"]),
        successor=given["successor"],
        handset=HandsetFate(given["handset"]),
        community_told=given["community_told"],
    )
    leaving.leave(point, farewell, **_who(request))


def _kept(point: FocalPoint) -> dict[str, Any]:
    sealed = ("name", "safe_note", "notes")
    shown = {name: getattr(point, name) for name in people.CHANGEABLE if name not in sealed}
    return {**shown, "version": point.version}


_ALL = (
    Step("change", _("Change"), _("What is sealed stays as it is where you leave it empty."), form_of.ChangeForm, _change, initial=_kept),
    Step(
        "consent", _("Record consent"), _("Explain in their language what is kept, why, and that they may take it back."),
        form_of.ConsentForm,
        lambda request, point, form: give_consent(point, form.agreed, **_who(request)),
        initial=lambda point: {"explained_in": point.language},
    ),
    Step("words", _("Duress word and question"), _("Agree on them face to face, never by phone."), form_of.SpokenForm, _spoken),
    Step(
        "photo", _("Photo"), _("Only if it helps to recognise them."), form_of.PortraitForm,
        lambda request, point, form: people.keep_portrait(
            point, form.cleaned_data["picture"].read(MOST_BYTES + 1), **_who(request)
        ),
    ),
    Step(
        "credit", _("Phone credit"), _("What they say that their phone holds. Ask when you speak with them anyway."), CreditForm, _credit,
        applies=lambda point: point.is_active and bool(point.number), initial=lambda point: {"currency": currency_of(point)},
    ),
    Step("number", _("New number"), _("The old one is listened for: whoever uses it next is not them."), form_of.NumberForm, _number),
    Step(
        "verify", _("Recognise them"), _("Ask the agreed question, or go and see them."), form_of.VerifyForm,
        lambda request, point, form: numbers.verify_holder(
            point, answer=form.cleaned_data["answer"], face_to_face=form.cleaned_data["face_to_face"], **_who(request)
        ),
        applies=lambda point: point.left_at is None
        and (point.number_state != NumberState.TRUSTED or point.duress_since is not None),
    ),
    Step(
        "told", _("The community was told"), _("Who warns for it now, said to people there."), forms.Form,
        lambda request, point, _form: leaving.tell_community(point, **_who(request)),
        applies=lambda point: point.left_at is not None and point.community_told_at is None and point.erased_at is None,
    ),
    Step(
        "compromised", _("The phone is in other hands"), _("Nothing is written to it from now on, those on duty are told, and what came since is marked."),
        form_of.CompromisedForm, _compromised, is_grave=True,
        applies=lambda point: point.left_at is None and point.number_state != NumberState.COMPROMISED,
    ),
    Step("leave", _("They leave"), _("Enrol whoever comes after first. Phone, number, consent, airtime and radio are settled in this one step."), form_of.LeaveForm, _leave, is_grave=True),
    Step(
        "withdraw", _("They take consent back"), _("Name, number, photo and notes are removed today. The log book keeps that it happened, not who."),
        form_of.WithdrawForm,
        lambda request, point, form: withdraw_consent(point, way=WithdrawnBy(form.cleaned_data["way"]), **_who(request)),
        applies=lambda point: point.erased_at is None, is_grave=True,
    ),
)  # fmt: skip
STEPS: Mapping[str, Step] = {step.code: step for step in _ALL}
