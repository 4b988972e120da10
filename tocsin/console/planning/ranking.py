"""Must, should, could: communities by how pressing their need is, with reasons, owner and review."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.actions.planning import rank_community
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.now import now_of
from tocsin.console.planning.forms import RankForm
from tocsin.console.promises.near import demand_for, may_for
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.ranking import REVIEW_AFTER
from tocsin.domain.travel import season_of
from tocsin.records.models import Community, CommunityRank
from tocsin.records.queries.ranking import proposal_for, ranking


@requires(Right.SEE_NETWORK)
@require_GET
def rank_list(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    here = local(now)
    rows = ranking(viewer_of(request).scope, season_of(here), now=now, today=here.date())
    match request.GET.get("show", ""):
        case "due":
            rows = [row for row in rows if row.is_due]
        case "undecided":
            rows = [row for row in rows if row.given is None]
        case "differs":
            rows = [row for row in rows if row.differs]
    shows = [
        ("due", _("To be looked at again")),
        ("undecided", _("Not decided yet")),
        ("differs", _("The rules say otherwise")),
    ]
    context = {"nav": "ranking", "rows": rows, "chips": chips(request, "show", shows)}
    return render(request, "console/planning/ranking.html", context)


@requires(Right.SEE_NETWORK)
@require_http_methods(["GET", "POST"])
def rank(request: HttpRequest, code: str) -> HttpResponse:
    """One community: what the rules propose and why, what was given before, and the form."""
    home, now = _home(request, code), now_of(request)
    here = local(now)
    today = here.date()
    proposal = proposal_for(viewer_of(request).scope, home, season_of(here), now=now)
    initial = {"rank": proposal.rank.value, "review_on": today + REVIEW_AFTER}
    form = RankForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST":
        demand_for(request, Right.PLAN, home)
        if form.is_valid():
            rank_community(home, form.ranked, proposal=proposal, by=user_of(request), at=now)
            messages.success(request, _("Written down. Earlier ranks stay readable."))
            return redirect("console:rank", home.code)
    context = {
        "nav": "ranking",
        "home": home,
        "proposal": proposal,
        "given": CommunityRank.objects.filter(community=home)
        .select_related("given_by")
        .order_by("-given_at")[:20],
        "form": form,
        "may_plan": may_for(request, Right.PLAN, home),
        "today": today,
    }
    status = 422 if form.errors else 200
    return render(request, "console/planning/rank.html", context, status=status)


def _home(request: HttpRequest, code: str) -> Community:
    """Return a community of the viewer's areas; another one is as unknown as none."""
    row = Community.objects.select_related("base").filter(code=code).first()
    areas = viewer_of(request).scope.areas
    if row is None or (areas is not None and row.area_id not in areas):
        raise Problem(NOT_FOUND)
    return row
