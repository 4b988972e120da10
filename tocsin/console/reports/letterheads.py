"""Letterheads: an administrator takes a template in, looks at a sample, puts it to use or aside."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.letterheads import add_letterhead, put_letterhead_aside, use_letterhead
from tocsin.actions.report_files import FILES, sample_on, starting_letterhead
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.reports.plans import office_choices, office_chosen
from tocsin.domain.access import Right
from tocsin.domain.letterhead_words import REQUIRED, LetterheadFault, LetterheadField
from tocsin.domain.problems import LETTERHEAD_FAULTY, Problem
from tocsin.domain.report_words import ReportFormat
from tocsin.formats.letterhead import faults_of, is_installed
from tocsin.formats.letterhead_file import LARGEST
from tocsin.records.models import Letterhead

FAULTS: dict[LetterheadFault, str | Promise] = {
    LetterheadFault.NOT_WORD: gettext_lazy("This is no Word file (.docx) that can be read."),
    LetterheadFault.TOO_LARGE: gettext_lazy("It is larger than 2 MB, or holds too many parts."),
    LetterheadFault.MACROS: gettext_lazy("It holds macros. Save it as .docx without them."),
    LetterheadFault.EMBEDDED: gettext_lazy("Another file is embedded in it. Take it out."),
    LetterheadFault.FETCHES: gettext_lazy("Word would fetch something from outside. Embed pictures instead of linking them."),
    LetterheadFault.WORD_FIELD: gettext_lazy("It holds a field of Word that is not allowed; page numbers and dates are."),
    LetterheadFault.UNKNOWN_FIELD: gettext_lazy("There is no such field."),
    LetterheadFault.NOT_A_FIELD: gettext_lazy("Only names of fields may stand between braces: no calculation, loop or filter."),
    LetterheadFault.BROKEN: gettext_lazy("It cannot be filled. Save it again with Word or LibreOffice."),
    LetterheadFault.FIELD_MISSING: gettext_lazy("This field must be in it, whatever the report."),
    LetterheadFault.BODY_NOT_ALONE: gettext_lazy("The field body must stand once, alone in a paragraph outside tables."),
}  # fmt: skip
FIELDS: dict[LetterheadField, str | Promise] = {
    LetterheadField.MARKING: gettext_lazy("marking, with draft and exercise"),
    LetterheadField.REFERENCE: gettext_lazy("number of the report"),
    LetterheadField.STAGE: gettext_lazy("initial, update, final"),
    LetterheadField.TITLE: gettext_lazy("title"),
    LetterheadField.CAVEAT: gettext_lazy("how it may be passed on"),
    LetterheadField.DTG: gettext_lazy("date-time group"),
    LetterheadField.PERIOD: gettext_lazy("period"),
    LetterheadField.OFFICE: gettext_lazy("office that it comes from"),
    LetterheadField.ADDRESSEES: gettext_lazy("functions that it goes to"),
    LetterheadField.CLOSING: gettext_lazy("closing line"),
    LetterheadField.WATERMARK: gettext_lazy("whose copy it is; empty without"),
    LetterheadField.BODY: gettext_lazy("all sentences and tables; alone in a paragraph"),
}


class LetterheadForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    office = forms.ChoiceField(label=gettext_lazy("For"), choices=[])
    file = forms.FileField(label=gettext_lazy("Word file (.docx)"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = office_choices()

    def clean_file(self) -> bytes:
        """Read the file and say all that is wrong with it at once."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        if faults := faults_of(content) if is_installed() else []:
            raise forms.ValidationError(
                [f"{FAULTS[one.fault]} {one.words}".strip() for one in faults[:12]]
            )
        return content


@requires(Right.MANAGE_LETTERHEADS)
@require_http_methods(["GET", "POST"])
def letterhead_list(request: HttpRequest) -> HttpResponse:
    form = LetterheadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        add_letterhead(
            office_chosen(asked["office"]), asked["title"], asked["file"],
            by=user_of(request), at=now_of(request),
        )  # fmt: skip
        messages.success(request, _("Taken in. Look at the sample, then put it to use."))
        return redirect("console:letterheads")
    rows = Letterhead.objects.select_related("base", "area", "added_by").defer("content")
    context = {
        "nav": "reports",
        "rows": rows.order_by("-used_since", "-added_at"),
        "form": form,
        "is_installed": is_installed(),
        "fields": [(f"{{{{ {field} }}}}", FIELDS[field], field in REQUIRED) for field in LetterheadField],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "console/reports/letterheads.html", context, status=status)


@requires(Right.MANAGE_LETTERHEADS)
@require_GET
def sample(request: HttpRequest, number: int) -> HttpResponse:
    """An invented report on this paper, in the language of whoever looks."""
    row = _one(number)
    content = sample_on(row, language=user_of(request).language, at=now_of(request))
    return _word(content, f"letterhead-{row.number}")


@requires(Right.MANAGE_LETTERHEADS)
@require_GET
def start(_request: HttpRequest) -> HttpResponse:
    """A plain template to begin from."""
    return _word(starting_letterhead(), "letterhead")


@requires(Right.MANAGE_LETTERHEADS)
@require_POST
def use(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(number)
    if faults := faults_of(bytes(row.content)):
        raise Problem(LETTERHEAD_FAULTY, faults=", ".join(one.fault.value for one in faults))
    use_letterhead(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("In use from now on."))
    return redirect("console:letterheads")


@requires(Right.MANAGE_LETTERHEADS)
@require_POST
def put_aside(request: HttpRequest, number: int) -> HttpResponse:
    put_letterhead_aside(_one(number), by=user_of(request), at=now_of(request))
    messages.success(request, _("Put aside."))
    return redirect("console:letterheads")


def _one(number: int) -> Letterhead:
    return get_object_or_404(Letterhead.objects.select_related("base", "area"), number=number)


def _word(content: bytes, name: str) -> HttpResponse:
    kind = FILES[ReportFormat.WORD]
    answer = HttpResponse(content, content_type=kind.media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind.ending}"'
    return answer
