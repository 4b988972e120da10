"""What is done about an incident beyond asking a base: nobody can come, or somebody else acts."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tocsin.actions.nobody_comes import record_nobody_comes
from tocsin.actions.undertaking import record_undertaking
from tocsin.console.access import user_of
from tocsin.console.acting import filled
from tocsin.console.forms.incident import happened
from tocsin.console.forms.responses import NobodyForm, UndertakingForm
from tocsin.console.now import now_of
from tocsin.console.steps import step
from tocsin.domain.access import Right
from tocsin.domain.response_words import NonResponse
from tocsin.records.models import Incident


@step(Right.DECIDE)
def nobody_comes(request: HttpRequest, incident: Incident) -> str:
    form = filled("nobody_comes", NobodyForm(request.POST))
    gap = record_nobody_comes(
        incident,
        by=user_of(request),
        at=now_of(request),
        why=NonResponse(form.cleaned_data["why_not"]),
        note=form.cleaned_data["note"],
        since=happened(form),
    )
    return _(
        "Recorded. The village is owed the truth, and %(n)s communities in the way are warned."
    ) % {"n": len(gap.neighbours)}


@step(Right.RECORD_RESPONSE)
def undertaking(request: HttpRequest, incident: Incident) -> str:
    form = filled("undertaking", UndertakingForm(request.POST))
    record_undertaking(incident, form.who, by=user_of(request), at=now_of(request), word=form.word)
    return _("Recorded.")
