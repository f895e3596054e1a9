"""What changed: the history of one session, and everything that changed about a week since it was published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.audit import queries as audit
from stepdown.audit.queries import Change
from stepdown.kernel.dates import WEEKDAYS
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.schedule.queries import preview, week
from stepdown.schedule.queries.week import BoardSession
from stepdown.schedule.terms import GuestKind, SessionRole
from stepdown.web.desk.pages import DeskRequest, monday_of, page
from stepdown.web.desk.templatetags.wording import clock, words

SUBJECT = "planned_session"


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; `clients` is empty for who may not see clients."""

    staff: Mapping[int, str]
    rooms: Mapping[int, str]
    clients: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a person reads it; `session` is None for one that no longer stands in the week."""

    at: datetime
    actor: str
    text: str
    because: str
    session: BoardSession | None


@page(allowed=MAY_SEE_WEEK)
def session_history(request: DeskRequest, session: int) -> HttpResponse:
    """Who changed what about one session, the last first. For the dialog; without htmx a page of its own."""
    found = preview.details(request.actor, session)
    lines = lines_of(request, audit.changes_to(SUBJECT, [session]), [found.row])
    context = {"lines": lines, "found": found, "section": "week"}
    return render(request, "desk/_changes.html" if request.htmx else "desk/session_history.html", context)


@page(allowed=MAY_SEE_WEEK)
def week_changes(request: DeskRequest) -> HttpResponse:
    """What changed about a week since it was published: when, by whom, what. Printable. Nine queries."""
    today = Week.of(request.now, request.site.time_zone)
    chosen = Week(monday_of(request.GET.get("monday", ""), today.day_near(request.now)), request.site.time_zone)
    since = week.published_at(request.site.id, chosen.monday)
    sessions = week.board(chosen, site=request.site.id)
    rows = audit.changes_to(SUBJECT, [row.id for row in sessions], after=since) if since else ()
    context = {
        "week": chosen,
        "since": since,
        "lines": lines_of(request, rows, sessions),
        "section": "week",
    }
    return render(request, "desk/week_changes.html", context)


def lines_of(request: DeskRequest, rows: Collection[Change], sessions: Collection[BoardSession]) -> list[Line]:
    """Changes as sentences. Three queries."""
    sites = [site.id for site in request.sites]
    sees = request.actor.has_any(MAY_SEE_CLIENTS)
    names = Names(
        staff=dict(agency.staff_names(sites)),
        rooms={room.id: room.name for room in agency.rooms_of(sites)},
        clients=people.names_of({row.client for row in rows if row.client is not None}) if sees else {},
    )
    by_id = {row.id: row for row in sessions}
    return [_line(row, names, by_id.get(row.subject)) for row in rows if row.action in SAID]


def _line(row: Change, names: Names, session: BoardSession | None) -> Line:
    reason = row.details.get("override") or row.details.get("reason") or ""
    return Line(row.occurred_at, row.actor, SAID[row.action](row, names), str(reason), session)


def _moved(row: Change, names: Names) -> str:
    before, after = row.details.get("from"), row.details.get("to")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return "Moved."
    parts = []
    if (before["weekday"], before["starts"]) != (after["weekday"], after["starts"]):
        parts.append(f"from {_when(before)} to {_when(after)}")
    if before["room"] != after["room"]:
        parts.append(f"from {_room(before, names)} to {_room(after, names)}")
    if before["staff"] != after["staff"]:
        parts.append(f"from {_leader(before, names)} to {_leader(after, names)}")
    return f"Moved {', '.join(parts)}." if parts else "Moved, and stands where it stood."


def _when(place: Mapping[str, int]) -> str:
    return f"{WEEKDAYS[place['weekday']]} {clock(place['starts'])}"


def _room(place: Mapping[str, int | None], names: Names) -> str:
    return names.rooms.get(place["room"] or 0, "another room") if place["room"] else "no room"


def _leader(place: Mapping[str, int | None], names: Names) -> str:
    return names.staff.get(place["staff"] or 0, "somebody else") if place["staff"] else "nobody"


def _client(row: Change, names: Names) -> str:
    return names.clients.get(row.client or 0, "A client")


def _staff(row: Change, names: Names) -> str:
    number = row.details.get("staff")
    return names.staff.get(number, "Somebody") if isinstance(number, int) else "Somebody"


def _way(row: Change) -> str:
    return words(Modality(str(row.details.get("modality", Modality.IN_PERSON)))).lower()


SAID: Mapping[str, Callable[[Change, Names], str]] = {
    "schedule.move_session": _moved,
    "schedule.cancel_session": lambda row, names: "Cancelled.",
    "schedule.reinstate_session": lambda row, names: "Brought back.",
    "schedule.add_participant": lambda row, names: f"{_client(row, names)} given a seat.",
    "schedule.remove_participant": lambda row, names: f"The seat of {_client(row, names)} freed.",
    "schedule.enroll": lambda row, names: f"{_client(row, names)} given a seat, as in every session of the group.",
    "schedule.leave_group": lambda row, names: f"{_client(row, names)} left the group; their seat is free.",
    "schedule.leave_track": lambda row, names: f"{_client(row, names)} left the track; their seat is free.",
    "schedule.rejoin_track": lambda row, names: f"{_client(row, names)} is back in the track, and has a seat again.",
    "schedule.release_seats": lambda row, names: f"{_client(row, names)} is on hold; their seat is free.",
    "schedule.restore_seats": lambda row, names: f"{_client(row, names)} is back, and has a seat again.",
    "schedule.end_enrollments": lambda row, names: f"{_client(row, names)} left care; their seat is free.",
    "schedule.end_unserved": lambda row, names: f"{_client(row, names)} goes on at another level; their seat is free.",
    "schedule.reopen_enrollments": lambda row, names: f"{_client(row, names)} has their seat again.",
    "schedule.assign_staff": lambda row, names: (
        f"{_staff(row, names)} assigned as {words(SessionRole(str(row.details['role']))).lower()}."
    ),
    "schedule.unassign_staff": lambda row, names: f"{_staff(row, names)} taken off.",
    "schedule.set_modality": lambda row, names: f"Meets {_way(row)}.",
    "schedule.set_client_modality": lambda row, names: f"{_client(row, names)} comes {_way(row)}.",
    "schedule.add_guest": lambda row, names: f"A guest added: {words(GuestKind(str(row.details['kind']))).lower()}.",
    "schedule.remove_guest": lambda row, names: (
        f"A guest taken off: {words(GuestKind(str(row.details['kind']))).lower()}."
    ),
    "schedule.change_series": lambda row, names: (
        "Moved with its series." if "from" in row.details else "Cancelled with its series."
    ),
    "schedule.end_series": lambda row, names: "Cancelled: its series ended.",
    "schedule.book_appointment": lambda row, names: "Booked.",
    "schedule.cancel_appointments": lambda row, names: "Cancelled, as every later one.",
}
"""What each action on a session is called here; others are not about the week."""
