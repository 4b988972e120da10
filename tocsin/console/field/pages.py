"""The field log: a page that a phone keeps, its worker, and the phones that have it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.actions.field_log import forget_phone, set_up_phone
from tocsin.console.access import public, requires, user_of
from tocsin.console.field.forms import FieldForm
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.words import RESTRICTED_KINDS
from tocsin.records.models import FieldPhone, User
from tocsin.records.queries.brakes import unexplained
from tocsin.records.queries.field_phones import phone_rows

DRAWN_WITH = (
    "console/icon.svg",
    "console/css/tokens.css",
    "console/css/tokens-dark.css",
    "console/css/base.css",
    "console/css/controls.css",
    "console/css/components.css",
    "console/css/field.css",
    "console/field/outbox.js",
    "console/field/log.js",
)


@public
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Serve the page that a phone keeps: the same for all, with nothing of anybody in it."""
    context = {"form": FieldForm(), "restricted": " ".join(sorted(RESTRICTED_KINDS))}
    return render(request, "console/field/log.html", context)


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker of the page. Its text changes with any part of the page, so that phones renew it."""
    shell = [reverse("console:field_log"), *(static(name) for name in DRAWN_WITH)]
    parts = [log(request).content, *(one.encode() for one in shell), *_drawn_with()]
    version = sha256(b"\n".join(parts)).hexdigest()[:12]
    text = render_to_string(
        "console/field/worker.js", {"shell": shell, "version": f"{get_language()}-{version}"}
    )
    answer = HttpResponse(text, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _drawn_with() -> tuple[bytes, ...]:
    """Return what the page is drawn with: the addresses alone stay the same from one release to the next."""
    found = (finders.find(name) for name in DRAWN_WITH)
    return tuple(Path(str(one)).read_bytes() for one in found if one)


@public
@require_safe
def app(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Say how the log looks on the first screen of a phone."""
    facts = {
        "name": _("Tocsin field log"),
        "short_name": "Tocsin",
        "start_url": reverse("console:field_log"),
        "scope": reverse("console:field_log"),
        "display": "standalone",
        "background_color": "#eef0f2",
        "theme_color": "#1f4e79",
        "icons": [{"src": static("console/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@requires(Right.LOG)
@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """Show one's own phones, and set up the one on which this is read."""
    me = user_of(request)
    context = {"nav": "log", "rows": phone_rows(me), "brakes": unexplained(of=me)}
    return render(request, "console/field/phones.html", context)


@requires(Right.LOG)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Set a phone up for whoever is signed in on it; its token is shown to its script this once."""
    phone, token = set_up_phone(by=user_of(request), at=now_of(request))
    return JsonResponse({"token": token, "number": phone.number}, status=201)


@requires(Right.LOG)
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    user = user_of(request)
    _forget(request, FieldPhone.objects.filter(number=number, user=user).first())
    return redirect("console:field_phones")


@requires(Right.MANAGE_ACCOUNTS)
@require_safe
def phones_of(request: HttpRequest, key: int) -> HttpResponse:
    """Show the phones of another account: one that was lost or taken is ended from here."""
    one = get_object_or_404(User, pk=key)
    rows, brakes = phone_rows(one), unexplained(of=one)
    context = {"nav": "accounts", "rows": rows, "brakes": brakes, "one": one}
    return render(request, "console/field/phones.html", context)


@requires(Right.MANAGE_ACCOUNTS)
@require_POST
def forget_for(request: HttpRequest, key: int, number: int) -> HttpResponse:
    _forget(request, FieldPhone.objects.filter(number=number, user=key).first())
    return redirect("console:field_phones_of", key)


def _forget(request: HttpRequest, phone: FieldPhone | None) -> None:
    if phone is None:
        raise Problem(NOT_FOUND)
    if forget_phone(phone, by=user_of(request), at=now_of(request)):
        messages.success(request, _("It empties itself as soon as it calls."))
