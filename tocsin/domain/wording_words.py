"""The words that fill our texts, in plain letters: kinds, places unknown, times, answers."""

from collections.abc import Mapping

from tocsin.domain.dialogue import Verb
from tocsin.domain.words import Kind, Language, VerificationState

_FR, _SW, _EN = Language.FRENCH, Language.SWAHILI, Language.ENGLISH

# French, Swahili, English. The guarded kinds say nothing of what was done (domain.md §5.2).
_KINDS: Mapping[Kind, tuple[str, str, str]] = {
    Kind.ATTACK: ("Attaque", "Shambulio", "Attack"),
    Kind.KILLING: ("Meurtre", "Mauaji", "Killing"),
    Kind.ABDUCTION: ("Enlevement", "Utekaji", "Abduction"),
    Kind.AMBUSH: ("Embuscade", "Kuviziwa njiani", "Ambush"),
    Kind.CLASH: ("Combats", "Mapigano", "Armed clash"),
    Kind.SHOTS: ("Tirs entendus", "Milio ya risasi", "Shots heard"),
    Kind.MOVEMENT: ("Mouvement armes", "Watu wenye silaha wanasogea", "Armed movement"),
    Kind.PRESENCE: ("Presence d'armes", "Watu wenye silaha wapo", "Armed presence"),
    Kind.THREAT: ("Menace", "Tishio", "Threat"),
    Kind.LOOTING: ("Pillage", "Uporaji", "Looting"),
    Kind.CATTLE: ("Vol de betail", "Wizi wa mifugo", "Cattle theft"),
    Kind.ARSON: ("Maisons brulees", "Nyumba zachomwa", "Houses burnt"),
    Kind.EXTORTION: ("Extorsion", "Kutozwa kwa nguvu", "Extortion"),
    Kind.FORCED_LABOUR: ("Travail force", "Kazi ya lazima", "Forced labour"),
    Kind.ARREST: ("Arrestation", "Kukamatwa", "Arrest"),
    Kind.SEXUAL_VIOLENCE: ("Cas de protection", "Jambo la ulinzi", "Protection case"),
    Kind.RECRUITMENT: ("Cas de protection", "Jambo la ulinzi", "Protection case"),
    Kind.SCHOOL: ("Ecole ou sante visee", "Shule au kituo cha afya", "School or clinic hit"),
    Kind.EXPLOSIVE: ("Explosion ou engin", "Mlipuko au bomu", "Explosion or device"),
    Kind.DISPLACEMENT: ("Deplacement", "Watu wanahama", "Displacement"),
    Kind.RETURN: ("Retour", "Watu wanarudi", "Return"),
    Kind.TENSION: ("Tension", "Mvutano", "Tension"),
    Kind.MOB: ("Foule violente", "Umati wenye fujo", "Mob violence"),
    Kind.WARNING_SIGN: ("Signe d'alerte", "Dalili ya hatari", "Warning sign"),
    Kind.WITHDRAWAL: ("Depart des forces", "Askari wameondoka", "Forces left"),
    Kind.ROAD: ("Route coupee", "Barabara imefungwa", "Road blocked"),
    Kind.NEED: ("Besoin urgent", "Mahitaji", "Need"),
    Kind.HAZARD: ("Catastrophe ou maladie", "Maafa au ugonjwa", "Hazard or disease"),
    Kind.SURRENDER: ("Reddition", "Kujisalimisha", "Surrender"),
    Kind.POSITIVE: ("Bonne nouvelle", "Habari njema", "Good news"),
    Kind.RUMOUR: ("Rumeur", "Uvumi", "Rumour"),
    Kind.ALL_CLEAR: ("Fin d'alerte", "Hali shwari", "All clear"),
    Kind.FEEDBACK: ("Retour recu", "Maoni", "Feedback"),
    Kind.RETRACTION: ("Retractation", "Kukanusha", "Retraction"),
    Kind.NETWORK: ("Reseau", "Mtandao", "Network"),
    Kind.CHECK_IN: ("Contact", "Salamu za zamu", "Check-in"),
    Kind.QUESTION: ("Question", "Swali", "Question"),
    Kind.ADMINISTRATION: ("Administration", "Utawala", "Administration"),
    Kind.TEST: ("Essai", "Jaribio", "Test"),
    Kind.CHAT: ("Message", "Ujumbe", "Message"),
    Kind.IRRELEVANT: ("Message", "Ujumbe", "Message"),
}
_STATES: Mapping[VerificationState, tuple[str, str, str]] = {
    VerificationState.NOT_ASSESSED: ("non verifie", "haijathibitishwa", "unverified"),
    VerificationState.SINGLE_SOURCE: ("non verifie", "haijathibitishwa", "unverified"),
    VerificationState.CORROBORATED: ("recoupe", "vyanzo vinakubaliana", "corroborated"),
    VerificationState.CONFIRMED: ("confirme", "imethibitishwa", "confirmed"),
    VerificationState.CONTRADICTED: ("contredit", "inapingwa", "contradicted"),
    VerificationState.REFUTED: ("dementi", "imekanushwa", "refuted"),
}
_HEADINGS: Mapping[str, tuple[str, str, str]] = {
    "N": ("vers le nord", "kuelekea kaskazini", "heading north"),
    "NE": ("vers le nord-est", "kuelekea kaskazini mashariki", "heading north-east"),
    "E": ("vers l'est", "kuelekea mashariki", "heading east"),
    "SE": ("vers le sud-est", "kuelekea kusini mashariki", "heading south-east"),
    "S": ("vers le sud", "kuelekea kusini", "heading south"),
    "SW": ("vers le sud-ouest", "kuelekea kusini magharibi", "heading south-west"),
    "W": ("vers l'ouest", "kuelekea magharibi", "heading west"),
    "NW": ("vers le nord-ouest", "kuelekea kaskazini magharibi", "heading north-west"),
}
_ANSWERS: Mapping[Verb, tuple[str, str, str]] = {
    Verb.ACKNOWLEDGE: ("vous prenez", "unashughulikia", "you have it"),
    Verb.DECLINE: ("vous ne prenez pas", "hushughulikii", "you do not take it"),
    Verb.DEPARTED: ("parti", "mmeondoka", "departed"),
    Verb.ARRIVED: ("arrive", "mmefika", "arrived"),
    Verb.OVER: ("termine", "imeisha", "over"),
    Verb.REASON: ("raison notee", "sababu", "reason taken"),
    Verb.UPDATE: ("nouvelle notee", "habari", "news taken"),
}
_STEPS: Mapping[Verb, tuple[str, str, str]] = {
    Verb.DEPARTED: ("3=parti", "3=tumeondoka", "3=departed"),
    Verb.ARRIVED: ("4=arrive", "4=tumefika", "4=arrived"),
    Verb.OVER: ("5=termine", "5=imeisha", "5=over"),
}
_BEFORE = (Verb.ACKNOWLEDGE, Verb.DEPARTED, Verb.ARRIVED, Verb.OVER)
UNKNOWN_PLACE: Mapping[Language, str] = {
    _FR: "lieu inconnu",
    _SW: "mahali hapajulikani",
    _EN: "place unknown",
}
EXERCISE: Mapping[Language, str] = {
    _FR: "EXERCICE",
    _SW: "ZOEZI",
    _EN: "EXERCISE",
    Language.LINGALA: "MOMEKANO",
    Language.KINYARWANDA: "UMWITOZO",
}


def kind_words(kind: Kind, language: Language) -> str:
    """Return the kind in words; what is guarded is named by a neutral word."""
    return _KINDS[kind][_column(language)]


def state_words(state: VerificationState, language: Language) -> str:
    return _STATES[state][_column(language)]


def answer_words(answer: Verb, language: Language) -> str:
    return _ANSWERS[answer][_column(language)]


def heading_words(point: str, language: Language) -> str:
    """Return where armed people go, from one of the eight points; empty when it is not known."""
    names = _HEADINGS.get(point)
    return names[_column(language)] if names else ""


def next_words(answer: Verb, language: Language) -> str:
    """Return what may be answered after this answer; empty when nothing is left."""
    if answer not in _BEFORE:
        return ""
    left = _BEFORE[_BEFORE.index(answer) + 1 :]
    return " ".join(_STEPS[verb][_column(language)] for verb in left)


def _column(language: Language) -> int:
    # Responders' texts exist in these three; the others read French.
    return {_SW: 1, _EN: 2}.get(language, 0)
