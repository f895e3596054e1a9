"""A small synthetic agency on a day like any other, brought there by the real actions.

It is for a moment about ten in the morning at its site, such as `tests.clock.MORNING`. One group is over since 8:30, one
runs from 9:00 to 11:00, one begins at 11:15.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from stepdown.agency.actions import (
    add_rooms,
    hire,
    make_sign_in,
    offer_services,
    open_programs,
    open_sites,
    plan_on_call,
)
from stepdown.agency.queries import actor_of
from stepdown.agency.terms import (
    Delivery,
    NewCredential,
    NewDuty,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Role,
    WorkingTime,
)
from stepdown.audit.terms import Actor, system
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.episode.actions import admit, clear_for_group
from stepdown.episode.terms import ClearanceBasis, NewStay
from stepdown.journey.actions import merge_clients
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.people.actions import (
    add_contact,
    add_way,
    assign_care_team,
    record_call,
    record_fact,
    register_clients,
)
from stepdown.people.terms import (
    CallOutcome,
    CallReason,
    CarePlace,
    CareRole,
    EmergencyKind,
    NewCall,
    NewClient,
    NewContact,
    NewEmergencyFact,
    NewWay,
    WayKind,
)
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.schedule.actions.rosters import join_tracks
from stepdown.schedule.actions.setup import create_groups, create_tracks, set_availability
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.models import Group
from stepdown.schedule.terms import Hours, Joining, NewGroup, NewSession, NewTrack, NewWeek
from stepdown.session.actions import check_in, check_out
from tests.clock import ZONE

BY = system("test")
PASSWORD = "synthetic-lantern-47"
IOP = LevelOfCare.INTENSIVE_OUTPATIENT
TIMES = ((9 * 60, 120), (11 * 60 + 15, 90), (7 * 60 + 30, 60))
"""(minutes after midnight, minutes long) of the groups: under way, still to come, over."""
KINDS = ("Relapse prevention", "Process group", "Mindfulness", "DBT skills", "Family education", "Coping skills")
FIRST = ("Meadow", "Thistle", "Hyssop", "Alder", "Bracken", "Clover", "Dune", "Estuary", "Fjord", "Gorse")
LAST = ("Valley", "Oxbow", "Pebble", "Wetland", "Nettle", "Brook", "Islet", "Lagoon", "Hollow", "Sedge")


@dataclass(frozen=True)
class Agency:
    """Ids of what was made. `sessions[g]` is today's session of group g; `week` is this week at the site."""

    site: int
    zone: str
    week: Week
    program: int
    services: list[int]
    rooms: list[int]
    staff: list[int]
    clients: list[int]
    groups: list[int]
    sessions: list[int]
    individual: list[int] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    newcomer: int = 0
    """Registered, and nothing else."""
    merge: int = 0
    """Of two more records that were one person's."""

    def at(self, minute: int, day: int | None = None) -> datetime:
        """The moment when the site's clock shows `minute` after midnight, today or on `day` (0 = Monday)."""
        return self.week.at(self.today if day is None else day, minute)

    @property
    def today(self) -> int:
        """0 = Monday. The day the agency was made for."""
        return self._day

    _day: int = 0


def small_agency(now: datetime, *, code: str = "R", clients: int = 3, groups: int = 2) -> Agency:
    """One site, `groups` groups that meet today, `clients` clients spread over them, as the clock shows ten."""
    at = now - timedelta(days=30)
    week = Week.of(now, ZONE)
    day = week.place(now)[0]
    (site,) = open_sites(by=BY, at=at, sites=[NewSite(code, f"{code} House", ZONE, phone="+1 202 555 0199")])
    (program,) = open_programs(by=BY, at=at, programs=[NewProgram(site, "Intensive outpatient", (IOP,))])
    services = _services(at, code, groups)
    rooms = add_rooms(by=BY, at=at, rooms=[NewRoom(site, f"R{g}", f"Room {g + 1}", 40) for g in range(groups)])
    staff = hire(by=BY, at=at, staff=[_leader(site, g) for g in range(groups)])
    people = register_clients(by=BY, at=at, clients=[_client(site, code, c) for c in range(clients)])
    _care(at, week.monday - timedelta(days=21), program, services, staff, people)
    made = _groups(at, code, site, services, groups, people, week.monday - timedelta(days=21))
    plan = open_week(by=BY, at=at, week=NewWeek(f"{code} week", week.monday, ZONE, 7, 0, 1440, 15))
    sessions = [
        NewSession(
            made[g],
            services[g % len(KINDS)],
            site,
            rooms[g],
            week.span(day, *TIMES[g % 3]),
            40,
            staff[g],
            tuple(people[g::groups]),
        )
        for g in range(groups)
    ]
    alone = [
        NewSession(None, services[-1], site, None, week.span(day, 14 * 60, 50), 1, staff[0], (client,))
        for client in people[:1]
    ]
    ids = publish_week(by=BY, at=at, week=plan, sessions=sessions + alone)
    return Agency(site, ZONE, week, program, services, rooms, staff, people, made, ids[:groups], ids[groups:], _day=day)


