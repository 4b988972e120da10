"""The profile of a community as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tocsin.actions.communities import PROFILE, NetworkLine
from tocsin.console import network_labels as words
from tocsin.console.labels import LANGUAGES, choices
from tocsin.domain.network_words import Signal
from tocsin.records.models import Community


class Area(forms.CharField):
    """Several lines, which may be left empty."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": options.pop("rows", 3)})
        super().__init__(required=False, max_length=4000, widget=widget, **options)


def number(label: Any, *, most: int = 5_000_000) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


class ProfileForm(forms.Form):
    """What is known of a community. Names of people do not belong here: codes do."""

    population = number(_("People, about"))
    livelihoods = Area(label=_("What they live from"), rows=2)
    groups = Area(label=_("Groups"), rows=2, help_text=_("Sealed: dangerous in the wrong hands."))
    spoken = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=choices(LANGUAGES),
        widget=forms.CheckboxSelectMultiple,
    )
    dry_minutes = number(_("Minutes from the base, dry season"), most=20_000)
    dry_by = forms.ChoiceField(label=_("How, dry season"), choices=choices(words.MEANS))
    wet_minutes = number(_("Minutes from the base, wet season"), most=20_000)
    wet_by = forms.ChoiceField(label=_("How, wet season"), choices=choices(words.MEANS))
    road = Area(label=_("The way there"), rows=2)
    networks = Area(
        label=_("Phone networks"),
        help_text=_(
            "One a line: operator; none, weak, fair or good; hours; spot where it is received."
        ),
    )
    relay = Area(
        label=_("Relay chain"),
        help_text=_("Who passes word on when the network is away. Codes and call signs, no names."),
    )
    committee = Area(label=_("Local protection committee"), rows=2)
    committee_women = number(_("Women in the committee"), most=500)
    committee_men = number(_("Men in the committee"), most=500)
    committee_met_on = forms.DateField(
        label=_("Committee met on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    plan = Area(label=_("Protection plan"), help_text=_("Sealed: where people go, and which way."))
    plan_reviewed_on = forms.DateField(
        label=_("Plan reviewed on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    mechanisms = Area(
        label=_("How they protect themselves already"),
        help_text=_("Sealed. Watches, bells, paths."),
    )
    reason = forms.CharField(label=_("Why this changes"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, community: Community, sent: Any = None) -> "ProfileForm":
        lines = [
            f"{one.operator}; {one.signal}; {one.hours}; {one.spot}".rstrip("; ")
            for one in community.networks.order_by("operator")
        ]
        initial = {name: getattr(community, name) for name in PROFILE}
        initial |= {
            "spoken": community.languages,
            "networks": "\n".join(lines),
            "version": community.version,
        }
        return cls(sent, initial=initial)

    def clean_networks(self) -> Sequence[NetworkLine]:
        found = []
        for line in str(self.cleaned_data["networks"]).splitlines():
            parts = [part.strip() for part in line.split(";")]
            if not parts[0]:
                continue
            operator, signal, hours, spot = [*parts, "", "", ""][:4]
            if (signal or Signal.FAIR) not in set(Signal):
                raise ValidationError(
                    _("%(signal)s is none of: none, weak, fair, good."), params={"signal": signal}
                )
            found.append(NetworkLine(operator[:40], Signal(signal or Signal.FAIR), hours, spot))
        return found

    @property
    def about(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**{name: given[name] for name in PROFILE}, "languages": given["spoken"]}
