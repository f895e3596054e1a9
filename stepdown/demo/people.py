"""The demo's clients, and what happened to each, in the order in which it happened, through the actions people use."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Actor
from stepdown.coverage.actions import authorize
from stepdown.coverage.queries import authorized_weeks
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.demo.agency import Ids
from stepdown.demo.circle import agree, consent, surround
from stepdown.demo.lives import Life
from stepdown.demo.names import client_names
from stepdown.demo.plan import MINIMUMS, OP, SERVICES, TRACKS, ZONE, Track
from stepdown.episode.actions import book_assessment, decide, take_first_contact
from stepdown.episode.queries import levels_on
from stepdown.episode.terms import ClearanceBasis, Discharge, Event, NewHold, NewStay, NewStep, Step, WaitReason
from stepdown.journey import actions as journey
from stepdown.journey.terms import Admission
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week, zone_of
from stepdown.people.actions import register_clients
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.plan.actions import prescribe
from stepdown.plan.queries import prescribed_weeks
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions.leaving import end_enrollments
from stepdown.schedule.actions.rosters import enroll, join_tracks
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.terms import Hours, Joining

APART = ("evening-north", "weekend-iop")
"""The first client of each of these tracks must not meet the other."""
PRONOUNS = ("she/her", "he/him", "they/them")
PROSPECTS = 6


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client of the demo and their way."""

    id: int
    life: Life


Happening = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Making:
    """What every step of making people needs: who, the ids, the present week, the moment it is made for."""

    by: Actor
    ids: Ids
    week: Week
    now: datetime

    def at(self, day: date, hour: int = 8) -> datetime:
        """A moment of a local day, never after now."""
        return min(datetime(day.year, day.month, day.day, hour, tzinfo=zone_of(ZONE)), self.now)


def make_clients(making: Making, *, at: datetime, seed: int, lives: Sequence[Life]) -> list[DemoClient]:
    """Register everybody, then let everything happen that did, up to now. `at` is when the records were opened."""
    chance = random.Random(f"clients {seed}")  # noqa: S311, a demo, not a secret
    names = client_names(f"demo {seed}", len(lives) + PROSPECTS)
    homes = [TRACKS[life.stays[0][0]] for life in lives] + [TRACKS["morning-iop"]] * PROSPECTS
    rows = [
        _record(making.ids, number, name, home, chance)
        for number, (name, home) in enumerate(zip(names, homes, strict=True), 1)
    ]
    made = register_clients(by=making.by, at=at, clients=rows)
    surround(by=making.by, at=at, seed=seed, clients=made)
    clients = [DemoClient(number, life) for number, life in zip(made, lives, strict=False)]
    happenings = [one for client in clients for one in _way(making, client)]
    happenings += _prospects(making, made[len(lives) :])
    for _, happen in sorted(happenings, key=lambda one: one[0]):
        happen()
    _apart(making, clients)
    return clients


def _record(ids: Ids, number: int, name: str, home: Track, chance: random.Random) -> NewClient:
    return NewClient(
        site=ids.sites[home.site],
        record_number=f"DEMO-{number:03}",
        legal_name=name,
        used_name=name,
        languages=(home.language,),
        pronouns=PRONOUNS[0] if home.name.startswith("Women") else chance.choice(PRONOUNS),
        date_of_birth=date(chance.randint(1958, 2004), chance.randint(1, 12), chance.randint(1, 28)),
        phone=f"312-555-01{number:02}",
        synthetic=True,
    )


