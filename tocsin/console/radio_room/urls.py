"""The addresses of the radio room."""

from django.urls import path

from tocsin.console.radio_room import codes, log, nets, prints, traffic

ROOM = "network/radio"
NET = f"{ROOM}/nets/<slug:slug>"

RADIO_ROOM = [
    path(f"{ROOM}/", nets.net_list, name="radio_nets"),
    path(f"{ROOM}/add", nets.add_net, name="add_net"),
    path(f"{ROOM}/relay/", traffic.relay, name="relay"),
    path(f"{ROOM}/stations/add", nets.add_station, name="add_station"),
    path(f"{ROOM}/stations/<str:call_sign>/", nets.station, name="station"),
    path(f"{ROOM}/stations/<str:call_sign>/excuse", nets.excuse, name="excuse_station"),
    path(f"{ROOM}/stations/<str:call_sign>/end", nets.end_station, name="end_station"),
    path(f"{ROOM}/roll-calls/<uuid:key>/", log.roll_call, name="roll_call"),
    path(f"{ROOM}/roll-calls/<uuid:key>/record", log.record, name="record_check"),
    path(f"{ROOM}/roll-calls/<uuid:key>/close", log.close, name="close_roll_call"),
    path(f"{NET}/", nets.page, name="radio_net"),
    path(f"{NET}/edit", nets.edit_net, name="edit_net"),
    path(f"{NET}/order", nets.seat, name="seat_stations"),
    path(f"{NET}/end", nets.end_net, name="end_net"),
    path(f"{NET}/traffic/", traffic.log, name="traffic"),
    path(f"{NET}/traffic/<uuid:key>/strike", traffic.strike, name="strike_traffic"),
    path(f"{NET}/traffic/<uuid:key>/warn", traffic.warn, name="warn_from_traffic"),
    path(f"{NET}/codes/", codes.sheets, name="code_sheets"),
    path(f"{NET}/codes/<uuid:key>/open", codes.open_sheet, name="open_codes"),
    path(f"{NET}/codes/<uuid:key>/end", codes.end_sheet, name="end_codes"),
    path(f"{NET}/log.pdf", prints.log_sheet, name="radio_log_sheet"),
    path(f"{NET}/rota.pdf", prints.rota, name="radio_rota"),
]
