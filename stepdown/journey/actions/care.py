"""Admit, transfer, hold, return, discharge, take back: each with what follows in the other steps, all or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import time_zone
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, refuse
from stepdown.consent.actions import end_at_discharge
from stepdown.episode import actions as episode
from stepdown.episode.access import MAY_ADMIT
from stepdown.episode.queries import client_of_step, states, steps_of
from stepdown.episode.terms import Discharge, Event, NewHold, NewStay, NewStep, Step
from stepdown.journey import rules
from stepdown.journey.access import following
from stepdown.journey.queries import papers, who_follows_up
from stepdown.journey.terms import Admission, Admitted, Back, Blocker, TakenBack, Transferred
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of
from stepdown.people.terms import NewClient
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.queries import prescriptions_of
from stepdown.plan.terms import NewPrescription, PrescribedLine
from stepdown.schedule.actions.leaving import end_enrollments, end_unserved, reopen_enrollments
from stepdown.schedule.actions.rosters import join_track_and_groups, release_seats, restore_seats
from stepdown.schedule.terms import Joining, Seated

DISCHARGED = "Discharged"
"""Why an order ended that nobody ended by itself."""


@action
def admit(*, by: Actor, at: datetime, admission: Admission) -> Admitted:
    """Admit a client, and begin what begins with it: clearance, care team, order, track, regular seats in its groups.

    Each part asks for its own role. Refused without a consent to treatment that holds, and as each part is, the first
    part that is refused telling all its obstacles; a group in whose way something stands is told instead: a seat may
    come later, the admission may not wait for it.
    """
    stay = admission.stay
    site = sites_of([stay.client])[stay.client]
    demand(by, MAY_ADMIT, [site])
    hold_records([stay.client])
    signed = papers(stay.client, stay.starts, time_zone(site))
    refuse(rules.admission_obstacles(admission, consented=signed.treated))
    (made,) = episode.admit(by=by, at=at, stays=[stay])
    if admission.cleared is not None:
        episode.clear_for_group(by=by, at=at, client=stay.client, on=stay.starts, rests_on=admission.cleared)
    if admission.team:
        assign_care_team(by=by, at=at, places=admission.team)
    if admission.order is not None:
        prescribe(by=by, at=at, prescriptions=[admission.order])
    seats: tuple[Seated, ...] = ()
    if admission.track is not None:
        joining = Joining(stay.client, admission.track, stay.starts, modality=admission.modality)
        seats = join_track_and_groups(by=by, at=at, joining=joining, groups=admission.groups)
    return Admitted(made, seats)


@action
def transfer(
    *, by: Actor, at: datetime, to: NewStay, track: int | None = None, groups: Collection[int] = ()
) -> Transferred:
    """Another level, programme or site from a day on, also in mid-week.

    From that day on the tracks, regular seats and seats in groups that do not serve the new stay end; those that serve
    both go on, and so do individual sessions. With a `track` they join it that day, with a regular seat in `groups` of
    it; a group in whose way something stands is told, not refused.
    """
    (step,) = episode.change_level(by=by, at=at, stays=[to])
    freed = end_unserved(by=following(by), at=at, client=to.client, on=to.starts)
    if track is None:
        return Transferred(step, freed)
    joining = Joining(to.client, track, to.starts)
    return Transferred(step, freed, join_track_and_groups(by=by, at=at, joining=joining, groups=groups))


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
    release_seats(by=following(by), at=at, client=hold.client, starts=hold.starts, ends=hold.ends, keep_until=kept)
    return step


@action
def come_back(*, by: Actor, at: datetime, client: int, on: date, text: str = "") -> Back:
    """End a client's hold on the first day hours are expected again, and seat them where their place was kept."""
    step = episode.come_back(by=by, at=at, client=client, on=on, text=text)
    return Back(step, restore_seats(by=following(by), at=at, client=client, starts=on))


@action
def discharge(*, by: Actor, at: datetime, discharge: Discharge) -> int:
    """Discharge a client; from their first day out on their tracks, regular seats, sessions and order end, and so do
    consents that were to end then.

    Returns the step's id.
    """
    (step,) = episode.discharge(by=by, at=at, discharges=[discharge])
    end_enrollments(by=following(by), at=at, client=discharge.client, on=discharge.on)
    end_at_discharge(by=following(by), at=at, client=discharge.client, on=discharge.on)
    for order in prescriptions_of(discharge.client):
        if order.ends is None and order.since < discharge.on:
            end_prescription(by=following(by), at=at, prescription=order.id, on=discharge.on, reason=DISCHARGED)
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
def take_back(*, by: Actor, at: datetime, client: int, step: int, why: str) -> TakenBack:
    """Take back what was recorded by mistake on this client's way. Refused as `episode.take_back` is.

    Says what it was, and what became of the seats that hung on it. Raises NotFound for a step of somebody else's way.
    """
    recorded = next((one for one in steps_of([client])[client] if one.id == step), None)
    if recorded is None and client_of_step(step) != client:
        raise NotFound
    episode.take_back(by=by, at=at, step=step, why=why)
    if recorded is None:
        return TakenBack(None)
    return TakenBack(recorded.event, _undo_what_followed(following(by), at, client, recorded))


def _undo_what_followed(by: Actor, at: datetime, client: int, step: Step) -> tuple[Seated, ...]:
    """Tracks, seats and order as they were before the step, as far as nobody else has them now."""
    match step.event:
        case Event.HOLD:
            return restore_seats(by=by, at=at, client=client, starts=step.on)
        case Event.RETURN:
            held = states([client], step.on)[client]
            release_seats(by=by, at=at, client=client, starts=step.on, keep_until=held.seat_until)
        case Event.ADMIT:
            end_enrollments(by=by, at=at, client=client, on=step.on)
        case Event.TRANSFER:
            return reopen_enrollments(by=by, at=at, client=client, on=step.on)
        case Event.DISCHARGE:
            _order_again(by, at, client, step.on)
            return reopen_enrollments(by=by, at=at, client=client, on=step.on)
        case _:
            pass
    return ()


def _order_again(by: Actor, at: datetime, client: int, on: date) -> None:
    """Give the order again that ended with the discharge on `on`, unless another one was given since."""
    orders = prescriptions_of(client)
    ended = next((row for row in orders if row.ends == on and row.ended_why == DISCHARGED), None)
    if ended is None or any(row.since >= on for row in orders):
        return
    lines = tuple(PrescribedLine(line.service, line.sessions, line.minutes) for line in ended.lines)
    again = NewPrescription(client, on, ended.modality, ended.minimum_week_minutes, ended.minimum_day_minutes, lines)
    prescribe(by=by, at=at, prescriptions=[again])
