"""The demo's sites, programmes, rooms, services, staff, sign-ins, tracks and groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.actions import add_rooms, hire, make_sign_in, offer_services, open_programs, open_sites
from stepdown.agency.terms import HUES, NewCredential, NewProgram, NewRoom, NewService, NewSite, NewStaff, WorkingTime
from stepdown.audit.terms import Actor
from stepdown.demo.names import staff_names
from stepdown.demo.plan import PROGRAMS, ROOMS, SERVICES, SITES, STAFF, TRACKS, VIDEO, ZONE, Person
from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.actions.setup import allow_tracks, create_groups, create_tracks
from stepdown.schedule.terms import Block, NewGroup, NewTrack

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what was made, by the names of `plan`; groups by (track, day, start)."""

    sites: dict[str, int]
    programs: dict[tuple[str, LevelOfCare], int]
    rooms: dict[str, int]
    services: dict[str, int]
    staff: dict[str, int]
    tracks: dict[str, int]
    groups: dict[tuple[str, int, int], int]


def make_agency(*, by: Actor, at: datetime, seed: int, password: str) -> Ids:
    """Make everything but clients and weeks."""
    sites = _sites(by, at)
    programs = [NewProgram(sites[site], name, (level,)) for (site, level), name in PROGRAMS.items()]
    rooms = [NewRoom(sites[site], name, name, seats, site == VIDEO) for name, (site, seats) in ROOMS.items()]
    staff = _staff(by, at, sites, seed, password)
    ids = Ids(
        sites=sites,
        programs=dict(zip(PROGRAMS, open_programs(by=by, at=at, programs=programs), strict=True)),
        rooms=dict(zip(ROOMS, add_rooms(by=by, at=at, rooms=rooms), strict=True)),
        services=_services(by, at),
        staff=staff,
        tracks=_tracks(by, at, sites, staff),
        groups={},
    )
    ids.groups.update(_groups(by, at, ids))
    return ids


def _sites(by: Actor, at: datetime) -> dict[str, int]:
    rows = [NewSite(code, name, ZONE, code == VIDEO, "US-IL") for code, name in SITES.items()]
    return dict(zip(SITES, open_sites(by=by, at=at, sites=rows), strict=True))


def _services(by: Actor, at: datetime) -> dict[str, int]:
    rows = [
        NewService(code, row.name, row.delivery, row.minutes, row.credentials, number % HUES, row.category)
        for number, (code, row) in enumerate(SERVICES.items())
    ]
    return dict(zip(SERVICES, offer_services(by=by, at=at, services=rows), strict=True))


def _staff(by: Actor, at: datetime, sites: dict[str, int], seed: int, password: str) -> dict[str, int]:
    names = staff_names(f"demo {seed}", len(STAFF))
    rows = [
        _member(person, name, sites[person.site], at.date()) for person, name in zip(STAFF.values(), names, strict=True)
    ]
    staff = dict(zip(STAFF, hire(by=by, at=at, staff=rows), strict=True))
    for (key, person), name in zip(STAFF.items(), names, strict=True):
        if person.sign_in:
            email = f"{person.sign_in}@demo.example"
            make_sign_in(by=by, at=at, email=email, password=password, name=name, staff=staff[key], demo=True)
    return staff


def _member(person: Person, name: str, site: int, day: date) -> NewStaff:
    held = NewCredential(person.credential, date(day.year - 2, 1, 1), number="SYNTHETIC", state="IL")
    return NewStaff(
        name=name,
        site=site,
        languages=person.languages,
        roles=(person.role,),
        telehealth=person.telehealth,
        credentials=(held,) if person.credential else (),
        hours=tuple(WorkingTime(*hours) for hours in person.hours),
        max_groups_a_day=4,
        max_individual_a_day=5,
        max_minutes_a_week=2400,
        max_run_minutes=240,
        caseload_limit=12 if person.credential else None,
    )


def _tracks(by: Actor, at: datetime, sites: dict[str, int], staff: dict[str, int]) -> dict[str, int]:
    rows = [
        NewTrack(
            code=code,
            name=track.name,
            site=sites[track.site],
            language=track.language if track.language != "en" else "",
            levels=(track.level,),
            any_leader=track.any_leader,
            blocks=tuple(Block(day, *track.block, track.pause) for day in track.days),
        )
        for code, track in TRACKS.items()
    ]
    tracks = dict(zip(TRACKS, create_tracks(by=by, at=at, tracks=rows), strict=True))
    leaders = {
        (staff[leader], tracks[code])
        for code, track in TRACKS.items()
        if not track.any_leader
        for _, _, leader in track.groups
    }
    allow_tracks(by=by, at=at, allowed=leaders)
    return tracks


def _groups(by: Actor, at: datetime, ids: Ids) -> dict[tuple[str, int, int], int]:
    rows = {
        (code, day, start): _group(ids, code, day, start, service)
        for code, track in TRACKS.items()
        for day in track.days
        for start, service, _ in track.groups
    }
    return dict(zip(rows, create_groups(by=by, at=at, groups=list(rows.values())), strict=True))


def _group(ids: Ids, code: str, day: int, start: int, service: str) -> NewGroup:
    track = TRACKS[code]
    return NewGroup(
        code=f"{code}-{DAYS[day].lower()}-{start // 60:02}{start % 60:02}",
        name=f"{SERVICES[service].name}, {track.name}, {DAYS[day]}",
        service=ids.services[service],
        track=ids.tracks[code],
        language=track.language,
        site=ids.sites[track.site],
        capacity=ROOMS[track.room][1],
        levels=(track.level,),
        minimum=2,
        options=tuple((other, start) for other in track.days),
    )
