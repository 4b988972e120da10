"""What may be chosen about a release. No field takes a sentence that would leave the mission."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.actions.releases import Asked
from tocsin.console.forms.short_names import ShortNameField
from tocsin.console.labels import LANGUAGES, choices
from tocsin.console.releases.labels import (
    ADDRESSEES,
    CANCEL_REASONS,
    MEANS,
    PRECISIONS,
    REQUESTS,
)
from tocsin.domain.known_actors import known_actors
from tocsin.domain.phones import canonical
from tocsin.domain.release_words import (
    CancelReason,
    Precision,
    ReleaseMeans,
    ReleaseRequest,
)
from tocsin.domain.words import Language
from tocsin.records.models import Addressee, Area, Place
from tocsin.records.queries.place_names import places_called

WRITTEN_IN = (Language.FRENCH, Language.SWAHILI, Language.ENGLISH)


def actor_choices() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted(known_actors(), key=str.lower)]


class _Posts(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Addressee) -> str:
        return obj.title


class DraftForm(forms.Form):
    addressee = _Posts(
        label=_("Addressee"), queryset=Addressee.objects.none(), to_field_name="slug"
    )
    request = forms.ChoiceField(label=_("What they are asked"), choices=choices(REQUESTS))
    precision = forms.ChoiceField(
        label=_("How exactly they are told where"),
        choices=choices(PRECISIONS),
        help_text=_("From marking 3 on it is 10 km at least."),
    )
    means = forms.ChoiceField(
        label=_("By which means first"),
        choices=choices(MEANS),
        help_text=_("If it fails, their other addresses are tried. Paper is handed over."),
    )
    actors = forms.MultipleChoiceField(
        label=_("Others who may have done it"),
        choices=[],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("Beside those whom the alerts name. In doubt, choose them."),
    )

    def __init__(self, *args: object, addressees: Iterable[Addressee] = (), **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        field, actors = self.fields["addressee"], self.fields["actors"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(actors, forms.MultipleChoiceField)
        keys = [one.pk for one in addressees]
        field.queryset = Addressee.objects.filter(pk__in=keys).order_by("title")
        actors.choices = actor_choices()

    @property
    def asked(self) -> Asked:
        return Asked(
            addressee=self.cleaned_data["addressee"],
            request=ReleaseRequest(self.cleaned_data["request"]),
            precision=Precision(self.cleaned_data["precision"]),
            means=ReleaseMeans(self.cleaned_data["means"]),
            actors=self.cleaned_data["actors"],
        )


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class ReceiptForm(forms.Form):
    received_by = forms.CharField(
        label=_("Which function has it"),
        max_length=120,
        help_text=_("Such as “officer of the watch”. No name."),
    )


class TakeBackForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it is taken back"), choices=choices(CANCEL_REASONS))

    @property
    def chosen(self) -> CancelReason:
        return CancelReason(self.cleaned_data["reason"])


class WhereForm(forms.Form):
    """A place of the gazetteer by its name; where several bear it, with its territory."""

    place = forms.CharField(
        label=_("Where it lies"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("A name of the gazetteer; planning says how far it is."),
    )

    def clean_place(self) -> Place | None:
        name, _comma, territory = map(str.strip, str(self.cleaned_data["place"]).partition(","))
        if not name:
            return None
        found = places_called(name)
        if territory:
            found = [one for one in found if one.territoire.lower() == territory.lower()]
        if not found:
            raise forms.ValidationError(_("The gazetteer knows no such place."))
        if len(found) > 1:
            held = ", ".join(sorted({f"{one.name}, {one.territoire}" for one in found})[:5])
            text = _("Several places bear this name. Write one of: %(places)s")
            raise forms.ValidationError(text, params={"places": held})
        return found[0]


class AddresseeForm(WhereForm):
    slug = ShortNameField(label=_("Short name"), max_length=40)
    title = forms.CharField(
        label=_("Post"), max_length=80, help_text=_("A function, never a person.")
    )
    kind = forms.ChoiceField(label=_("What they are"), choices=choices(ADDRESSEES))
    actors = forms.MultipleChoiceField(
        label=_("Whom they are, belong to or fight beside"),
        choices=[],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("About these they are never told."),
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.all(),
        required=False,
        empty_label=_("Everywhere"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=choices(LANGUAGES, WRITTEN_IN))
    means = forms.ChoiceField(label=_("First by"), choices=choices(MEANS))
    field_order = ("slug", "title", "kind", "actors", "area", "place")
    number = forms.CharField(label=_("Duty number for SMS"), required=False, max_length=20)
    email = forms.EmailField(label=_("E-mail"), required=False)
    call_sign = forms.CharField(label=_("Call sign"), required=False, max_length=30)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they come
        actors = self.fields["actors"]
        assert isinstance(actors, forms.MultipleChoiceField)
        actors.choices = actor_choices()

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"])
        if not typed:
            return ""
        number = canonical(typed)
        if not number.value.startswith("+"):
            raise forms.ValidationError(_("Write it with the country: +243…"))
        return number.value

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        needed = {ReleaseMeans.SMS: "number", ReleaseMeans.EMAIL: "email"}
        needed[ReleaseMeans.RADIO] = "call_sign"
        means = kept.get("means")
        field = needed.get(ReleaseMeans(str(means))) if means else None
        if field and not kept.get(field) and field not in self.errors:
            self.add_error(field, _("Needed for the means that is tried first."))
        return kept
