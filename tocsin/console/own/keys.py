"""One's own security keys: added by the browser, named, taken away."""

import json
import secrets
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions.security_keys import add_key, drop_key, keys_of, may_add_key, name_key
from tocsin.console.access import own, user_of
from tocsin.console.now import now_of
from tocsin.console.own.challenge import asked_before, challenged, place_of
from tocsin.console.own.guesses import with_code
from tocsin.console.problem_pages import sentence_of
from tocsin.domain.problems import SECURITY_KEY_REFUSED, Problem
from tocsin.domain.security_keys import ANSWER_LENGTH, CHALLENGE_BYTES, creation_options
from tocsin.records.models import SecurityKey


@own
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """Take a code, and say what the browser is to ask the key for."""
    user, now = user_of(request), now_of(request)
    try:
        with_code(request, request.POST.get("code", ""), may_add_key)
    except Problem as problem:
        return JsonResponse({"sentence": sentence_of(problem)}, status=422)
    place, challenge = place_of(request), secrets.token_bytes(CHALLENGE_BYTES)
    challenged(request, challenge, of="add", at=now)
    asked = creation_options(
        place,
        challenge=challenge,
        mission=settings.MISSION,
        handle=user.person.bytes,
        account=user.name,
        known=[bytes(one.credential) for one in keys_of(user, place)],
    )
    return JsonResponse(json.loads(asked))


@own
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    challenge = asked_before(request, of="add", at=now)
    answer = request.POST.get("answer", "")
    if challenge is None or len(answer) > ANSWER_LENGTH:
        raise Problem(SECURITY_KEY_REFUSED)
    add_key(
        user_of(request),
        answer,
        place_of(request),
        name=request.POST.get("name", ""),
        challenge=challenge,
        at=now,
    )
    messages.success(request, _("The key is added. Next time, touch it instead of typing a code."))
    return redirect("console:factor")


@own
@require_POST
def rename(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(SecurityKey, pk=key, user=user_of(request))
    name_key(row, request.POST.get("name", ""), by=user_of(request), at=now_of(request))
    return redirect("console:factor")


@own
@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(SecurityKey, pk=key, user=user_of(request))
    drop_key(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("The key is taken away. It opens nothing here any more."))
    return redirect("console:factor")
