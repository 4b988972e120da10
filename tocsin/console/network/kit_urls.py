"""The addresses of emergency numbers, handsets and airtime."""

from django.urls import path

from tocsin.console.network import airtime, airtime_money, handsets, hotlines, loss, trips

H, D, A = "network/hotlines", "network/handsets", "network/airtime"

KIT = [
    path(f"{H}/", hotlines.hotlines, name="hotlines"),
    path(f"{H}/add/", hotlines.add, name="add_hotline"),
    path(f"{H}/print/", hotlines.print_page, name="print_hotlines"),
    path(f"{H}/cards.pdf", hotlines.cards, name="hotline_cards"),
    path(f"{H}/plan/", hotlines.plan, name="plan_campaign"),
    path(f"{H}/done/<uuid:key>/", hotlines.finish, name="finish_campaign"),
    path(f"{H}/<str:code>/end/", hotlines.end, name="end_hotline"),
    path(f"{D}/", handsets.handsets, name="handsets"),
    path(f"{D}/add/", handsets.add, name="add_handset"),
    path(f"{D}/trip/", trips.plan, name="plan_trip"),
    path(f"{D}/trips/<uuid:key>/", trips.done, name="repair_trip"),
    path(f"{D}/<str:code>/", handsets.page, name="handset"),
    path(f"{D}/<str:code>/step", handsets.step, name="step_handset"),
    path(f"{D}/<str:code>/power", handsets.power, name="handset_power"),
    path(f"{D}/<str:code>/sim/", handsets.sim, name="fit_sim"),
    path(f"{D}/<str:code>/receipt.pdf", handsets.receipt, name="handset_receipt"),
    path(f"{D}/<str:code>/lost/", loss.loss, name="lose_handset"),
    path(f"{D}/<str:code>/lost/go-on", loss.go_on, name="go_on_loss"),
    path(f"{A}/", airtime.airtime, name="airtime"),
    path(f"{A}/ask/", airtime.ask, name="ask_airtime"),
    path(f"{A}/plan/", airtime_money.plan, name="airtime_plan"),
    path(f"{A}/budget/", airtime_money.budget, name="airtime_budget"),
    path(f"{A}/sellers/", airtime_money.accounts, name="airtime_accounts"),
    path(f"{A}/sellers/add/", airtime_money.add_account, name="add_airtime_account"),
    path(f"{A}/sellers/<slug:slug>/", airtime_money.account, name="airtime_account"),
    path("network/airtime.csv", airtime.airtime_file, name="airtime_file"),
    path(f"{A}/<int:number>/", airtime.top_up, name="top_up"),
    path(f"{A}/<int:number>/approve", airtime.approve, name="approve_top_up"),
    path(f"{A}/<int:number>/refuse", airtime.refuse, name="refuse_top_up"),
    path(f"{A}/<int:number>/resolve", airtime.resolve, name="resolve_top_up"),
]
