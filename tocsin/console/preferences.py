"""What a person chose for themselves: language, theme, and the places behind "More"."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.people import change_preferences
from tocsin.actions.second_factor import has_factor
from tocsin.actions.sign_in import living
from tocsin.console.access import own, public, requires, user_of, viewer_of
from tocsin.console.labels import ROLES
from tocsin.console.now import now_of
from tocsin.console.right_labels import RIGHTS
from tocsin.domain.access import Right
from tocsin.records.models import SignedIn, User

THEMES = ("system", "light", "dark")


@own
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and keep one's own language and theme; the roles are shown, others grant them."""
    user = user_of(request)
    if request.method == "POST":
        language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
        language = language if language in dict(settings.LANGUAGES) else user.language
        theme = theme if theme in THEMES else user.theme
        change_preferences(user, language=language, theme=theme, at=now_of(request))
        translation.activate(language or translation.get_language())
        messages.success(request, _("Kept."))
        response = redirect("console:account")
        _keep(response, "tocsin_theme", theme or "system")
        return response
    viewer = viewer_of(request)
    context = {
        "languages": settings.LANGUAGES,
        "themes": [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        "roles": sorted({str(ROLES[role]) for role, _area in viewer.held}),
        "has_factor": has_factor(user),
        "needs_factor": viewer.needs_factor,
        "sign_ins": _sign_ins(request, user),
        "rights": [RIGHTS[right] for right in Right if right in viewer.rights],
    }
    return render(request, "console/people/account.html", context)


def _sign_ins(request: HttpRequest, user: User) -> list[dict[str, object]]:
    """Where they are signed in now, this browser first."""
    rows = SignedIn.objects.filter(user=user, ended_at=None).order_by("-at")
    here = request.session.session_key
    found = [
        {"key": row.pk, "browser": row.browser, "at": row.at, "is_here": row.session == here}
        for row in living(rows, at=now_of(request))
    ]
    return sorted(found, key=lambda one: not one["is_here"])


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language: for a signed-in person with their account, else in a cookie."""
    chosen = request.POST.get("language", "")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = redirect(wanted if is_ours else reverse("console:board"))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        user = user_of(request)
        change_preferences(user, language=chosen, theme=user.theme, at=now_of(request))
    _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


def _keep(response: HttpResponse, name: str, chosen: str) -> None:
    secure = settings.SECURE_COOKIES
    response.set_cookie(name, chosen, samesite="Lax", secure=secure, max_age=31_536_000)


@requires(Right.SEE_BOARD)
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """All places that have no tab on a phone."""
    return render(request, "console/more.html", {"nav": "more", "now": now_of(request)})
