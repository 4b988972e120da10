"""The addresses of what is one's own."""

from django.urls import path

from tocsin.console.own import factor, keys, sessions

OWN = [
    path("account/factor/", factor.factor, name="factor"),
    path("account/factor/begin", factor.begin, name="begin_factor"),
    path("account/factor/confirm", factor.confirm, name="confirm_factor"),
    path("account/factor/paper", factor.paper, name="renew_codes"),
    path("account/factor/drop", factor.drop, name="drop_factor"),
    path("account/keys/options", keys.options, name="key_options"),
    path("account/keys/add", keys.add, name="add_key"),
    path("account/keys/<uuid:key>/name", keys.rename, name="name_key"),
    path("account/keys/<uuid:key>/drop", keys.drop, name="drop_key"),
    path("account/password/", sessions.password, name="password"),
    path("account/sign-ins/<uuid:key>/end", sessions.end, name="end_sign_in"),
    path("account/sign-ins/end-others", sessions.end_others, name="end_other_sign_ins"),
]
