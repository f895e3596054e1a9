"""Settings: an index of what the agency is made of, each card with how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_OWN_SERVICE_ACCOUNTS, MAY_SEE_SETTINGS
from stepdown.consent.access import MAY_KEEP_RECIPIENTS, MAY_KEEP_WORDING
from stepdown.policy import queries as policy
from stepdown.session.access import MAY_WRITE_RUN_SHEETS
from stepdown.transfer.access import MAY_MOVE_FILES
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.service_accounts import SOON

AHEAD = 90
"""Days within which a licence or credential that runs out is pointed out: a reminder on a page, no rule."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the index: where it leads, and one line on how things stand; `warn` when somebody should look."""

    page: str
    title: str
    icon: str
    about: str
    stands: str
    warn: bool = False


FURTHER = (
    (
        Card("run-sheets", "Run-sheets", "list-check", "How each kind of group runs, step by step.", "With a timer"),
        MAY_WRITE_RUN_SHEETS,
    ),
    (
        Card("recipients", "Recipients", "building-lock", "Organizations that records may go to.", "With agreements"),
        MAY_KEEP_RECIPIENTS,
    ),
    (
        Card(
            "wordings",
            "Agreements and notices",
            "file-earmark-text",
            "The words clients sign and are given.",
            "English and Spanish",
        ),
        MAY_KEEP_WORDING,
    ),
    (
        Card("files", "Import and export", "file-earmark-spreadsheet", "Every table as a CSV file.", "Tried first"),
        MAY_MOVE_FILES,
    ),
)
"""Cards for some only, with who sees them."""


@page(allowed=MAY_SEE_SETTINGS)
def settings(request: DeskRequest) -> HttpResponse:
    """The index. Ten queries."""
    today = request.today
    sites = [site.id for site in request.sites]
    rooms = [room for room in agency.rooms_of(sites) if room.active]
    programs, services = agency.programs_at(sites), agency.services()
    closures, ending = agency.closures(request.site.id, today), agency.running_out(sites, today, AHEAD)
    answers, rows = agency.on_call_now(request.site.id, request.now), policy.all_values()
    unverified = sum(not row.verified for row in rows)
    cards = [
        Card("places", "Sites and rooms", "buildings", "Where care is given.",
             f"{_count(len(sites), 'site')}, {_count(len(rooms), 'room')}"),
        Card("programs", "Programs", "signpost-split", "Levels of care, whom they treat, when they run.",
             _count(len(programs), "program"), not programs),
        Card("services", "Services", "grid", "What can be scheduled, and who may lead it.",
             _count(len(services), "kind of service", "kinds of service"), not services),
        Card("closures", "Closures and holidays", "calendar-x", f"When {request.site.name} is closed.",
             _next(closures)),
        Card("on-call", "On call", "telephone", f"Who answers for {request.site.name}, when, and how.",
             f"Now: {answers[0].staff_name}" if answers else "Nobody is on call now", not answers),
        Card("licenses", "Licenses", "patch-check", "Our licenses and accreditations, and what runs out soon.",
             f"{len(ending)} to renew within {AHEAD} days" if ending else "Nothing runs out soon", bool(ending)),
        Card("policy", "Policy values", "sliders", "Every number Stepdown decides by, with its source.",
             f"{_count(len(rows), 'row')}, {unverified} not yet verified"),
    ]  # fmt: skip
    if request.actor.has_any(MAY_OWN_SERVICE_ACCOUNTS):
        cards.append(_services(request))
    cards += [card for card, may in FURTHER if request.actor.has_any(may)]
    return render(request, "desk/settings.html", {"cards": cards})


def _services(request: DeskRequest) -> Card:
    """How the programs stand that fetch files by themselves. One query."""
    rows = [row for row in agency.service_accounts(request.now) if not row.stopped]
    ending = sum(row.expires_at <= request.now + SOON for row in rows)
    stands = f"{ending} to renew within {SOON.days} days" if ending else _count(len(rows), "account")
    return Card("service-accounts", "Service accounts", "robot", "Programs that fetch files.", stands, ending > 0)


def _count(number: int, one: str, more: str = "") -> str:
    """ "1 site", "3 rooms", "No programs yet"."""
    said = one if number == 1 else more or f"{one}s"
    return f"{number} {said}" if number else f"No {said} yet"


def _next(closures: tuple[agency.ClosureRow, ...]) -> str:
    if not closures:
        return "No closure ahead"
    first = closures[0]
    return f"Next: {first.reason}, {first.first_day:%b} {first.first_day.day}"
