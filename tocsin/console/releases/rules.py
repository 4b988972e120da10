"""The deny matrix on a page: who would be told of each kind, were this actor alleged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.actions.release_facts import alleged_by
from tocsin.console.access import requires
from tocsin.console.labels import KINDS
from tocsin.console.releases.forms import actor_choices
from tocsin.console.releases.labels import ADDRESSEES, WHY, why
from tocsin.domain.access import Right
from tocsin.domain.release_rules import MATRIX, To, judge_release
from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.words import WARNINGS


@requires(Right.SEE_BOARD)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    chosen = [code for code in request.GET.getlist("actor") if code in dict(actor_choices())]
    alleged = alleged_by(chosen)
    rows = [
        {
            "kind": KINDS[kind],
            "cells": [
                [why(code) for code in judge_release(kind, alleged, To(one)).denied]
                for one in AddresseeKind
            ],
        }
        for kind in WARNINGS
    ]
    context = {
        "nav": "releases",
        "actors": [code for code, _ in actor_choices()],
        "chosen": chosen,
        "addressees": [ADDRESSEES[one] for one in AddresseeKind],
        "rows": rows,
        "reasons": [WHY[line.code] for line in MATRIX],
    }
    return render(request, "console/releases/rules.html", context)
