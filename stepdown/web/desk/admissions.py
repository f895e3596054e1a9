"""Admissions: everybody on their way in, by stage, with the clock from first contact to first group.

What is typed travels in the body of a POST, so that no name stands in an address, a history or a log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from stepdown.agency import queries as agency
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY_SEE_WAY, MAY_TAKE_CALLS
from stepdown.episode.terms import ClientState, State, WaitReason
from stepdown.journey import queries as journey
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.terms import ListedClient
from stepdown.schedule.queries.minutes import expected_in
from stepdown.web.desk.pages import DeskRequest, page, typed
from stepdown.web.desk.templatetags.wording import clock, day, words

LANES = (State.PROSPECT, State.ASSESSMENT_BOOKED, State.ACCEPTED, State.WAITING, State.IN_CARE)
TITLES = {State.IN_CARE: "Admitted, first group to come"}
TEACH = {
    State.PROSPECT: "Nobody waits for an assessment to be booked.",
    State.ASSESSMENT_BOOKED: "No assessment is booked.",
    State.ACCEPTED: "Nobody accepted is left to admit.",
    State.WAITING: "Nobody is waiting.",
    State.IN_CARE: "Everybody admitted has been to a group.",
}
SETTLED = timedelta(days=60)
"""How far back somebody admitted is looked for who has been to no group yet."""
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody on their way in. `days` since first contact; `next_step` says what comes next, `who` does it."""

    client: ListedClient
    stands: ClientState
    days: int
    next_step: str
    who: str
    due: date | None
    late: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the board is looked at; nothing in it is about a client."""

    show: str = ""

    @classmethod
    def asked(cls, asked: QueryDict) -> Looking:
        """From an address or a form; what makes no sense is left out."""
        return cls(show if (show := asked.get("show", "")) in {"mine", "late"} else "")


@page(allowed=MAY_SEE_WAY & MAY_SEE_CLIENTS)
def admissions(request: DeskRequest) -> HttpResponse:
    """The board; a POST with `q` finds people as they are typed."""
    asked = request.POST if request.method == "POST" else request.GET
    looking, wanted = Looking.asked(asked), typed(request.POST.get("q", ""))
    today = request.today
    lanes = _lanes(request, today)
    shown = [
        (state, TITLES.get(state) or words(state), _shown(cards, looking, wanted, request), TEACH[state])
        for state, cards in lanes.items()
    ]
    every = [card for cards in lanes.values() for card in cards]
    context = {
        "lanes": shown,
        "anybody": any(cards for _, _, cards, _ in shown),
        "chips": _chips(every, looking, request),
        "looking": looking,
        "typed": wanted,
        "may_take_calls": request.actor.has_any(MAY_TAKE_CALLS),
        "target": journey.first_service_within(request.site.jurisdiction, today),
        "site": request.site,
        "sites": request.sites,
        "section": "admissions",
    }
    return render(request, "desk/_admissions_board.html" if request.htmx else "desk/admissions.html", context)


def _lanes(request: DeskRequest, today: date) -> dict[State, list[Card]]:
    """The cards of each lane, the longest on their way first; who waits, in line."""
    site = request.site.id
    asking = episode.asking(site, today)
    admitted = _without_group(request, today)
    listed = {one.id: one for one in people.clients_at(request.actor, site, among={*asking, *admitted})}
    staff = dict(agency.staff_names([row.id for row in request.sites], telehealth=True))
    line = episode.places_in_line(asking)
    lanes: dict[State, list[Card]] = {state: [] for state in LANES}
    for client, stands in {**asking, **admitted}.items():
        if client in listed:
            card = _card(listed[client], stands, today, staff, line.get(client, 0))
            lanes[stands.state].append(card)
    for cards in lanes.values():
        cards.sort(key=lambda card: (line.get(card.client.id, 0), -card.days, card.client.name.casefold()))
    return _with_first_groups(lanes, request)


def _without_group(request: DeskRequest, today: date) -> dict[int, ClientState]:
    """Who was admitted and has been to no group yet, and is not on hold. Five queries."""
    since = episode.admitted_since(request.site.id, today - SETTLED, today)
    week = Week(today - timedelta(days=today.weekday()), request.site.time_zone)
    seen = journey.first_groups(since, Period(week.at(0, 0) - SETTLED, request.now))
    states = episode.states([client for client in since if client not in seen], today)
    return {client: stands for client, stands in states.items() if stands.state is State.IN_CARE}


def _card(one: ListedClient, stands: ClientState, today: date, staff: Mapping[int, str], place: int) -> Card:
    asked = stands.asked_on or stands.admitted_on or today
    next_step, detail, due = _next(stands, today, place)
    who = staff.get(stands.owner or 0, "")
    return Card(one, stands, (today - asked).days, next_step, who, due, due is not None and due < today, detail)


def _next(stands: ClientState, today: date, place: int) -> tuple[str, str, date | None]:
    """(what comes next, more about it, by when)."""
    match stands.state:
        case State.PROSPECT:
            return "Book the assessment", "", stands.due
        case State.ASSESSMENT_BOOKED if stands.at is not None:
            when = f"{day(stands.at)}, {clock(stands.at)}"
            booked = timezone.localtime(stands.at).date()
            if booked < today:
                return "Record the decision", f"Assessment was {when}", booked
            return f"Assessment {when}", "", None
        case State.ACCEPTED:
            return "Admit", "", stands.due
        case State.WAITING:
            reason = words(WaitReason(stands.reason)) if stands.reason else ""
            return f"{_ordinal(place)} in line", reason, stands.due
        case _:
            return "First group", "", None


def _with_first_groups(lanes: dict[State, list[Card]], request: DeskRequest) -> dict[State, list[Card]]:
    """The admitted with the first group they are expected in. One query."""
    cards = lanes[State.IN_CARE]
    expected = expected_in([card.client.id for card in cards], Period(request.now, request.now + SOON)) if cards else {}
    for number, card in enumerate(cards):
        firsts = [one.period.start for one in expected.get(card.client.id, ()) if one.period.start > request.now]
        said = f"First group {day(min(firsts))}, {clock(min(firsts))}" if firsts else "Give a seat in a group"
        cards[number] = replace(card, next_step=said, late=not firsts)
    return lanes


def _ordinal(number: int) -> str:
    """1 → "1st", 12 → "12th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if number % 100 in (11, 12, 13) else number % 10, "th")
    return f"{number}{ending}"


def _shown(cards: Collection[Card], looking: Looking, wanted: str, request: DeskRequest) -> list[Card]:
    """The cards looked at, whose name or record number holds what was typed."""
    found = [card for card in cards if _is(card, looking.show, request)]
    typed_plain = people.without_accents(wanted).casefold()
    return [
        card
        for card in found
        if typed_plain in people.without_accents(card.client.name).casefold()
        or typed_plain in card.client.record_number.casefold()
    ]


def _is(card: Card, show: str, request: DeskRequest) -> bool:
    if show == "mine":
        return card.stands.owner is not None and card.stands.owner == request.actor.staff
    return card.late if show == "late" else True


def _chips(cards: Collection[Card], looking: Looking, request: DeskRequest) -> list[tuple[str, int, str, bool]]:
    """(label, how many, address, whether it is on)."""
    rows = [("Everybody", ""), ("Mine", "mine"), ("Past due", "late")]
    return [
        (label, sum(_is(card, show, request) for card in cards), f"?show={show}" if show else "?", looking.show == show)
        for label, show in rows
    ]
