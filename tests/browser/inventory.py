"""Every page of the console, who opens it, and where; found again on a deployment with traces."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse

from tests.browser.desks import Desks

PAGES = {
    "sign_in": ("", "/sign-in/"),
    "board": ("okello", "/"),
    "incident": ("okello", "{incident}"),
    "correct": ("okello", "{incident}correct/corrected/"),
    "plan": ("okello", "{incident}plan/"),
    "planning": ("okello", "/planning/"),
    "ranking": ("okello", "/planning/ranking/"),
    "rank": ("okello", "/planning/ranking/OIC/"),
    "triage": ("okello", "/triage/"),
    "message": ("okello", "{message}?form=correct"),
    "place_name": ("okello", "{message}place/?mention=0"),
    "join": ("okello", "/triage/join/?m={message_id}&m={second_id}"),
    "callbacks": ("okello", "/calls/"),
    "call": ("okello", "{call}"),
    "log": ("okello", "/log/"),
    "field_log": ("", "/field/"),
    "field_phones": ("okello", "/field/phones/"),
    "alerts": ("okello", "/alerts/"),
    "responses": ("okello", "/responses/"),
    "response": ("okello", "{response}"),
    "figures": ("okello", "/figures/"),
    "figure_alerts": ("okello", "/figures/received/"),
    "part_alerts": ("okello", "/figures/span/transmitted/"),
    "feedback": ("okello", "/feedback/"),
    "answer": ("salima", "{answer}"),
    "rumours": ("okello", "/rumours/"),
    "rumour": ("salima", "/rumours/1/"),
    "commitments": ("okello", "/commitments/"),
    "commitment": ("okello", "/commitments/1/"),
    "meetings": ("okello", "/meetings/"),
    "meeting": ("okello", "/meetings/1/"),
    "radio": ("okello", "/radio/"),
    "duty": ("okello", "/duty/"),
    "watch": ("okello", "/watch/"),
    "ladders": ("okello", "/ladders/"),
    "ladder_preview": ("okello", "/ladders/preview/?community={community}"),
    "ladder": ("okello", "{ladder}"),
    "edit_ladder": ("admin", "{ladder}edit"),
    "gateways": ("admin", "/gateways/"),
    "add_gateway": ("admin", "/gateways/add/?kind=http"),
    "gateway": ("admin", "/gateways/phones/"),
    "unreadable": ("admin", "{unreadable}"),
    "releases": ("okello", "/releases/"),
    "release": ("salima", "{release}"),
    "draft_release": ("salima", "{incident}release"),
    "release_rules": ("okello", "/releases/rules/"),
    "addressees": ("releaser", "/releases/addressees/"),
    "bases": ("okello", "/bases/"),
    "base": ("okello", "/bases/beni/"),
    "areas": ("okello", "/areas/"),
    "area": ("salima", "/areas/beni/"),
    "change_note": ("salima", "/areas/beni/1/"),
    "actors": ("salima", "/actors/"),
    "actor": ("salima", "/actors/HILL/"),
    "needs": ("salima", "/needs/"),
    "need": ("salima", "/needs/1/"),
    "threats": ("okello", "/threats/"),
    "threat_sheet": ("okello", "/threats/OIC/"),
    "packs": ("salima", "/packs/"),
    "pack": ("mpala", "/packs/1/"),
    "closures": ("okello", "/closures/"),
    "closure": ("okello", "/closures/1/"),
    "signs": ("okello", "/signs/"),
    "base_signs": ("salima", "/signs/beni/"),
    "letterheads": ("admin", "/reports/letterheads/"),
    "report_readers": ("releaser", "/reports/readers/"),
    "copies": ("joc", "/copies/"),
    "reports": ("okello", "/reports/"),
    "report": ("salima", "{report}"),
    "report_pages": ("salima", "{report}pages/"),
    "report_behind": ("salima", "{report}behind/?sentence=event.what"),
    "report_plans": ("releaser", "/reports/plans/"),
    "recommendations": ("okello", "/reports/recommendations/"),
    "learning": ("okello", "/learning/"),
    "journal": ("auditor", "/journal/"),
    "retention": ("auditor", "/retention/"),
    "health": ("admin", "/health/"),
    "account": ("okello", "/preferences/"),
    "factor": ("okello", "/account/factor/"),
    "password": ("okello", "/account/password/"),
    "widen": ("okello", "/account/widen/"),
    "widenings": ("admin", "/accounts/widened/"),
    "widening": ("admin", "{widening}"),
    "invited": ("", "{invited}"),
    "accounts": ("admin", "/accounts/"),
    "tokens": ("admin", "/accounts/tokens/"),
    "account_of": ("admin", "{account}"),
    "field_phones_of": ("admin", "{account}field-phones/"),
    "more": ("okello", "/more/"),
    "focal_point": ("salima", "{focal_point}"),
    "person_step": ("salima", "{focal_point}leave/"),
    "focal_points": ("salima", "/network/focal-points/"),
    "communities": ("salima", "/communities/"),
    "community": ("salima", "{village}"),
    "add_community": ("salima", "/communities/add/"),
    "move_community": ("salima", "{village}place/"),
    "near_warnings": ("salima", "/network/warn/"),
    "change_community": ("salima", "{village}change/"),
    "community_version": ("salima", "{village}before/1/"),
    "enrol_focal_point": ("salima", "{village}enrol/"),
    "coverage": ("salima", "/network/coverage/"),
    "network_import": ("salima", "/network/lists/"),
    "bring_in": ("salima", "/network/lists/focal-points/"),
    "network": ("salima", "/network/"),
    "radio_nets": ("salima", "/network/radio/"),
    "add_net": ("salima", "/network/radio/add"),
    "relay": ("salima", "/network/radio/relay/"),
    "add_station": ("salima", "/network/radio/stations/add"),
    "station": ("salima", "{station}"),
    "radio_net": ("salima", "{net}"),
    "edit_net": ("salima", "{net}edit"),
    "seat_stations": ("salima", "{net}order"),
    "traffic": ("salima", "{net}traffic/"),
    "code_sheets": ("salima", "{net}codes/"),
    "roll_call": ("salima", "{roll_call}"),
    "silence": ("salima", "/network/silence/"),
    "silence_page": ("salima", "{silence}"),
    "contact_tests": ("salima", "/network/tests/"),
    "contact_test": ("salima", "{contact_test}"),
    "hotlines": ("salima", "/network/hotlines/"),
    "add_hotline": ("salima", "/network/hotlines/add/"),
    "print_hotlines": ("salima", "/network/hotlines/print/"),
    "plan_campaign": ("salima", "/network/hotlines/plan/"),
    "finish_campaign": ("salima", "{campaign}"),
    "end_hotline": ("salima", "/network/hotlines/HL-001/end/"),
    "handsets": ("salima", "/network/handsets/"),
    "add_handset": ("salima", "/network/handsets/add/"),
    "plan_trip": ("salima", "/network/handsets/trip/"),
    "repair_trip": ("salima", "{repair_trip}"),
    "handset": ("salima", "/network/handsets/HS-0001/"),
    "fit_sim": ("salima", "/network/handsets/HS-0001/sim/"),
    "lose_handset": ("salima", "/network/handsets/HS-0001/lost/"),
    "airtime": ("admin", "/network/airtime/"),
    "ask_airtime": ("salima", "/network/airtime/ask/"),
    "airtime_plan": ("salima", "/network/airtime/plan/"),
    "airtime_budget": ("admin", "/network/airtime/budget/"),
    "airtime_accounts": ("admin", "/network/airtime/sellers/"),
    "add_airtime_account": ("admin", "/network/airtime/sellers/add/?kind=reloadly"),
    "airtime_account": ("admin", "/network/airtime/sellers/invented/"),
    "top_up": ("admin", "/network/airtime/1/"),
    "phones": ("okello", "/demo/phones/"),
}
"""By the name of its address: who opens it (empty: a stranger), and where."""

PARTS = {
    "field_worker",
    "field_app",
    "board_row",
    "board_detail",
    "board_counters",
    "board_points",
    "alert_file",
    "coverage_file",
    "take_out",
    "figures_file",
    "airtime_file",
    "hotline_cards",
    "handset_receipt",
    "heard_phones",
    "release_sheet",
    "report_picture",
    "base_file",
    "area_file",
    "pack_file",
    "copy_file",
    "report_copy",
    "report_file",
    "letterhead_start",
    "letterhead_sample",
    "radio_log_sheet",
    "radio_rota",
    "sign_in_code",  # after a password only; it leads others to the door
}
"""What pages read or hand out; none is a page."""

LINKS = {
    "campaign": ("salima", "/network/hotlines/", "main a[href*='/hotlines/done/']"),
    "repair_trip": ("salima", "/network/handsets/", "main a[href*='/handsets/trips/']"),
    "incident": ("okello", "/", "#board-rows .row-what a"),
    "message": ("okello", "/triage/", "#inbox [data-row]:nth-child(1) .row-what a"),
    "second": ("okello", "/triage/", "#inbox [data-row]:nth-child(2) .row-what a"),
    "call": ("okello", "/calls/", "#calls .row-what a"),
    "answer": ("salima", "/feedback/", "#feedback-register tbody th a"),
    "response": ("okello", "/responses/", "#responses tbody a"),
    "release": ("salima", "/releases/", "#releases tbody th a"),
    "report": ("salima", "/reports/", "#reports tbody th a"),
    "ladder": ("okello", "/ladders/", "main a[href^='/ladders/mission']"),
    "community": ("okello", "/ladders/", "main [name=community] option"),
    "unreadable": ("admin", "/gateways/", "main a[href*='/unreadable/']"),
    "village": ("salima", "/communities/", "main tbody a[href^='/communities/']"),
    "focal_point": ("okello", "{message}", "main a[href^='/network/focal-points/']"),
    "net": ("salima", "/network/radio/", "main a[href*='/nets/alpha']"),
    "station": ("salima", "/network/radio/", "main a[href*='/stations/ALPHA']"),
    "roll_call": ("salima", "{net}", "main a[href*='/roll-calls/']"),
    "silence": ("salima", "/network/silence/", "main tbody a"),
    "contact_test": ("salima", "/network/tests/", "main tbody a"),
    "account": ("admin", "/accounts/", "main tbody th a"),
    "widening": ("admin", "/accounts/widened/", "main tbody th a"),
}
"""Where the address of a thing is found: who looks, on which page, at which link or choice."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The pages with the addresses of this deployment."""

    found: dict[str, str]

    def of(self, name: str) -> tuple[str, str]:
        """Return who opens this page, and its address."""
        who, path = PAGES[name]
        return who, path.format(**self.found)


