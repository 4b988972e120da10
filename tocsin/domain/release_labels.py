"""Words that say of which people somebody is: they never leave the mission (domain.md §5.2).

Kept here, in plain sight, so that anybody can add the one that is missing.
"""

from tocsin.domain.folding import folded_set

PEOPLES = folded_set(
    "alur, babembe, bafulero, bafuliru, bahema, bahavu, bahunde, bahutu, balendu, baluba, bambuti, "
    "banande, banyamulenge, banyanga, banyarwanda, barega, bashi, batembo, batutsi, batwa, bembe, "
    "bira, fulero, fuliru, havu, hema, hunde, hutu, hutus, lendu, luba, mbororo, mbuti, munyamulenge, "
    "nande, ngiti, nyanga, nyarwanda, pygmee, pygmees, pygmy, rega, rwandophone, rwandophones, "
    "tutsi, tutsis, twa, wabembe, wafulero, wahema, wahutu, walendu, wanande, wanyamulenge, "
    "wanyarwanda, watutsi, zande"
)
"""Folded names of peoples of the region, in the forms in which they are written."""
