"""The cheap screen at intake: does a text look like a P1, so that it is read first?"""

import re
import unicodedata

# Stems of attack, killing, shots, abduction and calls for help in all languages, of five letters or more where
# possible. It errs towards yes: a no only means that the message waits its turn for a second.
_STEMS = (
    "attaq ataq attac attak atak tuent massacr egorg tirs tirent coups de feu coup de feu balles rafale crepit enleve kidnap "
    "otage bombe bombard obus explos combat affront incursion assaill rebelle armes brulent incendi secours sauvez urgent alerte sos "
    "envahi encercl embuscade approchent fuient fuite fuit pris la fuite "
    "attack kill shoot shots gunfire gunmen abduct hostage fighting under fire armed rebels help burning raid "
    "shambul vamia vamiya wameua wanaua wauwa wana uwa risasi masasi milio teka waasi wanachoma kimbia tusaid saidi haraka njooni "
    "silaha bunduki adui hatari ingia "
    "masasi minduki babomi bazoboma bitumba etumba babundis bazobundis batumbi bakimi salisa biso lisungi noki likama "
    "bateye zateye batera igitero amasasu barasa irikurasa barica bishe bashimu barahunga mudutabar mutabar dutabar imbunda "
    "arrivent emmener emmen on tire tire tuer boum panique chauffe menac approch venez vite aidez danger "
    "shelling shell mortar inside coming hurry "
    "mabomu bomu milipuko nashambul mutusaid wanapiga wanampiga tunapigwa jambazi majambazi wanachinj chinja mtuokoe tuokoe okoen "
    "bazali kok bazok kokanga koboma kotumba kobundis bosunga banguna bakoti boya noki "
    "turatew baratwic barica nimutabar muze vuba turapfa batugose "
    "sont la wako hapa they are here adf codeco m23 lra fdlr tongo tongo mai mai"
)  # fmt: skip
_WORDS = "venez vite|on tire|sont la|wako hapa|they are here|bazali kok|boya noki|muze vuba|coups de feu|coup de feu|pris la fuite|under fire|wana uwa|salisa biso|tongo tongo|mai mai"
_SINGLE = "|".join(
    sorted({re.escape(stem) for stem in re.sub(_WORDS, " ", _STEMS).split()}, key=len, reverse=True)
)
_LOOKS_GRAVE = re.compile(f"(?:{_WORDS}|\\b(?:ba|wa|a|ya)?(?:{_SINGLE}))")
_READ_AT_MOST = 480


def looks_like_p1(text: str) -> bool:
    """Return whether a text should be read before the others: linear, a few hundredths of a millisecond."""
    return _LOOKS_GRAVE.search(_plain(text[:_READ_AT_MOST])) is not None


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
