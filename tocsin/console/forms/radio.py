"""Nets, stations, traffic, code sheets and warnings passed by radio."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tocsin.actions.radio_nets import NetPlan
from tocsin.actions.radio_stations import StationPlan
from tocsin.console.forms.moments import MomentField
from tocsin.console.forms.short_names import ShortNameField
from tocsin.console.labels import choices
from tocsin.console.radio_labels import RADIO_MODES, TEXT_SCHEMES
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.radio_words import Precedence, RadioMode
from tocsin.domain.roll_calls import plain_sign, read_hours
from tocsin.records.models import Base, Community, FocalPoint, RadioStation
from tocsin.records.queries.radio_nets import stations

if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[FocalPoint]  # known to the stubs alone
else:
    PersonChoice = forms.ModelChoiceField


class KeeperField(PersonChoice):
    """People by code and community, never by name."""

    def label_from_instance(self, obj: object) -> str:
        return f"{obj.code} · {obj.community.name}" if isinstance(obj, FocalPoint) else ""


class NetForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=80)
    mode = forms.ChoiceField(label=_("Sort of radio"), choices=choices(RADIO_MODES))
    frequency = forms.CharField(
        label=_("Frequency"), max_length=60, help_text=_("Such as 4 625 kHz USB.")
    )
    alternate = forms.CharField(label=_("If that is not clear"), max_length=60, required=False)
    hours = forms.CharField(
        label=_("Hours of the roll call"),
        max_length=60,
        required=False,
        help_text=_("Local, such as 07:00 17:00. Empty: no roll call."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes it may take"), min_value=5, max_value=240, initial=45
    )
    net_control = forms.ModelChoiceField(
        label=_("Net control"), queryset=RadioStation.objects.none(), required=False
    )
    base = forms.ModelChoiceField(
        label=_("Base"),
        queryset=Base.objects.filter(closed_at=None).order_by("name"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["net_control"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = stations()

    def clean_hours(self) -> tuple[str, ...]:
        try:
            return read_hours(self.cleaned_data["hours"])
        except ValueError as error:
            said = _now("“%(word)s” is no hour. Write hours as 07:00.") % {"word": str(error)}
            raise ValidationError(said) from error

    @property
    def plan(self) -> NetPlan:
        said = self.cleaned_data
        return NetPlan(
            title=said["title"],
            mode=RadioMode(said["mode"]),
            frequency=said["frequency"],
            alternate=said["alternate"],
            hours=said["hours"],
            minutes=said["minutes"],
            net_control=said["net_control"],
            base=said["base"],
        )


class NewNetForm(NetForm):
    slug = ShortNameField(
        label=_("Short name"), max_length=40, help_text=_("Part of its address. It never changes.")
    )
    field_order = ("slug",)


class MembersForm(forms.Form):
    """The stations of a net in the order of calling: one call sign a line works without a mouse."""

    members = forms.CharField(
        label=_("Stations in the order of calling"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        help_text=_("One call sign a line."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_members(self) -> list[RadioStation]:
        known = {plain_sign(one.call_sign): one for one in stations()}
        found: list[RadioStation] = []
        for line in self.cleaned_data["members"].splitlines():
            if not line.strip():
                continue
            station = known.get(plain_sign(line))
            if station is None:
                said = _now("There is no station %(sign)s.") % {"sign": line.strip()}
                raise ValidationError(said)
            if station not in found:
                found.append(station)
        return found


class StationForm(forms.Form):
    call_sign = forms.CharField(label=_("Call sign"), max_length=30)
    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.order_by("name"), required=False
    )
    base = forms.ModelChoiceField(
        label=_("Or base"),
        queryset=Base.objects.filter(closed_at=None).order_by("name"),
        required=False,
    )
    focal_point = KeeperField(
        label=_("Who keeps it"),
        queryset=FocalPoint.objects.filter(is_active=True)
        .select_related("community")
        .order_by("code"),
        required=False,
    )
    text_scheme = forms.ChoiceField(
        label=_("Text over radio"), choices=[("", _("none")), *TEXT_SCHEMES.items()], required=False
    )
    text_address = forms.CharField(
        label=_("Its address"),
        max_length=20,
        required=False,
        help_text=_("KILO7-3 for APRS and JS8Call, !a1b2c3d4 for a mesh."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("community") and said.get("base"):
            self.add_error("base", _now("A station stands in one place: a community or a base."))
        if said.get("text_scheme"):
            try:
                canonical_address(said["text_scheme"], said.get("text_address", ""))
            except BadAddress:
                self.add_error("text_address", _now("No station can have this address."))
        return said

    @property
    def plan(self) -> StationPlan:
        return StationPlan(**self.cleaned_data)


class ExcuseForm(forms.Form):
    until = MomentField(label=_("Excused until"), required=False, may_be_ahead=True)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class TrafficForm(forms.Form):
    precedence = forms.ChoiceField(
        label=_("Precedence"),
        choices=[(one.value, one.value) for one in Precedence],
        initial=Precedence.ROUTINE.value,
    )
    sender = forms.CharField(label=_("From"), max_length=30)
    addressee = forms.CharField(label=_("To"), max_length=30)
    at = MomentField(label=_("When"), required=False)
    readability = forms.TypedChoiceField(
        label=_("Readability"),
        choices=[("", "–"), *((str(n), str(n)) for n in range(5, 0, -1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    relayed_by = forms.CharField(label=_("Relayed by"), max_length=30, required=False)
    text = forms.CharField(
        label=_("Message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Call signs and codes only, no names."),
    )
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)


class CodeSheetForm(forms.Form):
    month = forms.DateField(
        label=_("Month"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Any day of it."),
    )
    meanings = forms.CharField(
        label=_("What needs a code"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=4000,
        help_text=_("Places, roles and events, one a line. Tocsin draws the codes."),
    )

    def clean_meanings(self) -> list[str]:
        return [line for line in self.cleaned_data["meanings"].splitlines() if line.strip()]


class RelayForm(forms.Form):
    stations = forms.ModelMultipleChoiceField(
        label=_("To these stations"),
        queryset=RadioStation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("What is read out"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All can hear it: no names, no source, no plans of a force."),
    )
    incident = forms.IntegerField(label=_("Number of the incident"), required=False, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["stations"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = stations()