class InFrench:
    """What the server answers a French browser, without a script: asked once for each page."""

    def __init__(self, desks: Desks, inventory: Inventory) -> None:
        self._desks, self._inventory = desks, inventory
        self._known: dict[str, APIResponse] = {}

    def of(self, name: str) -> APIResponse:
        if name not in self._known:
            who, path = self._inventory.of(name)
            self._known[name] = self._desks.fetch(who, path, **{"Accept-Language": "fr"})
        return self._known[name]


def draft_release(desks: Desks) -> None:
    """Draft one for the incident that stands first, so that there is a page of a release."""
    page = desks.visit("salima", f"{_first(desks, 'incident')}release")
    page.locator("main [name=addressee]").select_option(index=1)
    page.locator("main [name=means]").select_option("paper")
    page.get_by_role("button", name="Draft and ask a second person").click()
    page.wait_for_url("**/releases/*/")


def change_profile(desks: Desks) -> None:
    """Change the community that stands first, so that there is a page of how it was before."""
    village = _first(desks, "village")
    page = desks.visit("salima", f"{village}change/")
    page.locator("main [name=reason]").fill("as the elders said")
    page.locator("main .button-main").click()
    page.wait_for_url(f"**{village}")


def draft_flash(desks: Desks) -> None:
    """Draft the flash of the incident that stands first, so that there is a page of a report."""
    page = desks.visit("salima", _first(desks, "incident"))
    page.get_by_role("button", name="Flash", exact=True).click()
    page.wait_for_url("**/reports/*/")


