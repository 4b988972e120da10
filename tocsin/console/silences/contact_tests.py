"""Tests of contact: plans, their rounds, and who answers."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import contact_tests as acts
from tocsin.console.access import requires, right_of, user_of, viewer_of
from tocsin.console.choices import within
from tocsin.console.forms.silence import ContactPlanForm
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import CONTACT_TEST_UNKNOWN
from tocsin.domain.silence_words import ContactMethod
from tocsin.records.models import ContactCheck, ContactTest
from tocsin.records.queries.contact import contact_tests, people_of, rounds


@requires(Right.SEE_NETWORK)
@require_http_methods(["GET", "POST"])
def test_list(request: HttpRequest) -> HttpResponse:
    form = within(request, ContactPlanForm())
    context = {"nav": "network", "rows": _tests(request), "form": form}
    return render(request, "console/silences/tests.html", context)


@requires(Right.MANAGE_DIRECTORY)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    form = within(request, ContactPlanForm(request.POST))
    if not form.is_valid():
        context = {"nav": "network", "rows": _tests(request), "form": form}
        return render(request, "console/silences/tests.html", context, status=422)
    said, now = form.cleaned_data, now_of(request)
    planned = acts.ContactPlan(
        title=said["title"],
        method=ContactMethod(said["method"]),
        every_days=said["every_days"],
        first_at=said["first_at"] or now,
        base=said["base"],
    )
    acts.plan_contact_test(planned, by=user_of(request), at=now)
    messages.success(request, _("Planned. Each is asked at a safe hour; silent contacts never."))
    return redirect("console:contact_tests")


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    row = _test(request, key)
    context = {"nav": "network", "test": row, "rounds": rounds(row), "people": people_of(row)}
    return render(request, "console/silences/test.html", context)


@requires(Right.MANAGE_DIRECTORY)
@require_POST
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    acts.stop_contact_test(_test(request, key), by=user_of(request), at=now_of(request))
    messages.success(request, _("Stopped. What was answered stays."))
    return redirect("console:contact_tests")


@requires(Right.CALL_BACK)
@require_POST
def called(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what came of a test call."""
    check = get_object_or_404(ContactCheck.objects.select_related("test"), pk=key)
    _test(request, check.test_id)
    is_reached = request.POST.get("result") == "reached"
    acts.record_test_call(check, is_reached=is_reached, by=user_of(request), at=now_of(request))
    return redirect("console:contact_test", check.test_id)


def _tests(request: HttpRequest) -> QuerySet[ContactTest]:
    areas = viewer_of(request).areas_of(right_of(request))
    # One without a base asks people everywhere: it belongs to those who see everywhere.
    return contact_tests() if areas is None else contact_tests().filter(base__area__in=areas)


def _test(request: HttpRequest, key: UUID) -> ContactTest:
    row = _tests(request).filter(pk=key).first()
    if row is None:
        raise Problem(CONTACT_TEST_UNKNOWN)
    return row
