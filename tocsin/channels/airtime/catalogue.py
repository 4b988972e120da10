"""Which sellers of airtime there are, for forms, checks and docs; nothing here can send."""

from tocsin.channels.airtime.contract import SellerAbout
from tocsin.channels.airtime.kinds import africas_talking, dt_one, rehearsal, reloadly

SELLERS: dict[str, SellerAbout] = {
    about.kind: about
    for about in (africas_talking.ABOUT, reloadly.ABOUT, dt_one.ABOUT, rehearsal.ABOUT)
}