def _way(making: Making, client: DemoClient) -> Iterator[Happening]:
    """Everything that happened to one client, each with its moment."""
    life, by = client.life, making.by
    yield from _coming(making, client)
    for (before, _), (code, on) in zip(life.stays, life.stays[1:], strict=False):
        yield making.at(on, 7), _transfer(making, client, before, code, on)
    if (away := life.away) is not None:
        hold = NewHold(
            client.id, away.reason, away.starts, seat_kept_until=away.starts + timedelta(days=21), due_back=away.due
        )
        at = making.at(away.starts, 9)
        yield at, lambda: journey.hold(by=by, at=at, hold=hold)
        if (back := away.back) is not None:
            yield making.at(back), lambda: journey.come_back(by=by, at=making.at(back), client=client.id, on=back)
    if life.left is not None:
        on, reason = life.left
        leaving = Discharge(client.id, on, reason)
        yield making.at(on), lambda: journey.discharge(by=by, at=making.at(on), discharge=leaving)


def _coming(making: Making, client: DemoClient) -> Iterator[Happening]:
    """From the first call to the first day."""
    code, on = client.life.stays[0]
    by, called, seen = making.by, on - timedelta(days=9), on - timedelta(days=4)
    first = NewStep(client.id, Step(Event.FIRST_CONTACT, called))
    yield making.at(called), lambda: take_first_contact(by=by, at=making.at(called), contacts=[first])
    yield making.at(called, 9), lambda: book_assessment(
        by=by, at=making.at(called, 9), client=client.id, when=making.at(seen, 13), on=called,
        assessor=making.ids.staff["case manager"],
    )  # fmt: skip
    accepted = Step(Event.ACCEPT, seen, program=_program(making.ids, code), level=TRACKS[code].level)
    yield making.at(seen, 15), lambda: decide(by=by, at=making.at(seen, 15), client=client.id, decision=accepted)
    yield making.at(on, 7), lambda: _admit(making, client, code, on)


def _admit(making: Making, client: DemoClient, code: str, on: date) -> None:
    track, at = TRACKS[code], making.at(on, 7)
    team = ((track.therapist, CareRole.PRIMARY_CLINICIAN), ("case manager", CareRole.CASE_MANAGER))
    admission = Admission(
        stay=NewStay(client.id, _program(making.ids, code), track.level, on),
        team=tuple(CarePlace(client.id, making.ids.staff[who], role, on) for who, role in team),
        track=making.ids.tracks[code],
        order=_order(making.ids, client, code, on),
        cleared=ClearanceBasis.MEDICAL_REVIEW,
    )
    set_availability(by=making.by, at=at, hours={client.id: _hours(track)})
    agree(by=making.by, at=at, client=client.id, program=admission.stay.program, language=track.language)
    journey.admit(by=making.by, at=at, admission=admission)
    consent(by=making.by, at=at, client=client.id, program=admission.stay.program, language=track.language)
    _seat(making, client, code, on, at)
    _authorize(making, client, code, on, at)


def _transfer(making: Making, client: DemoClient, before: str, code: str, on: date) -> Callable[[], None]:
    """A step up or down, also in mid-week: other programme, track, groups and order from that day on."""

    def happen() -> None:
        track, at, ids = TRACKS[code], making.at(on, 7), making.ids
        end_enrollments(by=making.by, at=at, client=client.id, on=on)
        journey.transfer(by=making.by, at=at, to=NewStay(client.id, _program(ids, code), track.level, on))
        set_availability(by=making.by, at=at, hours={client.id: _hours(track)})
        join_tracks(by=making.by, at=at, joinings=[Joining(client.id, ids.tracks[code], on)])
        prescribe(by=making.by, at=at, prescriptions=[_order(ids, client, code, on)])
        _seat(making, client, code, on, at)
        _authorize(making, client, code, on, at)

    return happen


def _seat(making: Making, client: DemoClient, code: str, on: date, at: datetime) -> None:
    """A regular seat in every group of the track."""
    how = Modality.VIDEO if client.life.by_video else Modality.IN_PERSON
    joinings = [
        Joining(client.id, number, on, modality=how)
        for (track, _), number in making.ids.groups.items()
        if track == code
    ]
    enroll(by=making.by, at=at, joinings=joinings)


def _program(ids: Ids, code: str) -> int:
    return ids.programs[TRACKS[code].site, TRACKS[code].level]


