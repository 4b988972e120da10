"""The phone bench: a wall of simulated phones on the real line. It exists in exercises only."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.console.access import requires
from tocsin.console.bench import STORED, Heard, Phone, all_phones, heard, transmit
from tocsin.console.now import now_of
from tocsin.domain.access import Right

KEPT = 6  # texts shown on a phone
SENT = "bench_sent"
EXAMPLES = (
    ("sw", "Watu wenye silaha wameingia kijiji sasa hivi, wanapiga risasi, watu wanakimbia"),
    ("fr", "Attaque en cours, hommes armes dans le village, deux morts, venez vite"),
    ("en", "About 30 armed men moving towards the market, women and children leaving"),
)


@requires(Right.SEE_BOARD)
@require_GET
def phones(request: HttpRequest) -> HttpResponse:
    offset, texts = heard(-1)
    role = request.GET.get("role", "")
    shown = [one for one in all_phones() if not role or _group(one) == role]
    context = {
        "nav": "phones",
        "offset": offset,
        "phones": [_view(one, texts, request) for one in shown],
        "examples": EXAMPLES,
        "role": role,
        "kept": KEPT,
    }
    return render(request, "console/phones/wall.html", context)


@requires(Right.SEE_BOARD)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send as one of the phones; a missed call has no words."""
    number = request.POST.get("number", "")
    words = request.POST.get("text", "").strip()
    is_call = request.POST.get("kind") == "missed_call"
    known = {one.number for one in all_phones()}
    status = transmit(number, words, is_call=is_call) if number in known else 404
    if status == STORED:
        _remember(request, number, _("(missed call)") if is_call else words)
    else:
        messages.error(request, _("The line answered %(status)s.") % {"status": status})
    if request.headers.get("X-Bench"):
        return JsonResponse({"status": status})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(f"{back if is_ours else '/demo/phones/'}#{number.lstrip('+')}")


@requires(Right.SEE_BOARD)
@require_GET
def heard_since(request: HttpRequest) -> JsonResponse:
    """What phones heard since the page last asked; a small module asks every second."""
    after = request.GET.get("after", "")
    offset, texts = heard(int(after) if after.isdecimal() else -1)
    return JsonResponse({"offset": offset, "texts": [asdict(one) for one in texts]})


def _view(one: Phone, texts: list[Heard], request: HttpRequest) -> dict[str, Any]:
    mine = [text for text in texts if text.to == one.number]
    sent = request.session.get(SENT, {}).get(one.number, [])
    lines = [{"at": text.at, "text": text.text, "is_sent": False} for text in mine]
    lines += [{"at": at, "text": text, "is_sent": True} for at, text in sent]
    return {
        "number": one.number,
        "name": one.name,
        "role": one.role,
        "where": one.where,
        "is_villager": one.is_villager,
        "lines": sorted(lines, key=lambda line: str(line["at"]))[-KEPT:],
    }


def _remember(request: HttpRequest, number: str, words: str) -> None:
    """Keep what was sent with the visitor's session: a phone shows its own texts too."""
    kept = request.session.get(SENT, {})
    kept[number] = [*kept.get(number, []), [now_of(request).isoformat(), words]][-KEPT:]
    request.session[SENT] = kept


def _group(one: Phone) -> str:
    return "villagers" if one.is_villager else "responders"
