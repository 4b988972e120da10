"""Why nobody comes, from the words of a refusal in any of our languages; a person may correct it."""

from tocsin.domain.dialogue_words import plain_words
from tocsin.domain.response_words import NonResponse

_WORDS: dict[NonResponse, str] = {
    NonResponse.TOO_LATE: "trop tard|too late|tumechelewa|imechelewa|kuchelewa|deja fini|already over",
    NonResponse.FORCE_PROTECTION: "trop dangereux|too dangerous|hatari|embuscade|ambush|risque"
    "|mines|force protection|not safe",
    NonResponse.NO_FUEL: "carburant|essence|gasoil|petrole|fuel|diesel|mafuta|no fuel|pas de fuel",
    NonResponse.NO_VEHICLE: "vehicule|vehicules|panne|vehicle|vehicles|breakdown|gari|magari|jeep"
    "|camion|truck|motuka|pneu|tyre|tire",
    NonResponse.NO_TROOPS: "effectif|effectifs|troupe|troupes|militaires|personnel|troops|men"
    "|soldiers|manpower|askari|wanajeshi|basoda|trop faible|too weak|too few",
    NonResponse.ROAD_CUT: "route|pont|boue|eboulement|impraticable|road|bridge|mud|landslide"
    "|barabara|daraja|matope|nzela",
    NonResponse.WEATHER: "pluie|pluies|meteo|orage|brouillard|rain|rains|weather|storm|fog|mvua"
    "|mbula|imvura",
    NonResponse.NIGHT: "nuit|night|dark|usiku|giza|butu|nijoro",
    NonResponse.OTHER_OPERATION: "autre operation|autre mission|autre patrouille|occupe|occupes"
    "|operation|other operation|other task|other patrol|busy|committed|operesheni|kazi nyingine",
    NonResponse.AWAITING_ORDERS: "ordre|ordres|autorisation|orders|order|clearance|authorisation"
    "|authorization|amri|ruhusa",
    NonResponse.CAVEAT: "caveat|caveats|restriction nationale|national restriction",
    NonResponse.NOT_CREDIBLE: "pas credible|rumeur|faux|fausse|not credible|rumour|rumor|uongo|uvumi"
    "|lokuta",
    NonResponse.TOO_VAGUE: "vague|imprecis|pas precis|pas clair|unclear|not clear|haieleweki",
    NonResponse.OTHER_FORCE_TOOK_IT: "fardc y va|fardc va|pnc y va|fardc on it|other force goes"
    "|autre force y va|fardc goes|fardc are going",
    NonResponse.AREA_OTHER_FORCE: "zone fardc|zone d une autre force|area of fardc|other force area",
    NonResponse.ACCESS_DENIED: "acces refuse|refuse l acces|barriere|access denied|denied access"
    "|checkpoint|roadblock|kizuizi",
    NonResponse.HOSTILE_CROWD: "foule|manifestation|jeunes en colere|crowd|mob|protest|umati"
    "|maandamano",
    NonResponse.COMMS_FAILED: "reseau|communication|communications|network|radio|mtandao|simu",
    NonResponse.COMMUNITY_DECLINED: "communaute refuse|village refuse|community said no"
    "|community declined|wanakijiji wamekataa",
    NonResponse.OUTSIDE_AREA: "hors zone|hors de notre zone|outside area|outside our area|not our area"
    "|pas notre zone|nje ya eneo",
    NonResponse.DISTANCE: "loin|distance|eloigne|far|too far|mbali|mosika|kure",
}  # fmt: skip
_PHRASES = {
    tuple(plain_words(phrase)): reason
    for reason, line in _WORDS.items()
    for phrase in line.split("|")
}
_LONGEST = max(len(words) for words in _PHRASES)


def why_not(text: str) -> NonResponse | None:
    """Return the reason that a refusal names first, None when it names none that we know.

    A code itself is understood too. Of several reasons the first counts: people say first what
    stops them.
    """
    plain = text.strip().lower().replace("-", "_")
    if plain in set(NonResponse):
        return NonResponse(plain)
    words = plain_words(text)
    for start in range(len(words)):
        for n in range(min(_LONGEST, len(words) - start), 0, -1):
            found = _PHRASES.get(tuple(words[start : start + n]))
            if found is not None:
                return found
    return None
