"""The addresses of the console. Numbers and codes only: nothing personal stands in an address."""

from django.conf import settings
from django.urls import path

from tocsin.console import (
    alerts,
    board,
    callbacks,
    duty,
    gateway_drafts,
    gateways,
    health,
    incident_links,
    incident_page,
    incident_steps,
    journal,
    ladder_drafts,
    ladders,
    log,
    phones,
    place_names,
    preferences,
    radio,
    sign_in,
    triage,
)
from tocsin.console.accounts.urls import ACCOUNTS
from tocsin.console.corrections.urls import CORRECTIONS
from tocsin.console.field.urls import FIELD
from tocsin.console.figures.urls import FIGURES
from tocsin.console.learning.urls import LEARNING
from tocsin.console.network.urls import NETWORK
from tocsin.console.own.urls import OWN
from tocsin.console.planning.urls import PLANNING
from tocsin.console.promises.urls import PROMISES
from tocsin.console.radio_room.urls import RADIO_ROOM
from tocsin.console.releases.urls import RELEASES
from tocsin.console.reports.urls import REPORTS
from tocsin.console.responses.urls import RESPONSES
from tocsin.console.retention.urls import RETENTION
from tocsin.console.signs.urls import SIGNS
from tocsin.console.silences.urls import SILENCES
from tocsin.console.widening.urls import WIDENING

app_name = "console"

BOARD = [
    path("", board.board, name="board"),
    path("board/row/<int:number>/", board.row, name="board_row"),
    path("board/detail/<int:number>/", board.detail, name="board_detail"),
    path("board/counters/", board.board_counters, name="board_counters"),
    path("board/points/", board.points, name="board_points"),
]

IN = "incidents/<int:number>"
INCIDENT = [
    path(f"{IN}/", incident_page.page, name="incident"),
    path(f"{IN}/acknowledge", incident_steps.acknowledge, name="acknowledge"),
    path(f"{IN}/withdraw", incident_steps.withdraw, name="withdraw"),
    path(f"{IN}/decide", incident_steps.decide, name="decide"),
    path(f"{IN}/ask", incident_steps.ask, name="ask"),
    path(f"{IN}/update", incident_steps.update, name="update"),
    path(f"{IN}/verify", incident_steps.verify, name="verify"),
    path(f"{IN}/priority", incident_steps.priority, name="priority"),
    path(f"{IN}/close", incident_steps.close, name="close"),
    path(f"{IN}/accept/<uuid:link>", incident_links.accept, name="accept"),
    path(f"{IN}/refuse/<uuid:link>", incident_links.refuse, name="refuse"),
    path(f"{IN}/attach", incident_links.attach, name="attach"),
    path(f"{IN}/merge", incident_links.merge, name="merge"),
    path(f"{IN}/split", incident_links.split, name="split"),
    path(f"{IN}/undo/<uuid:key>", incident_links.undo, name="undo"),
    path(f"{IN}/feedback/<uuid:key>/send", incident_links.send_feedback, name="send_feedback"),
    path(
        f"{IN}/feedback/<uuid:key>/settle", incident_links.settle_feedback, name="settle_feedback"
    ),
]

INTAKE = [
    path("triage/", triage.inbox_list, name="triage"),
    path("triage/join/", triage.join, name="join"),
    path("messages/<uuid:key>/", triage.page, name="message"),
    path("messages/<uuid:key>/confirm", triage.confirm, name="confirm"),
    path("messages/<uuid:key>/place/", place_names.add, name="place_name"),
    path("messages/<uuid:key>/place/<uuid:name>/undo", place_names.undo, name="undo_place_name"),
    path("messages/<uuid:key>/dismiss", triage.dismiss, name="dismiss"),
    path("messages/<uuid:key>/reopen", triage.reopen, name="reopen_message"),
    path("calls/", callbacks.queue, name="callbacks"),
    path("calls/<uuid:key>/", callbacks.page, name="call"),
    path("calls/<uuid:key>/take", callbacks.take, name="take_call"),
    path("calls/<uuid:key>/record", callbacks.record, name="record_call"),
    path("log/", log.log, name="log"),
    path("alerts/", alerts.alert_list, name="alerts"),
    path("alerts.csv", alerts.alert_file, name="alert_file"),
    path("radio/", radio.cards, name="radio"),
    path("radio/<uuid:key>/start", radio.start, name="start_radio"),
    path("radio/<uuid:key>/outcome", radio.outcome, name="radio_outcome"),
]

HOUSE = [
    path("duty/", duty.duty, name="duty"),
    path("duty/put-on", duty.put_on, name="put_on_duty"),
    path("duty/<uuid:key>/accept", duty.accept, name="accept_duty"),
    path("duty/<uuid:key>/end", duty.end, name="end_duty"),
    path("watch/", duty.watch, name="watch"),
    path("ladders/", ladders.ladder_list, name="ladders"),
    path("ladders/preview/", ladders.preview, name="ladder_preview"),
    path("ladders/<slug:slug>/", ladders.page, name="ladder"),
    path("ladders/<slug:slug>/edit", ladders.edit, name="edit_ladder"),
    path("ladders/<slug:slug>/<uuid:key>/approve", ladder_drafts.approve, name="approve_ladder"),
    path("ladders/<slug:slug>/<uuid:key>/refuse", ladder_drafts.refuse, name="refuse_ladder"),
    path("gateways/", gateways.gateway_list, name="gateways"),
    path("gateways/add/", gateways.add, name="add_gateway"),
    path("gateways/drafts/<uuid:key>/approve", gateway_drafts.approve, name="approve_gateway"),
    path("gateways/drafts/<uuid:key>/alone", gateway_drafts.alone, name="gateway_alone"),
    path("gateways/drafts/<uuid:key>/refuse", gateway_drafts.refuse, name="refuse_gateway"),
    path("gateways/unreadable/<uuid:key>/", gateways.unreadable, name="unreadable"),
    path(
        "gateways/unreadable/<uuid:key>/seen/", gateways.look_at_unreadable, name="see_unreadable"
    ),
    path("gateways/<slug:slug>/", gateways.page, name="gateway"),
    path("gateways/<slug:slug>/switch", gateways.switch, name="switch_gateway"),
    path("gateways/<slug:slug>/test", gateways.test, name="test_gateway"),
    path("gateways/<slug:slug>/balance", gateways.ask_balance, name="ask_balance"),
    path("journal/", journal.journal_list, name="journal"),
    path("journal/verify", journal.verify, name="verify_journal"),
    path("health/", health.health, name="health"),
]

PEOPLE = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/key/", sign_in.sign_in_key, name="sign_in_key"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("preferences/", preferences.account, name="account"),
    path("preferences/language", preferences.language, name="language"),
    path("more/", preferences.more, name="more"),
]

EXERCISE = [
    path("demo/phones/", phones.phones, name="phones"),
    path("demo/phones/send", phones.send, name="send_phone"),
    path("demo/phones/heard", phones.heard_since, name="heard_phones"),
]

urlpatterns = BOARD + INCIDENT + INTAKE + HOUSE + PEOPLE + NETWORK + LEARNING
urlpatterns += RESPONSES + CORRECTIONS + PLANNING + FIELD
urlpatterns += RELEASES
urlpatterns += REPORTS + SIGNS
urlpatterns += OWN + WIDENING + ACCOUNTS
urlpatterns += RADIO_ROOM + SILENCES + RETENTION
urlpatterns += PROMISES
urlpatterns += FIGURES
# The bench is no page at all on a real deployment.
urlpatterns += EXERCISE if settings.EXERCISE else []
