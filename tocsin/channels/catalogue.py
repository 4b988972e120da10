"""What each kind of carrier is, for forms, checks and docs; nothing here can send."""

from tocsin.channels.contract import About
from tocsin.channels.kinds import (
    cap,
    email,
    gammu,
    http,
    js8call,
    kiss_tnc,
    loopback,
    meshtastic_mqtt,
    radio_log,
)
from tocsin.channels.kinds.android_gateway import channel as android_gateway

KINDS: dict[str, About] = {
    about.kind: about
    for about in (
        android_gateway.ABOUT,
        cap.ABOUT,
        email.ABOUT,
        gammu.ABOUT,
        http.ABOUT,
        radio_log.ABOUT,
        kiss_tnc.ABOUT,
        meshtastic_mqtt.ABOUT,
        js8call.ABOUT,
        loopback.ABOUT,
    )
}
