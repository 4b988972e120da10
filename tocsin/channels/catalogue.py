"""What each kind of carrier is, for forms, checks and docs; nothing here can send."""

from tocsin.channels.contract import About
from tocsin.channels.kinds import http, loopback

KINDS: dict[str, About] = {
    about.kind: about
    for about in (
        http.ABOUT,
        loopback.ABOUT,
    )
}
