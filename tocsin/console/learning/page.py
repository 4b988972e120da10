"""What the reader learned: how often it was right, which model is in use, what others would have said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.learning import MODEL_UNKNOWN
from tocsin.records.models import LearnedModel
from tocsin.records.queries.briefing import briefing_now
from tocsin.records.queries.learning import accuracies, latest, models, shadow_of


@requires(Right.SEE_LEARNING)
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """Show accuracy by language over time, the models, and the newest judgements; or one model."""
    if asked := request.GET.get("model", ""):
        return _model(request, asked)
    scope = viewer_of(request).scope
    context = {
        "nav": "learning",
        "accuracies": accuracies(scope),
        "models": models(),
        "briefing": briefing_now(),
        "latest": latest(scope),
    }
    return render(request, "console/learning/page.html", context)


def _model(request: HttpRequest, asked: str) -> HttpResponse:
    """Show where one model came from, and what it would have said of rows it had not seen."""
    found = LearnedModel.objects.defer("weights")
    row = found.filter(number=int(asked)).first() if asked.isdecimal() and len(asked) < 9 else None
    if row is None:
        raise Problem(MODEL_UNKNOWN, number=asked[:9])
    context = {
        "nav": "learning",
        "model": row,
        "shadow": shadow_of(viewer_of(request).scope, row),
    }
    return render(request, "console/learning/model.html", context)
