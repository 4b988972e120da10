"""The words a person reads for the vocabularies of responses."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.response_words import (
    NonResponse,
    Quiet,
    ResponseActor,
    ResponseResult,
    ResponseType,
)

ACTORS: Labels = {
    ResponseActor.MISSION_FORCE: _("Mission force"),
    ResponseActor.MISSION_POLICE: _("Mission police"),
    ResponseActor.MISSION_CIVILIAN: _("Mission civilians"),
    ResponseActor.FARDC: _("National army (FARDC)"),
    ResponseActor.PNC: _("National police (PNC)"),
    ResponseActor.OTHER_NATIONAL: _("Other national force"),
    ResponseActor.LOCAL_AUTHORITY: _("Local authority"),
    ResponseActor.COMMUNITY: _("The community itself"),
    ResponseActor.HUMANITARIAN: _("Humanitarian organisation"),
    ResponseActor.NONE: _("Nobody"),
}
TYPES: Labels = {
    ResponseType.PATROL_FOOT: _("Patrol on foot"),
    ResponseType.PATROL_VEHICLE: _("Patrol by vehicle"),
    ResponseType.PATROL_NIGHT: _("Night patrol"),
    ResponseType.QRF: _("Quick reaction force"),
    ResponseType.SENTRY_PRESENCE: _("Guard or presence"),
    ResponseType.AIR_RECON: _("Look from the air"),
    ResponseType.ESCORT: _("Escort"),
    ResponseType.ROADBLOCK: _("Roadblock"),
    ResponseType.PURSUIT: _("Pursuit"),
    ResponseType.MEDEVAC: _("Medical evacuation"),
    ResponseType.EVACUATION: _("Evacuation of people"),
    ResponseType.PHONE_LIAISON: _("Calls to those in charge"),
    ResponseType.AUTHORITY_ENGAGEMENT: _("Talks with the authorities"),
    ResponseType.MEDIATION: _("Mediation"),
    ResponseType.JPT_DEPLOYED: _("Joint protection team"),
    ResponseType.COMMUNITY_PLAN_ACTIVATED: _("Community plan put in motion"),
    ResponseType.SIREN_SOUNDED: _("Siren, bell or whistle sounded"),
    ResponseType.REFERRAL_GBV: _("Referral: sexual violence"),
    ResponseType.REFERRAL_CHILD: _("Referral: children"),
    ResponseType.REFERRAL_MEDICAL: _("Referral: medical"),
    ResponseType.REFERRAL_MINE_ACTION: _("Referral: mines"),
    ResponseType.ADVICE_ONLY: _("Advice only"),
    ResponseType.NONE: _("Nothing done"),
}
WHY_NOT: Labels = {
    NonResponse.DISTANCE: _("Too far"),
    NonResponse.ROAD_CUT: _("Road or bridge cut"),
    NonResponse.WEATHER: _("Weather"),
    NonResponse.NIGHT: _("Night"),
    NonResponse.NO_FUEL: _("No fuel"),
    NonResponse.NO_VEHICLE: _("No vehicle"),
    NonResponse.NO_TROOPS: _("Too few people"),
    NonResponse.OTHER_OPERATION: _("Other operation under way"),
    NonResponse.AWAITING_ORDERS: _("Waiting for orders"),
    NonResponse.CAVEAT: _("National caveat"),
    NonResponse.NOT_CREDIBLE: _("Judged not credible"),
    NonResponse.TOO_VAGUE: _("Too vague"),
    NonResponse.TOO_LATE: _("Came too late"),
    NonResponse.OTHER_FORCE_TOOK_IT: _("Another force took it"),
    NonResponse.AREA_OTHER_FORCE: _("Area of another force"),
    NonResponse.ACCESS_DENIED: _("Access denied"),
    NonResponse.HOSTILE_CROWD: _("Hostile crowd"),
    NonResponse.FORCE_PROTECTION: _("Too dangerous for the team"),
    NonResponse.COMMS_FAILED: _("Communications failed"),
    NonResponse.COMMUNITY_DECLINED: _("The community said no"),
    NonResponse.OUTSIDE_AREA: _("Outside the area"),
    NonResponse.PERPETRATOR_IS_RECIPIENT: _("The one to be asked may have done it"),
    NonResponse.NOT_ASKED: _("Nobody was asked"),
    NonResponse.UNKNOWN: _("Not known"),
}
RESULTS: Labels = {
    ResponseResult.ATTACK_PREVENTED: _("Attack prevented"),
    ResponseResult.ATTACKERS_LEFT_BEFORE: _("Attackers left before"),
    ResponseResult.ATTACK_INTERRUPTED: _("Attack interrupted"),
    ResponseResult.ARRIVED_AFTER: _("Arrived afterwards"),
    ResponseResult.PERSONS_FREED: _("People freed"),
    ResponseResult.PERSONS_EVACUATED: _("People brought to safety"),
    ResponseResult.GOODS_RECOVERED: _("Goods recovered"),
    ResponseResult.ARRESTS: _("Arrests"),
    ResponseResult.CLASH: _("Clash"),
    ResponseResult.NO_CONTACT: _("No contact"),
    ResponseResult.FALSE_ALARM: _("False alarm"),
    ResponseResult.UNKNOWN: _("Not known yet"),
}
QUIETS: Labels = {
    Quiet.CALL: _("silent, its base is asked"),
    Quiet.ALARM: _("overdue: find the team"),
}
