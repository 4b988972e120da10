"""The addresses of accounts. Numbers only: a name to sign in with stands in no address."""

from django.urls import path

from tocsin.console.accounts import acts, brakes, invited, page, tokens
from tocsin.domain.account_words import AccountChangeKind

OF = "accounts/<int:key>"
ACCOUNTS = [
    path("accounts/", page.account_list, name="accounts"),
    path("accounts/invite", acts.invite, name="invite"),
    path(f"{OF}/", page.account, name="account_of"),
    path(f"{OF}/give", acts.give_role, name="give_role"),
    path(f"{OF}/end/<uuid:role>", acts.end_role, name="end_role"),
    path(f"{OF}/end-sign-ins", acts.end_sign_ins, name="end_sign_ins"),
    path(f"{OF}/brakes/<uuid:brake>/lift", brakes.lift, name="lift_brake"),
    path(f"{OF}/close", acts.close, name="close_account"),
    path(
        f"{OF}/reactivate",
        acts.restore,
        {"kind": AccountChangeKind.REACTIVATE.value},
        name="reactivate",
    ),
    path(
        f"{OF}/reset", acts.restore, {"kind": AccountChangeKind.RESET.value}, name="reset_account"
    ),
    path("accounts/tokens/", tokens.token_list, name="tokens"),
    path("accounts/tokens/<uuid:key>/end", tokens.end, name="end_token"),
    path("accounts/changes/<uuid:key>/approve", acts.approve, name="approve_change"),
    path("accounts/changes/<uuid:key>/refuse", acts.refuse, name="refuse_change"),
    path("invited/<str:token>/", invited.invited, name="invited"),
]
