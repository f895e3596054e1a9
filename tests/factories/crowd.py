"""A crowd at one door: many sessions, leaders, rooms and clients that all fit, made by the real actions.

For races: everything here fits on its own, so that only the race decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from stepdown.agency.actions import add_rooms, hire, offer_services, open_programs, open_sites
from stepdown.agency.terms import Delivery, NewCredential, NewProgram, NewRoom, NewService, NewSite, NewStaff, Role
from stepdown.agency.terms import WorkingTime as Working
from stepdown.audit.terms import system
from stepdown.episode.actions import admit
from stepdown.episode.terms import NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.policy.actions import record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.schedule.actions.rosters import join_tracks
from stepdown.schedule.actions.setup import create_groups, create_tracks
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.queries.waits import LONGEST_WAIT
from stepdown.schedule.terms import Joining, NewGroup, NewSession, NewTrack, NewWeek

BY = system("test")
MONDAY = date(2026, 3, 2)
ZONE = "America/Chicago"
WEEK = Week(MONDAY, ZONE)
BEFORE = datetime(2026, 2, 27, 18, tzinfo=UTC)
"""The Friday before, when everything is set up."""
NINE = 9 * 60


@dataclass(frozen=True)
class Crowd:
    """`sessions[i]` is led by `staff[i]` in `rooms[i]`, all on Monday at nine, with nobody in them.

    One more member of staff and one more room than sessions; clients are in no session.
    """

    site: int
    sessions: list[int]
    staff: list[int]
    rooms: list[int]
    clients: list[int]
    track: int
    service: int


def crowd(size: int, *, seats: int = 1) -> Crowd:
    """`size` sessions of `seats` seats each, and as many clients."""
    (site,) = open_sites(by=BY, at=BEFORE, sites=[NewSite("S0", "Synthetic site", ZONE, phone="+1 202 555 0199")])
    levels = (LevelOfCare.INTENSIVE_OUTPATIENT,)
    (program,) = open_programs(by=BY, at=BEFORE, programs=[NewProgram(site, "IOP", levels)])
    service_row = NewService("process", "Process group", Delivery.GROUP, 60, ("LCSW",))
    (service,) = offer_services(by=BY, at=BEFORE, services=[service_row])
    rooms = add_rooms(by=BY, at=BEFORE, rooms=[NewRoom(site, f"R{n}", f"Room {n}", seats) for n in range(size + 1)])
    staff = hire(by=BY, at=BEFORE, staff=[_leader(site, n) for n in range(size + 1)])
    (track,) = create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("general", "General", any_leader=True)])
    groups = create_groups(
        by=BY,
        at=BEFORE,
        groups=[NewGroup(f"G{n}", f"Group {n}", service, track, "en", site, seats, levels) for n in range(size)],
    )
    clients = register_clients(
        by=BY,
        at=BEFORE,
        clients=[NewClient(site, f"C{n}", f"Synthetic {n}", f"Synthetic {n}", ("en",)) for n in range(size)],
    )
    admit(by=BY, at=BEFORE, stays=[NewStay(c, program, levels[0], MONDAY) for c in clients])
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(c, track, MONDAY) for c in clients])
    line = (PrescribedLine(service, 3, 60),)
    prescribe(
        by=BY,
        at=BEFORE,
        prescriptions=[NewPrescription(c, MONDAY, Modality.IN_PERSON, 540, 180, line) for c in clients],
    )
    week = open_week(by=BY, at=BEFORE, week=NewWeek("Synthetic week", MONDAY, ZONE, 6, 480, 1290, 30))
    sessions = publish_week(
        by=BY,
        at=BEFORE,
        week=week,
        sessions=[
            NewSession(groups[n], service, site, rooms[n], WEEK.span(0, NINE, 60), seats, staff[n]) for n in range(size)
        ],
    )
    return Crowd(site, sessions, staff, rooms, clients, track, service)


def longest_wait(minutes: int, at: datetime = BEFORE, since: date = date(2013, 1, 1)) -> None:
    """Say how long a client may wait between two groups."""
    said = NewValue(LONGEST_WAIT, Decimal(minutes), "minutes", Scope(), since, "What this test decided")
    record_value(by=BY, at=at, value=said)


def quiet_hours(at: datetime = BEFORE) -> None:
    """Messages may go out from eight in the morning to nine at night."""
    for name, minute in (("earliest", 8 * 60), ("latest", 21 * 60)):
        said = NewValue(
            f"contact.{name}", Decimal(minute), "minutes", Scope(), date(2013, 1, 1), "What this test decided"
        )
        record_value(by=BY, at=at, value=said)


def _leader(site: int, number: int) -> NewStaff:
    return NewStaff(
        name=f"Leader {number}",
        site=site,
        languages=("en",),
        roles=(Role.CLINICIAN,),
        credentials=(NewCredential("LCSW", date(2020, 1, 1)),),
        hours=tuple(Working(day, 480, 1290) for day in range(6)),
    )
