"""The demo's sites, programmes, rooms, services, staff, sign-ins, tracks and the groups that meet every week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency.actions import add_rooms, close_site, hire, make_sign_in, offer_services, open_programs, open_sites
from stepdown.agency.terms import HUES, NewCredential, NewProgram, NewRoom, NewService, NewSite, NewStaff, WorkingTime
from stepdown.audit.terms import Actor
from stepdown.demo.house import hours, on_call, papers
from stepdown.demo.names import staff_names
from stepdown.demo.plan import (
    CLOSED,
    PROGRAMS,
    ROOMS,
    SERVICES,
    SITES,
    STAFF,
    TRACKS,
    VIDEO_ROOM,
    ZONE,
    Person,
    Track,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.plan.terms import Modality
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.actions.setup import allow_tracks, create_tracks
from stepdown.schedule.terms import Block, Meeting, NewGroup, NewTrack


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what was made, by the names of `plan`; groups by (track, start)."""

    sites: dict[str, int]
    programs: dict[tuple[str, LevelOfCare], int]
    rooms: dict[str, int]
    services: dict[str, int]
    staff: dict[str, int]
    tracks: dict[str, int]
    groups: dict[tuple[str, int], int]


def make_agency(*, by: Actor, at: datetime, week: Week, seed: int, password: str) -> Ids:
    """Make everything but clients and sessions, from the Monday of `at` on; `week` is the present one."""
    sites = _sites(by, at)
    programs = [
        NewProgram(sites[site], name, (level,), hours=hours(site, level)) for (site, level), name in PROGRAMS.items()
    ]
    rooms = [NewRoom(sites[site], name, name, seats, name == VIDEO_ROOM) for name, (site, seats) in ROOMS.items()]
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
    for code, track in TRACKS.items():
        for start, service, leader in track.groups:
            ids.groups[code, start] = _group(by, at, ids, code, start, service, leader)
    site, _, _, reason = CLOSED
    closed = closed_day(week)
    close_site(by=by, at=at, site=sites[site], first_day=closed, last_day=closed, reason=reason)
    on_call(by=by, at=at, week=week, sites=sites, staff=staff)
    papers(by=by, at=at, week=week, sites=sites)
    return ids


def closed_day(week: Week) -> date:
    """The day on which Lakeside was closed; `week` is the present one."""
    _, weeks, day, _ = CLOSED
    return week.monday + timedelta(days=day - 7 * weeks)


def _sites(by: Actor, at: datetime) -> dict[str, int]:
    rows = [
        NewSite(code, name, ZONE, jurisdiction="US-IL", phone=f"312-555-00{number:02}")
        for number, (code, name) in enumerate(SITES.items())
    ]
    return dict(zip(SITES, open_sites(by=by, at=at, sites=rows), strict=True))


def _services(by: Actor, at: datetime) -> dict[str, int]:
    rows = [
        NewService(code, row.name, row.delivery, row.minutes, row.credentials, hue=number % HUES, category=row.category)
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
        roles=person.roles,
        telehealth=person.telehealth,
        credentials=(held,) if person.credential else (),
        hours=tuple(WorkingTime(*hours) for hours in person.hours),
        max_groups_a_day=4,
        max_individual_a_day=5,
        max_minutes_a_week=2400,
        max_run_minutes=240,
        caseload_limit=15 if person.credential else None,
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


def _group(by: Actor, at: datetime, ids: Ids, code: str, start: int, service: str, leader: str) -> int:
    """A group that meets on every day of its track. Nothing is planned ahead yet."""
    track, kind = TRACKS[code], SERVICES[service]
    group = NewGroup(
        code=f"{code}-{start // 60:02}{start % 60:02}",
        name=f"{kind.name}, {track.name}",
        service=ids.services[service],
        track=ids.tracks[code],
        language=track.language,
        site=ids.sites[track.site],
        capacity=min(12, ROOMS[track.room][1]),
        levels=(track.level,),
        minimum=2,
        options=tuple((day, start) for day in track.days),
        modality=modality_of(track),
        starts_on=at.date(),
    )
    meetings = [Meeting(day, start, kind.minutes, ids.staff[leader], ids.rooms[track.room]) for day in track.days]
    number, _ = make_series(by=by, at=at, group=group, meetings=meetings, topics=kind.topics)
    return number


def modality_of(track: Track) -> Modality:
    """In the room, by video, or both."""
    if track.by_video == 0:
        return Modality.IN_PERSON
    return Modality.VIDEO if track.by_video == track.clients else Modality.HYBRID
