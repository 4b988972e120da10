"""The words of coded texts: what may stand behind a code of three letters and a place."""

from tocsin.domain.words import Kind

# Codes that are also words of the mission's languages, or somebody's job: alone they mean nothing.
WORDLIKE = frozenset(
    {
        Kind.SURRENDER,
        Kind.DISPLACEMENT,
        Kind.TENSION,
        Kind.CATTLE,
        Kind.MOB,
        Kind.POSITIVE,
        Kind.NETWORK,
        Kind.QUESTION,
        Kind.RUMOUR,
        Kind.NEED,
        Kind.PRESENCE,
        Kind.CLASH,
        Kind.LOOTING,
    }
)
# What radio operators have always said instead of a code.
SPOKEN_CODES = {"RAS": Kind.CHECK_IN, "NIL": Kind.CHECK_IN}
# A number without a unit counts what the kind is about; other kinds need the unit.
COUNTED_BY_KIND = {
    Kind.KILLING: "killed",
    Kind.ABDUCTION: "abducted",
    Kind.CATTLE: "cattle",
    Kind.ARSON: "houses",
    Kind.DISPLACEMENT: "displaced",
    Kind.RETURN: "returned",
    Kind.MOVEMENT: "armed_men",
    Kind.PRESENCE: "armed_men",
    Kind.SURRENDER: "surrendered",
    Kind.ARREST: "arrested",
    Kind.SEXUAL_VIOLENCE: "raped",
}


def _table(rows: dict[str, str]) -> dict[str, str]:
    return {word: role for role, words in rows.items() for word in words.split()}


UNITS = _table(
    {
        "armed_men": "HA HOMARM ARMES ARM AM GUN ELM ELT ELEMENTS",
        "killed": "MORT MORTS MT MTS MRT MRTS DCD DEAD KIA TUE TUES",
        "injured": "BLS BLESSE BLESSES BL WIA INJ MAJERUHI",
        "abducted": "ENL ENLEVE ENLEVES OTG OTAGE OTAGES KID",
        "missing": "DISP DSP DISPARU DISPARUS",
        "displaced": "DPL DEP DEPL PDI IDP",
        "households": "MEN MENAGE MENAGES HH",
        "houses": "MAIS MAISON MAISONS NYUMBA",
        "cattle": "VCH VACHE VACHES BETES CHEVRES NGOMBE",
        "motorbikes": "MOTO MOTOS",
        "vehicles": "VEH VEHICULE VEHICULES",
        "raped": "VIOL VIOLS",
        "money": "FC USD CDF",
    }
)
COMPASS = {
    "N": "N", "NORD": "N", "S": "S", "SUD": "S", "E": "E", "EST": "E", "O": "W", "OUEST": "W", "W": "W", "NE": "NE",
    "NO": "NW", "NW": "NW", "SE": "SE", "SO": "SW", "SW": "SW",
}  # fmt: skip
NOW = frozenset({"MNT", "NOW", "SASA", "ENCOURS"})
# Days before that of the message; words that may mean tomorrow as well are not exact enough for a code.
DAYS = {"AUJ": 0, "LEO": 0, "TODAY": 0, "HIER": 1, "JANA": 1, "YESTERDAY": 1}
TOWARDS = frozenset({"DIR", "VERS", "VR", "TO"})
FILLING = frozenset({"A", "AT", "DE", "DU", "D", "OF", "I", "NA", "ET", "KM"})