def with_visits(agency: Agency, now: datetime) -> Agency:
    """The same agency when its first client came at nine and is here, and its second came at nine and left at 9:45."""
    here = check_in(by=BY, at=now, client=agency.clients[0], arrived_at=agency.at(9 * 60))
    gone = check_in(by=BY, at=now, client=agency.clients[1], arrived_at=agency.at(9 * 60))
    check_out(by=BY, at=now, visit=gone, departed_at=agency.at(9 * 60 + 45))
    return replace(agency, visits=[here, gone])


def with_circle(agency: Agency, now: datetime) -> Agency:
    """The same agency when its first client has a mother to be told, an allergy and a medication, and was called."""
    client = agency.clients[0]
    at = now - timedelta(days=20)
    mother = NewContact(f"{FIRST[5]} {LAST[8]}", "Mother", emergency=True, lives_with=True)
    contact = add_contact(by=BY, at=at, client=client, contact=mother)
    new = [
        NewWay(WayKind.MOBILE, "202 555 0150", may_leave_message=True, best_times="after six"),
        NewWay(WayKind.HOME, "202 555 0160", contact, may_use=False),
    ]
    ways = [add_way(by=BY, at=at, client=client, way=way) for way in new]
    sheet = [
        NewEmergencyFact(EmergencyKind.ALLERGY, "Penicillin", "Rash"),
        NewEmergencyFact(EmergencyKind.MEDICATION, "Buprenorphine", "16 mg in the morning"),
    ]
    facts = [record_fact(by=BY, at=at, client=client, fact=fact) for fact in sheet]
    call = NewCall(client, CallReason.NO_CONTACT, CallOutcome.NO_ANSWER, ways[0])
    made = record_call(by=BY, at=now - timedelta(minutes=5), call=call)
    rows = [
        NewClient(agency.site, "", name, name, ("en",), synthetic=True)
        for name in ("Vale Fen", "Moor Tarn", "Moor Tarne")
    ]
    newcomer, kept, twin = register_clients(by=BY, at=at, clients=rows)
    merge = merge_clients(by=BY, at=at, kept=kept, duplicate=twin)
    return replace(agency, contacts=[contact], ways=ways, facts=facts, calls=[made], newcomer=newcomer, merge=merge)


def user(
    agency: Agency, role: Role, now: datetime, *, email: str = "", password: str = PASSWORD, demo: bool = False
) -> int:
    """A sign-in for somebody with `role` at the agency's site; returns the user's id."""
    (member,) = hire(
        by=BY, at=now, staff=[NewStaff(f"Synthetic {role.value.replace('_', ' ')}", agency.site, ("en",), (role,))]
    )
    email = email or f"{role.value}.{agency.site}@example.org"
    return make_sign_in(by=BY, at=now, email=email, password=password, name="Synthetic", staff=member, demo=demo)


def all_on_call(agency: Agency, users: Iterable[int], now: datetime) -> None:
    """Put these users on call for the agency's site, all day today: its charts open to them, whoever's people they are."""
    day = agency.week.day_period(agency.today)
    staff = [actor_of(number).staff for number in users]
    duties = [
        NewDuty(agency.site, member, day.start, day.end, "+1 202 555 0100", rank=member) for member in staff if member
    ]
    plan_on_call(by=BY, at=now, duties=duties)


def actor(agency: Agency, *roles: Role) -> Actor:
    """Somebody with `roles` who works at the agency's site, without a sign-in."""
    return Actor(label="synthetic@example.org", roles=frozenset(roles), sites=frozenset({agency.site}))


def _services(at: datetime, code: str, groups: int) -> list[int]:
    rows = [
        NewService(f"{code}-s{n}", name, Delivery.GROUP, 90, ("LCSW",), hue=n)
        for n, name in enumerate(KINDS[: max(1, groups)])
    ]
    rows.append(NewService(f"{code}-one", "Individual counselling", Delivery.INDIVIDUAL, 50, ("LCSW",), hue=11))
    return offer_services(by=BY, at=at, services=rows)


