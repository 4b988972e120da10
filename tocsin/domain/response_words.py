"""The closed vocabularies of responses: who acts, what they do, what came of it, why nobody came.

domain.md §3.6. Each code is published with the figures that count it.
"""

from enum import StrEnum


class ResponseActor(StrEnum):
    """Who acted. The community's own action is protection, and counts as it."""

    MISSION_FORCE = "mission_force"
    MISSION_POLICE = "mission_police"
    MISSION_CIVILIAN = "mission_civilian"
    FARDC = "fardc"
    PNC = "pnc"
    OTHER_NATIONAL = "other_national"
    LOCAL_AUTHORITY = "local_authority"
    COMMUNITY = "community"
    HUMANITARIAN = "humanitarian"
    NONE = "none"


class ResponseType(StrEnum):
    """What an actor did."""

    PATROL_FOOT = "patrol_foot"
    PATROL_VEHICLE = "patrol_vehicle"
    PATROL_NIGHT = "patrol_night"
    QRF = "qrf"
    SENTRY_PRESENCE = "sentry_presence"
    AIR_RECON = "air_recon"
    ESCORT = "escort"
    ROADBLOCK = "roadblock"
    PURSUIT = "pursuit"
    MEDEVAC = "medevac"
    EVACUATION = "evacuation"
    PHONE_LIAISON = "phone_liaison"
    AUTHORITY_ENGAGEMENT = "authority_engagement"
    MEDIATION = "mediation"
    JPT_DEPLOYED = "jpt_deployed"
    COMMUNITY_PLAN_ACTIVATED = "community_plan_activated"
    SIREN_SOUNDED = "siren_sounded"
    REFERRAL_GBV = "referral_gbv"
    REFERRAL_CHILD = "referral_child"
    REFERRAL_MEDICAL = "referral_medical"
    REFERRAL_MINE_ACTION = "referral_mine_action"
    ADVICE_ONLY = "advice_only"
    NONE = "none"


class NonResponse(StrEnum):
    """Why nobody came: counted in the reports, and nobody is blamed by it."""

    DISTANCE = "distance"
    ROAD_CUT = "road_cut"
    WEATHER = "weather"
    NIGHT = "night"
    NO_FUEL = "no_fuel"
    NO_VEHICLE = "no_vehicle"
    NO_TROOPS = "no_troops"
    OTHER_OPERATION = "other_operation"
    AWAITING_ORDERS = "awaiting_orders"
    CAVEAT = "caveat"
    NOT_CREDIBLE = "not_credible"
    TOO_VAGUE = "too_vague"
    TOO_LATE = "too_late"
    OTHER_FORCE_TOOK_IT = "other_force_took_it"
    AREA_OTHER_FORCE = "area_other_force"
    ACCESS_DENIED = "access_denied"
    HOSTILE_CROWD = "hostile_crowd"
    FORCE_PROTECTION = "force_protection"
    COMMS_FAILED = "comms_failed"
    COMMUNITY_DECLINED = "community_declined"
    OUTSIDE_AREA = "outside_area"
    PERPETRATOR_IS_RECIPIENT = "perpetrator_is_recipient"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"


class ResponseResult(StrEnum):
    """What came of it. "Prevented" needs what was observed, or it is a wish."""

    ATTACK_PREVENTED = "attack_prevented"
    ATTACKERS_LEFT_BEFORE = "attackers_left_before"
    ATTACK_INTERRUPTED = "attack_interrupted"
    ARRIVED_AFTER = "arrived_after"
    PERSONS_FREED = "persons_freed"
    PERSONS_EVACUATED = "persons_evacuated"
    GOODS_RECOVERED = "goods_recovered"
    ARRESTS = "arrests"
    CLASH = "clash"
    NO_CONTACT = "no_contact"
    FALSE_ALARM = "false_alarm"
    UNKNOWN = "unknown"


class Quiet(StrEnum):
    """What the silence of somebody who was asked, or of a patrol, led to."""

    CALL = "call"  # it should have said something by now: its base is asked
    ALARM = "alarm"  # twice as long: the patrol itself may need help, a P1 towards the force
