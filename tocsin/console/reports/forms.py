"""What a person may add to a report beside the words of its sentences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.reports import Added
from tocsin.domain.report_words import ReportKind, Section

SECTIONS = {
    ReportKind.FLASH: [(Section.COMMENT.value, _("Comment"))],
    ReportKind.DAILY: [
        (Section.ASSESSMENT.value, _("Assessment")),
        (Section.PLAN.value, _("Plan for tomorrow")),
        (Section.CONCERNS.value, _("Concerns")),
    ],
    ReportKind.WEEKLY: [
        (Section.ASSESSMENT.value, _("Assessment")),
        (Section.OUTLOOK.value, _("Outlook")),
        (Section.HIGHLIGHTS.value, _("Highlights")),
    ],
}


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class RecommendForm(forms.Form):
    what = forms.CharField(
        label=_("What should be done"),
        max_length=500,
        help_text=_("No names, no numbers, no words of a source."),
    )
    owner = forms.CharField(
        label=_("By which function"), max_length=80, help_text=_("A function, never a person.")
    )
    due_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CommentForm(forms.Form):
    """A sentence of a person's own. Without a record it is a comment, and is marked as one."""

    section = forms.ChoiceField(label=_("Under which heading"), choices=[])
    text = forms.CharField(
        label=_("Your comment"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is printed as comment. No names, no numbers, no words of a source."),
    )

    def __init__(self, *args: object, kind: str, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = SECTIONS[ReportKind(kind)]

    @property
    def added(self) -> Added | None:
        text = self.cleaned_data["text"]
        return Added(Section(self.cleaned_data["section"]), text) if text.strip() else None
