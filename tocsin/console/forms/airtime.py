"""Asking for airtime, approving it, and what a base may spend."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tocsin.channels.airtime.catalogue import SELLERS
from tocsin.channels.airtime.contract import SellerAbout
from tocsin.console.forms.gateways import KEPT
from tocsin.console.forms.short_names import ShortNameField
from tocsin.domain.airtime_request import OPERATORS
from tocsin.domain.money import CURRENCIES, minor_of
from tocsin.records.models import AirtimeAccount, Base, FocalPoint

if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[FocalPoint]  # known to the stubs, not at run time
else:
    PersonChoice = forms.ModelChoiceField

MONEY = [(code, code) for code in CURRENCIES]
NETWORKS = [("", _("found out by the seller")), *((name, name.title()) for name in OPERATORS)]
LIMITS = ("largest", "cap_of_month", "second_above", "least")
REFUSALS = [("not_now", _("not now")), ("not_needed", _("not needed")), ("in_doubt", _("in doubt"))]


class CodeField(PersonChoice):
    """A focal point, typed or chosen by code: never by name."""

    def __init__(self, **options: Any) -> None:
        rows = FocalPoint.objects.filter(is_active=True).select_related("community")
        super().__init__(rows.order_by("code"), to_field_name="code", **options)

    def label_from_instance(self, obj: object) -> str:
        return f"{obj.code} · {obj.community.name}" if isinstance(obj, FocalPoint) else ""


class AmountForm(forms.Form):
    """An amount with its currency; `minor` is it in smallest units."""

    may_be_nothing = False
    amount = forms.CharField(label=_("Amount"), max_length=20)
    currency = forms.ChoiceField(label=_("Currency"), choices=MONEY)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        self.minor = minor_of(str(found.get("amount", "")), str(found.get("currency", "USD"))) or 0
        said = str(found.get("amount", ""))
        is_nothing = self.may_be_nothing and not said.strip("0., ")
        if said and not self.minor and not is_nothing:
            self.add_error("amount", _t("This is no amount that can be sent."))
        return found


class AskForm(AmountForm):
    person = CodeField(label=_("Focal point"))
    operator = forms.ChoiceField(label=_("Operator"), choices=NETWORKS, required=False)
    field_order = ["person", "amount", "currency", "operator"]


class PlanForm(AskForm):
    is_active = forms.BooleanField(label=_("Ask for it each month"), required=False, initial=True)


class BudgetForm(AmountForm):
    base = forms.ModelChoiceField(
        label=_("Base"), queryset=Base.objects.filter(closed_at=None).order_by("name")
    )
    largest = forms.CharField(label=_("Largest top-up"), max_length=20, required=False)
    cap_of_month = forms.CharField(
        label=_("Most for one focal point in a month"), max_length=20, required=False
    )
    second_above = forms.CharField(
        label=_("A second person must approve more than"), max_length=20, required=False
    )
    least = forms.CharField(
        label=_("A phone that holds less is to be filled up"),
        max_length=20,
        required=False,
        help_text=_("Empty: only when it holds nothing."),
    )
    field_order = ["base", "amount", "currency", *LIMITS]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = _("Money added now")
        self.fields["amount"].required = False
        self.fields["amount"].help_text = _("Empty: only the limits change.")

    def limit(self, name: str) -> int | None:
        said = self.cleaned_data.get(name, "")
        return minor_of(said, self.cleaned_data["currency"]) if said else None

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for name in LIMITS:
            if found.get(name) and not minor_of(found[name], str(found.get("currency", "USD"))):
                self.add_error(name, ValidationError(_t("This is no amount that can be sent.")))
        return found


class CreditForm(AmountForm):
    """What somebody says that their phone holds."""

    may_be_nothing = True


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why not"), choices=REFUSALS)


class VoucherForm(forms.Form):
    voucher = forms.CharField(
        label=_("Serial number of the card"),
        max_length=60,
        required=False,
        help_text=_("For finance. Not the secret code that is scratched free."),
    )


class SellerForm(forms.Form):
    kind = forms.ChoiceField(label=_("Seller"))

    def __init__(self, *args: Any, is_exercise: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [one for one in SELLERS.values() if is_exercise or not one.is_exercise_only]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Seller"), choices=[(one.kind, _t(one.title)) for one in offered]
        )


class AccountForm(forms.Form):
    """An account as its seller wants it set up; a secret is never shown again."""

    slug = ShortNameField(label=_("Short name"), max_length=50)
    title = forms.CharField(label=_("Title"), max_length=100)
    currency = forms.ChoiceField(label=_("Currency"), choices=MONEY)
    operators = forms.MultipleChoiceField(
        label=_("Sells for"),
        choices=[(name, name.title()) for name in OPERATORS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all, and the seller finds out by the number."),
    )
    rank = forms.IntegerField(label=_("Rank"), min_value=0, max_value=999, initial=100)
    is_enabled = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self, *args: Any, about: SellerAbout, account: AirtimeAccount | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.about = about
        if account:
            del self.fields["slug"]
        for setting in about.settings:
            is_kept = setting.is_secret and account is not None
            hint = _t(setting.hint) if setting.hint else ""
            if is_kept:
                hint = f"{hint} {KEPT}".strip()
            self.fields[f"set_{setting.name}"] = forms.CharField(
                label=_t(setting.label),
                required=setting.is_required and not is_kept,
                help_text=hint,
                initial=setting.default,
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
                if setting.is_secret
                else forms.TextInput(),
            )

    @property
    def settings(self) -> dict[str, str]:
        return {s.name: self.cleaned_data.get(f"set_{s.name}", "") for s in self.about.settings}
