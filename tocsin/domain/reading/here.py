"""Words that speak of where the sender is without a name: "chez nous", "hapa", "they attack us"."""

import re
from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set, tokenise

_HERE = folded_set(
    "ici, chez nous, autour de nous, sur nous, vers nous, vers chez nous, notre village, notre quartier, notre localite, "
    "notre camp, nos maisons, nos champs, nos enfants, notre eglise, notre ecole, "
    "here, our village, our houses, our homes, our place, our camp, our fields, our children, our school, our church, "
    "hapa, hapa kwetu, kwetu, huku kwetu, kijiji chetu, kijijini kwetu, mtaa wetu, nyumba zetu, watoto wetu, shamba zetu, "
    "awa, epai na biso, mboka na biso, hano, iwacu, mu rugo iwacu"
)
_LONGEST = max(phrase.count(" ") for phrase in _HERE) + 1

# "ils nous attaquent", "on nous tire dessus": done to us. "Nous demandons", "aidez nous" say nothing of where.
_DOERS = folded_set("ils, elles, on, qui")
_DONE_TO = re.compile(r"ent$|ont$")
# "they kill us", "shooting at us"; but "help us", "they told us" may speak of anywhere.
_NOT_DONE = folded_set(
    "help, tell, told, inform, informed, inform, call, called, assist, save, give, of, let, send, for, with, to"
)
# "wanatushambulia", "wametuvamia": tu after subject and tense; told or called is no harm.
_SWAHILI = re.compile(
    r"(?:wa|ba|a|u|li|ya)(?:na|me|li|ta|ka)tu(?!ambi|elez|juli|arif|pigi|pigia|sem)\w{3,}"
)


def speaks_of_here(text: str) -> bool:
    """Say whether a text speaks of the place that its sender is at, although it names none."""
    words = [token for token in tokenise(text) if not token.sign]
    return any(_is_here(words, at) for at in range(len(words)))


def _is_here(words: Sequence[Token], at: int) -> bool:
    if any(
        " ".join(word.key for word in words[at : at + n]) in _HERE for n in range(1, _LONGEST + 1)
    ):
        return True
    word, before = words[at].key, words[at - 1].key if at else ""
    after = words[at + 1].key if at + 1 < len(words) else ""
    if word == "nous":
        return before in _DOERS or bool(_DONE_TO.search(after))
    if word == "us":
        return bool(before) and before not in _NOT_DONE
    return _SWAHILI.fullmatch(word) is not None
