"""The words by which responders answer, in French, Swahili and English, folded to plain letters."""

import re
import unicodedata
from collections.abc import Mapping

DIGITS: Mapping[str, str] = {
    "1": "acknowledge",
    "2": "decline",
    "3": "departed",
    "4": "arrived",
    "5": "over",
}

# Count only alone, before the code, or before a sign of punctuation: many a report begins so.
_ALONE = {
    "acknowledge": "oui ndiyo ndio yes ok okay okey sawa accord ack recu compris entendu received"
    " copy copie roger nimepokea tumepokea sawasawa naam y o acknowledge acknowledged",
    "decline": "non hapana no n refus refuse impossible decline declined negatif negative siwezi"
    " hatuwezi",
    "departed": "parti partis partie departs depart departed left njiani moving",
    "arrived": "arrive arrives arrivee arrived surplace nimefika tumefika",
    "over": "fini finie termine terminee fin over done finished closed complete completed mwisho"
    " imekwisha imeisha",
}
# Count at the beginning of any text: no report of violence begins so.
_PHRASES = {
    "acknowledge": "o k|bien recu|d accord|message recu|je prends|nous prenons|on prend|je m en occupe"
    "|i have it|we have it|i take it|we take it|got it|nimeipata|tumeipata|ninashughulikia"
    "|tunashughulikia|nimepokea|tumepokea",
    "decline": "ne peux pas|je ne peux pas|nous ne pouvons pas|on ne peut pas|ne pouvons pas"
    "|we cannot|i cannot|we can t|i can t|cannot respond|unable to respond|hatuwezi|siwezi"
    "|hatutaweza|sitaweza",
    "departed": "en route|nous sommes en route|sommes en route|on est en route|nous sommes partis"
    "|sommes partis|on est parti|on est partis|equipe partie|patrouille partie|on the way"
    "|we are on the way|we left|we have left|team left|patrol left|tumeondoka|nimeondoka"
    "|tuko njiani|niko njiani|tumetoka",
    "arrived": "nous sommes arrives|sommes arrives|on est arrive|on est arrives|sur place"
    "|nous sommes sur place|sommes sur place|bien arrives|we arrived|we have arrived|on site"
    "|on scene|we are there|tumefika|nimefika|tuko hapo|tumewasili",
    "over": "mission terminee|patrouille terminee|intervention terminee|nous avons fini|on a fini"
    "|c est fini|c est termine|mission over|mission complete|mission completed|we are done"
    "|all done|tumemaliza|nimemaliza|kazi imekwisha|imekwisha",
}

_EXPLAINING = "raison|motif|la raison|reason|because|parce que|sababu|kwa sababu"
_REASON_OPENERS = (
    "pas plus trop manque faute sans aucun aucune nous je on impossible occupe occupes panne"
    " carburant essence vehicule vehicules route effectif effectifs moyen moyens"
    " no not too we i cannot cant unable busy lack out fuel vehicle vehicles road"
    " hatuna hakuna sina hatuwezi siwezi mbali mafuta gari barabara usiku"
    " parce car because raison reason sababu kwa ne"
)

WORDS: Mapping[str, str] = {w: verb for verb, line in _ALONE.items() for w in line.split()}
PHRASES: Mapping[str, str] = {p: verb for verb, line in _PHRASES.items() for p in line.split("|")}

# "I have it", whatever is said after it.
AGREEING = frozenset({"oui", "ndiyo", "ndio", "yes", "ok", "okay", "okey", "sawa"})
# "Because": what follows is why somebody declined.
EXPLAINING = frozenset(_EXPLAINING.split("|"))

# After "2" or "no", these make it a refusal with its reason; "2 hommes armés" stays a report.
REASON_OPENERS = frozenset(_REASON_OPENERS.split())


def plain_words(text: str) -> list[str]:
    """Return the words in small plain letters, as many as the text has runs of letters or digits."""
    return [_plain(word) for word in re.findall(r"[^\W_]+", text)]


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))
