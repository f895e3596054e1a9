"""The demo's clients: one list per track, with stays, prescriptions, authorizations and care teams."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Actor
from stepdown.coverage.actions import authorize
from stepdown.coverage.queries import authorized_weeks
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.demo.agency import Ids
from stepdown.demo.names import client_names
from stepdown.demo.plan import IOP, MINIMUMS, NORTH, OP, PHP, SERVICES, TRACKS, VIDEO, Track
from stepdown.episode.actions import admit, change_level, hold
from stepdown.episode.queries import levels_on
from stepdown.episode.terms import HoldReason, NewHold, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.queries import prescribed_weeks
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions.rosters import join_tracks
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.terms import Hours, Joining

APART = ("evening-north", "weekend-iop")
"""The first client of each of these tracks must not meet the other."""
PRONOUNS = ("she/her", "he/him", "they/them")


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client of the demo: their id, their track, and since when they are there; the rest tells who stands out."""

    id: int
    track: str
    since: date
    open_hours: bool = False
    runs_out: bool = False
    on_hold: bool = False


def make_clients(*, by: Actor, at: datetime, seed: int, ids: Ids, week: Week, today: date) -> list[DemoClient]:
    """Make every client with all that hangs on them, as of `today` in `week`."""
    chance = random.Random(f"clients {seed}")  # noqa: S311, a demo, not a secret
    tracks = [code for code, track in TRACKS.items() for _ in range(track.clients)]
    names = client_names(f"demo {seed}", len(tracks))
    rows = [
        NewClient(
            site=ids.sites[_home(TRACKS[code])],
            record_number=f"DEMO-{number:03}",
            legal_name=name,
            used_name=name,
            languages=(TRACKS[code].language,),
            pronouns=PRONOUNS[0] if code.startswith("women") else chance.choice(PRONOUNS),
            synthetic=True,
        )
        for number, (code, name) in enumerate(zip(tracks, names, strict=True), 1)
    ]
    made = register_clients(by=by, at=at, clients=rows)
    firsts = {code: tracks.index(code) for code in TRACKS}
    clients = [
        DemoClient(
            id=number,
            track=code,
            since=week.monday - timedelta(days=7 * chance.randint(1, 5)),
            open_hours=place in (firsts["morning-iop"], firsts["evening-iop"]),
            runs_out=place == firsts["women"],
            on_hold=place == firsts["php"] + 2,
        )
        for place, (number, code) in enumerate(zip(made, tracks, strict=True))
    ]
    _care(by, at, ids, clients, week, today)
    return clients


def _home(track: Track) -> str:
    return track.admits_from or track.site


def _care(by: Actor, at: datetime, ids: Ids, clients: list[DemoClient], week: Week, today: date) -> None:
    _stays(by, at, ids, clients)
    prescribe(by=by, at=at, prescriptions=[_prescription(ids, client) for client in clients])
    authorizations = [_authorization(number, client, today) for number, client in enumerate(clients)]
    authorize(by=by, at=at, authorizations=authorizations)
    places = [(TRACKS[client.track].therapist, CareRole.PRIMARY_CLINICIAN, client) for client in clients]
    places += [("case manager", CareRole.CASE_MANAGER, client) for client in clients]
    team = [CarePlace(client.id, ids.staff[who], role, client.since) for who, role, client in places]
    assign_care_team(by=by, at=at, places=team)
    joinings = [Joining(client.id, ids.tracks[client.track], client.since) for client in clients]
    join_tracks(by=by, at=at, joinings=joinings)
    set_availability(by=by, at=at, hours={client.id: _hours(TRACKS[client.track]) for client in clients})
    one, other = (next(client for client in clients if client.track == code) for code in APART)
    apart = NewRestriction(one.id, other.id, starts=week.monday - timedelta(days=7), reason="Asked for by a client")
    restrict_contact(by=by, at=at, restrictions=[apart])
    away = [NewHold(client.id, HoldReason.HOSPITAL, week.monday) for client in clients if client.on_hold]
    hold(by=by, at=at, holds=away)


def _stays(by: Actor, at: datetime, ids: Ids, clients: list[DemoClient]) -> None:
    """Two of the morning track stepped down from partial hospitalization two weeks before."""
    stepped_down = [client for client in clients if client.track == "morning-iop"][-2:]
    stays = []
    for client in clients:
        track = TRACKS[client.track]
        level = PHP if client in stepped_down else track.level
        starts = client.since - timedelta(days=21) if client in stepped_down else client.since
        stays.append(NewStay(client.id, ids.programs[_home(track), level], level, starts))
    admit(by=by, at=at, stays=stays)
    down = [NewStay(client.id, ids.programs[NORTH, IOP], IOP, client.since) for client in stepped_down]
    change_level(by=by, at=at, stays=down)


def _prescription(ids: Ids, client: DemoClient) -> NewPrescription:
    """Every group of the track, and an individual session a week (outpatient: only the group)."""
    track = TRACKS[client.track]
    lines = [
        PrescribedLine(ids.services[service], len(track.days), SERVICES[service].minutes)
        for _, service, _ in track.groups
    ]
    if track.level is not OP:
        lines.append(PrescribedLine(ids.services["individual"], 1, SERVICES["individual"].minutes))
    week_minutes, day_minutes = MINIMUMS[track.level]
    return NewPrescription(
        client=client.id,
        starts=client.since,
        modality=Modality.VIDEO if track.site == VIDEO else Modality.IN_PERSON,
        minimum_week_minutes=week_minutes,
        minimum_day_minutes=day_minutes,
        lines=tuple(lines),
        ordered_by=ids.staff["prescriber"],
    )


def _authorization(number: int, client: DemoClient, today: date) -> NewAuthorization:
    """Weeks ahead for most; one covers today and two days more."""
    track = TRACKS[client.track]
    minutes = sum(SERVICES[service].minutes for _, service, _ in track.groups) * len(track.days) + 120
    ends = today + timedelta(days=3 if client.runs_out else 14 + 5 * (number % 7))
    return _covering(client.id, track.level, client.since, ends, minutes)


def _covering(client: int, level: LevelOfCare, starts: date, ends: date, minutes: int) -> NewAuthorization:
    return NewAuthorization(
        client=client,
        level=level,
        starts=starts,
        ends=ends,
        units=(
            Units(UnitKind.DAY, UnitPeriod.WEEK, 5),
            Units(UnitKind.MINUTE, UnitPeriod.WEEK, minutes),
        ),
        number=f"SYNTHETIC-{client}-{starts:%y%m%d}",
        next_review=ends - timedelta(days=3),
    )


def renew(*, by: Actor, at: datetime, clients: Collection[int], today: date) -> None:
    """Authorize two to seven weeks more for each of `clients` in care without an authorization in force `today`."""
    levels = levels_on(clients, today)
    prescribed = prescribed_weeks(clients, today)
    out = sorted(levels.keys() - authorized_weeks(clients, today).keys())
    rows = [
        _covering(
            client,
            LevelOfCare(levels[client]),
            today,
            today + timedelta(days=14 + 5 * (place % 7)),
            prescribed[client].minutes + 60 if client in prescribed else 600,
        )
        for place, client in enumerate(out)
    ]
    if rows:
        authorize(by=by, at=at, authorizations=rows)


def _hours(track: Track) -> list[Hours]:
    """When clients of a track can come: its block, and the hours in which individual sessions may stand."""
    opens = min(track.block[0], track.individual[0])
    closes = max(track.block[1], track.individual[1])
    return [Hours(day, opens, closes) for day in sorted({*track.days, *track.individual_days})]