def _leader(site: int, number: int) -> NewStaff:
    return NewStaff(
        name=f"{FIRST[-1 - number % 10]} {LAST[(number // 10 + number) % 10]}, LCSW",
        site=site,
        languages=("en",),
        roles=(Role.CLINICIAN,),
        credentials=(NewCredential("LCSW", date(2020, 1, 1)),),
        hours=tuple(WorkingTime(day, 0, 1440) for day in range(7)),
    )


def _client(site: int, code: str, number: int) -> NewClient:
    name = f"{FIRST[number % 10]} {LAST[(number // 10 + number) % 10]}"
    return NewClient(
        site=site,
        record_number=f"{code}-{number + 1:04}",
        legal_name=name,
        used_name=name,
        languages=("en",) if number % 4 else ("es", "en"),
        pronouns="they/them" if number % 3 == 0 else "",
        phone=f"+1 202 555 01{number % 100:02}" if number % 5 != 4 else "",
        synthetic=True,
    )


def _care(at: datetime, since: date, program: int, services: list[int], staff: list[int], people: list[int]) -> None:
    """Everybody admitted, cleared for groups, prescribed nine hours a week, authorized, and with a primary clinician."""
    admit(by=BY, at=at, stays=[NewStay(client, program, IOP, since) for client in people])
    for client in people:
        clear_for_group(by=BY, at=at, client=client, on=since, rests_on=ClearanceBasis.MEDICAL_REVIEW)
    lines = (PrescribedLine(services[0], 3, 160), PrescribedLine(services[-1], 1, 60))
    rows = [NewPrescription(client, since, Modality.IN_PERSON, 540, 180, lines) for client in people]
    prescribe(by=BY, at=at, prescriptions=rows)
    units = (Units(UnitKind.DAY, UnitPeriod.WEEK, 3),)
    rows_ = [NewAuthorization(client, IOP, since, since + timedelta(days=45), units, "SYN-1") for client in people]
    authorize(by=BY, at=at, authorizations=rows_)
    places = [
        CarePlace(client, staff[number % len(staff)], CareRole.PRIMARY_CLINICIAN, since)
        for number, client in enumerate(people)
    ]
    assign_care_team(by=BY, at=at, places=places)
    hours = [Hours(day, 8 * 60, 17 * 60) for day in range(5)]
    set_availability(by=BY, at=at, hours=dict.fromkeys(people, hours))


def _groups(
    at: datetime, code: str, site: int, services: list[int], groups: int, people: list[int], since: date
) -> list[int]:
    (track,) = create_tracks(by=BY, at=at, tracks=[NewTrack(f"{code}-day", f"{code} day track", site, any_leader=True)])
    join_tracks(by=BY, at=at, joinings=[Joining(client, track, since) for client in people])
    rows = [
        NewGroup(
            f"{code}-g{g}",
            KINDS[g % len(KINDS)] + (f" {g // len(KINDS) + 1}" if g >= len(KINDS) else ""),
            services[g % len(KINDS)],
            track,
            "en",
            site,
            40,
            (IOP,),
        )
        for g in range(groups)
    ]
    return create_groups(by=BY, at=at, groups=rows)


def another_group(
    agency: Agency, now: datetime, code: str, start: int, minutes: int, *clients: int, capacity: int = 8
) -> int:
    """One more group of the first service and track, today at `start` with `clients`; returns its session."""
    (room,) = add_rooms(by=BY, at=now, rooms=[NewRoom(agency.site, code, f"Room {code}", capacity)])
    track = Group.objects.get(pk=agency.groups[0]).track_id
    row = NewGroup(code, f"Group {code}", agency.services[0], track, "en", agency.site, capacity, (IOP,))
    (group,) = create_groups(by=BY, at=now, groups=[row])
    week = open_week(by=BY, at=now, week=NewWeek(code, agency.week.monday, agency.zone, 7, 0, 1440, 15))
    (leader,) = hire(by=BY, at=now, staff=[_leader(agency.site, 9)])
    period = agency.week.span(agency.today, start, minutes)
    session = NewSession(group, agency.services[0], agency.site, room, period, capacity, leader, clients)
    return publish_week(by=BY, at=now, week=week, sessions=[session])[0]