def widen(desks: Desks) -> None:
    """Let somebody widen their rights, so that there is one to review."""
    page = desks.visit("okello", "/account/widen/")
    page.locator("main [name=kind][value=area]").check()
    page.locator("main [name=reason]").fill("the other room does not answer")
    page.get_by_role("button", name="Widen", exact=True).click()
    page.get_by_role("button", name="End it now").click()
    page.wait_for_load_state()


def invite(desks: Desks) -> str:
    """Let two administrators invite somebody; return where their link leads."""
    page = desks.visit("admin", "/accounts/")
    page.locator("main [name=reason]").fill("night shift")
    page.get_by_role("button", name="Ask for it").click()
    page.wait_for_load_state()
    page = desks.visit("second-admin", "/accounts/")
    page.get_by_role("button", name="Approve").click()
    link = page.locator("main p.mono").inner_text()
    # Another waits, so that the list has one to show.
    page = desks.visit("admin", "/accounts/")
    page.locator("main [name=reason]").fill("day shift")
    page.get_by_role("button", name="Ask for it").click()
    page.wait_for_load_state()
    return urlsplit(link).path


def take_inventory(desks: Desks) -> Inventory:
    found: dict[str, str] = {"invited": invite(desks)}
    for name in LINKS:
        found[name] = _first(desks, name, **found)
    for name in ("message", "second"):
        found[f"{name}_id"] = found[name].strip("/").split("/")[-1]
    return Inventory(found)


def _first(desks: Desks, name: str, **found: str) -> str:
    """Return where the first link leads, or what the first choice means, of those that LINKS names."""
    who, path, selector = LINKS[name]
    link = desks.read(who, path.format(**found)).locator(selector).first
    return link.get_attribute("href") or link.get_attribute("value") or ""
