"""Admit, transfer, hold, return, discharge, take back: each with what follows in the other steps, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from stepdown.agency.access import SYSTEM
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, refuse
from stepdown.episode import actions as episode
from stepdown.episode.queries import client_of_step, states, steps_of
from stepdown.episode.terms import Discharge, Event, NewHold, NewStay, NewStep, Step
from stepdown.journey import rules
from stepdown.journey.queries import who_follows_up
from stepdown.journey.terms import Admission, Back, Blocker
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.terms import NewClient
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.queries import prescriptions_of
from stepdown.schedule.actions.rosters import end_enrollments, join_tracks, release_seats, restore_seats
from stepdown.schedule.terms import Joining

DISCHARGED = "Discharged"
"""Why an order ended that nobody ended by itself."""


@action
def admit(*, by: Actor, at: datetime, admission: Admission) -> int:
    """Admit a client, and begin what begins with it: care team, track, order, clearance. Returns the episode's id.

    Each part asks for its own role. Refused as each part is, the first part that is refused telling all its obstacles.
    """
    refuse(rules.admission_obstacles(admission))
    stay = admission.stay
    (made,) = episode.admit(by=by, at=at, stays=[stay])
    if admission.cleared is not None:
        episode.clear_for_group(by=by, at=at, client=stay.client, on=stay.starts, rests_on=admission.cleared)
    if admission.team:
        assign_care_team(by=by, at=at, places=admission.team)
    if admission.track is not None:
        join_tracks(by=by, at=at, joinings=[Joining(stay.client, admission.track, stay.starts)])
    if admission.order is not None:
        prescribe(by=by, at=at, prescriptions=[admission.order])
    return made


@action
def transfer(*, by: Actor, at: datetime, to: NewStay) -> int:
    """Another level, programme or site from a day on, also in mid-week. Returns the step's id.

    Tracks and seats stay as they are: what the new level does not serve shows as a blocker when it is next touched.
    """
    return episode.change_level(by=by, at=at, stays=[to])[0]


@action
def hold(*, by: Actor, at: datetime, hold: NewHold) -> int:
    """Put a client on hold and give back their seats until they are back. Returns the step's id.

    Who keeps in touch is named, or of the care team. Refused: as `episode.hold`, and when there is nobody.
    """
    owner = hold.owner or who_follows_up(hold.client, hold.starts)
    if owner is None:
        raise Refused(Obstacle(Blocker.NOBODY_FOLLOWS_UP, {"client": hold.client}))
    (step,) = episode.hold(by=by, at=at, holds=[replace(hold, owner=owner)])
    kept = hold.seat_kept_until
    release_seats(by=_follows(by), at=at, client=hold.client, starts=hold.starts, ends=hold.ends, keep_until=kept)
    return step


@action
def come_back(*, by: Actor, at: datetime, client: int, on: date, text: str = "") -> Back:
    """End a client's hold on the first day hours are expected again, and seat them where their place was kept."""
    step = episode.come_back(by=by, at=at, client=client, on=on, text=text)
    return Back(step, restore_seats(by=_follows(by), at=at, client=client, starts=on))


@action
def discharge(*, by: Actor, at: datetime, discharge: Discharge) -> int:
    """Discharge a client; from their first day out on their tracks, regular seats, sessions and order end.

    Returns the step's id.
    """
    (step,) = episode.discharge(by=by, at=at, discharges=[discharge])
    end_enrollments(by=_follows(by), at=at, client=discharge.client, on=discharge.on)
    for order in prescriptions_of(discharge.client):
        if order.ends is None and order.since < discharge.on:
            end_prescription(by=_follows(by), at=at, prescription=order.id, on=discharge.on, reason=DISCHARGED)
    return step


@action
def take_call(*, by: Actor, at: datetime, person: NewClient, contact: Step) -> int:
    """Somebody asks for care: open their record and write the first contact down. Returns the client's id.

    Refused: no name, no language, the record number is in use.
    """
    (client,) = register_clients(by=by, at=at, clients=[person])
    episode.take_first_contact(by=by, at=at, contacts=[NewStep(client, contact)])
    return client


@action
def take_back(*, by: Actor, at: datetime, client: int, step: int, why: str) -> Event | None:
    """Take back what was recorded by mistake on this client's way. Refused as `episode.take_back` is.

    Returns what it was. Raises NotFound for a step of somebody else's way.
    """
    recorded = next((one for one in steps_of([client])[client] if one.id == step), None)
    if recorded is None and client_of_step(step) != client:
        raise NotFound
    episode.take_back(by=by, at=at, step=step, why=why)
    if recorded is None:
        return None
    _undo_what_followed(_follows(by), at, client, recorded)
    return recorded.event


def _undo_what_followed(by: Actor, at: datetime, client: int, step: Step) -> None:
    """Seats as they were before a hold, a return or an admission; those of a discharge are given anew by hand."""
    match step.event:
        case Event.HOLD:
            restore_seats(by=by, at=at, client=client, starts=step.on)
        case Event.RETURN:
            held = states([client], step.on)[client]
            release_seats(by=by, at=at, client=client, starts=step.on, keep_until=held.seat_until)
        case Event.ADMIT:
            end_enrollments(by=by, at=at, client=client, on=step.on)
        case _:
            pass


def _follows(by: Actor) -> Actor:
    """The same person, for what follows by itself from what they decided: no further role is asked for it."""
    return replace(by, roles=by.roles | SYSTEM)