def _order(ids: Ids, client: DemoClient, code: str, on: date) -> NewPrescription:
    """Every group of the track, and an individual session a week (outpatient: only the group)."""
    track = TRACKS[code]
    lines = [
        PrescribedLine(ids.services[service], len(track.days), SERVICES[service].minutes)
        for _, service, _ in track.groups
    ]
    if track.level is not OP:
        lines.append(PrescribedLine(ids.services["individual"], 1, SERVICES["individual"].minutes))
    week_minutes, day_minutes = MINIMUMS[track.level]
    return NewPrescription(
        client=client.id,
        starts=on,
        modality=Modality.VIDEO if client.life.by_video else Modality.IN_PERSON,
        minimum_week_minutes=week_minutes,
        minimum_day_minutes=day_minutes,
        lines=tuple(lines),
        ordered_by=ids.staff["prescriber"],
    )


def _authorize(making: Making, client: DemoClient, code: str, on: date, at: datetime) -> None:
    """Authorized for weeks ahead of now; one runs out in three days."""
    track = TRACKS[code]
    minutes = sum(SERVICES[service].minutes for _, service, _ in track.groups) * len(track.days) + 120
    today = making.week.day_near(making.now)
    ends = today + timedelta(days=3 if client.life.runs_out else 14 + 5 * (client.id % 7))
    row = _covering(client.id, track.level, on, ends, minutes)
    authorize(by=making.by, at=at, authorizations=[row])


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
        payer="Prairie Mutual (synthetic)" if client % 3 else "Lakeshore Health Plan (synthetic)",
    )


def renew(*, by: Actor, at: datetime, clients: Sequence[int], today: date) -> None:
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
    blocks = dict.fromkeys(track.days, track.block)
    for day in track.individual_days:
        opens, closes = blocks.get(day, track.individual)
        blocks[day] = min(opens, track.individual[0]), max(closes, track.individual[1])
    return [Hours(day, *blocks[day]) for day in sorted(blocks)]


def _prospects(making: Making, clients: Sequence[int]) -> Iterator[Happening]:
    """People who asked for care: just called, assessment booked, accepted, waiting (two), referred on."""
    by, today = making.by, making.week.day_near(making.now)
    program, level = _program(making.ids, "morning-iop"), TRACKS["morning-iop"].level
    fates = (
        None,
        None,
        Step(Event.ACCEPT, today, program=program, level=level),
        Step(Event.WAIT, today, program=program, level=level, reason=WaitReason.NO_FITTING_HOURS),
        Step(Event.WAIT, today, program=program, level=level, reason=WaitReason.AUTHORIZATION),
        Step(Event.REFER_ON, today, where="Withdrawal management at a hospital nearby (synthetic)"),
    )
    for place, (client, fate) in enumerate(zip(clients, fates, strict=True)):
        called = today - timedelta(days=place)
        first = NewStep(client, Step(Event.FIRST_CONTACT, called))
        at = making.at(called, 6)
        yield at, _then(take_first_contact, by=by, at=at, contacts=[first])
        if place:
            when = datetime(today.year, today.month, today.day, 14, tzinfo=zone_of(ZONE)) + timedelta(days=2 - place)
            yield at, _then(
                book_assessment, by=by, at=at, client=client, when=when, on=called,
                assessor=making.ids.staff["case manager"],
            )  # fmt: skip
        if fate is not None:
            yield making.now, _then(decide, by=by, at=making.now, client=client, decision=fate)


def _then(action: Callable[..., object], **arguments: object) -> Callable[[], object]:
    return lambda: action(**arguments)


def _apart(making: Making, clients: Sequence[DemoClient]) -> None:
    one, other = (next(client for client in clients if client.life.stays[-1][0] == code) for code in APART)
    starts = making.week.previous.monday
    row = NewRestriction(one.id, other.id, starts=starts, reason="Asked for by a client")
    restrict_contact(by=making.by, at=making.at(starts), restrictions=[row])
