"""A name from a message: the same place as one that is known, or a new point."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.console.grid import point_of
from tocsin.records.models import Place
from tocsin.records.queries.place_names import Candidate, places_called

NEW = "new"
OTHER = "other"


class PlaceNameForm(forms.Form):
    """`place` is the id of a candidate, `other` with a name beside it, or `new` with a point beside it."""

    name = forms.CharField(label=_("Name, as the message spells it"), max_length=80)
    place = forms.ChoiceField(label=_("It is"), widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Which other place"),
        required=False,
        max_length=120,
        help_text=_("A name of the gazetteer."),
    )
    point = forms.CharField(
        label=_("Where the new place lies"),
        required=False,
        max_length=40,
        help_text=_("Degrees such as -1.234, 29.345, or a grid such as 35M QU 626 550."),
    )

    def __init__(self, *args: object, candidates: list[Candidate], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they come
        self.by_id = {str(one.place.pk): one.place for one in candidates}
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                *((str(one.place.pk), _label(one)) for one in candidates),
                (OTHER, _("the same as another place")),
                (NEW, _("a new place")),
            ]

    def clean(self) -> dict[str, object]:
        kept = super().clean() or {}
        kept["found"] = self.by_id.get(str(kept.get("place")))
        kept["at"] = None
        if kept.get("place") == OTHER:
            kept["found"] = self._other(str(kept.get("other", "")).strip())
        if kept.get("place") == NEW:
            kept["at"] = point_of(str(kept.get("point", "")))
            if kept["at"] is None:
                self.add_error("point", _("This is no point: write degrees or a grid."))
        return kept

    def _other(self, name: str) -> Place | None:
        found = places_called(name) if name else []
        if len(found) != 1:
            text = _("Several places have this name.") if found else None
            self.add_error("other", text or _("The gazetteer knows no such place."))
            return None
        return found[0]


def _label(one: Candidate) -> str:
    parts = [one.place.name, one.place.territoire]
    if one.km is not None:
        parts.append(f"{one.km:.0f} km")
    return _("the same as %(place)s") % {"place": ", ".join(part for part in parts if part)}
