"""What people do on a client's way: first contact, decision, admission, transfer, hold, return, discharge, correction.

Every action records steps; the dated rows follow from all steps of the client (`bring_into_line`), so that taking one
back leaves exactly what would stand without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import levels_offered
from stepdown.audit.actions import last_word, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, Stale, refuse
from stepdown.episode.access import MAY
from stepdown.episode.actions.steps import bring_into_line
from stepdown.episode.models import AdmissionData, Episode, TakenBack
from stepdown.episode.models import Step as Recorded
from stepdown.episode.queries import steps_of
from stepdown.episode.rules.steps import named_twice, obstacles, take_back_obstacles
from stepdown.episode.terms import (
    DECISIONS,
    Blocker,
    ContactOutcome,
    Discharge,
    Event,
    NewHold,
    NewStay,
    NewStep,
    Step,
)
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.queries import sites_of


@action
def take_first_contact(*, by: Actor, at: datetime, contacts: Sequence[NewStep]) -> list[int]:
    """Write down that people asked for care: they are on their way in. Returns the steps' ids.

    Refused: asking already, in care.
    """
    return _record(by, at, [_as(Event.FIRST_CONTACT, row) for row in contacts])


@action
def book_assessment(
    *, by: Actor, at: datetime, client: int, when: datetime, on: date, assessor: int | None, text: str = ""
) -> int:
    """Book an assessment for somebody who asked; a second one replaces the first. Returns the step's id.

    `on` is the day of booking, `when` the moment of the assessment. Refused: nobody asked, in care.
    """
    step = Step(Event.BOOK_ASSESSMENT, on, at=when, owner=assessor, text=text)
    return _record(by, at, [NewStep(client, step)])[0]


@action
def decide(*, by: Actor, at: datetime, client: int, decision: Step) -> int:
    """Accept, keep waiting, refer on, or close: what becomes of somebody who asked for care. Returns the step's id.

    Refused: nobody asked, accepted already, no reason, nowhere to refer to. Raises ValueError for other events.
    """
    if decision.event not in DECISIONS:
        raise ValueError(f"{decision.event} is no decision about somebody who asks for care")
    return _record(by, at, [NewStep(client, decision)])[0]


@action
def record_contact(
    *,
    by: Actor,
    at: datetime,
    client: int,
    on: date,
    outcome: ContactOutcome,
    owner: int | None = None,
    due: date | None = None,
    text: str = "",
    call: int | None = None,
) -> int:
    """Write down a call or message to somebody on their way in or on hold; who makes the next one, and by when.

    `call` is the call on record that it was, if it was one. Returns the step's id.
    """
    step = Step(Event.CONTACT, on, reason=outcome, owner=owner, due=due, text=text)
    return _record(by, at, [NewStep(client, step, call)])[0]


@action
def admit(*, by: Actor, at: datetime, stays: Sequence[NewStay]) -> list[int]:
    """Begin an episode and its first stay for each client; returns the episodes' ids in order.

    A draft of the admission data set becomes the episode's. Refused: in care on that day, asked and not accepted, the
    programme does not offer the level.
    """
    made = _record(by, at, [NewStep(row.client, _stay(Event.ADMIT, row)) for row in stays])
    episodes = dict(Episode.objects.filter(step__in=made).values_list("step", "pk"))
    for step, row in zip(made, stays, strict=True):
        AdmissionData.objects.filter(client=row.client, episode=None).update(episode=episodes[step], changed_at=at)
    return [episodes[step] for step in made]


@action
def change_level(*, by: Actor, at: datetime, stays: Sequence[NewStay]) -> list[int]:
    """Transfer clients: each one's stay ends on the day the new one starts. Another level, programme or site.

    Refused: not in care, not after the present stay began, no change, level not offered. Returns the steps' ids.
    """
    return _record(by, at, [NewStep(row.client, _stay(Event.TRANSFER, row)) for row in stays])


@action
def clear_for_group(*, by: Actor, at: datetime, client: int, on: date, rests_on: str, text: str = "") -> int:
    """Say that a client may be in a group from `on`; `rests_on` is a ClearanceBasis. Returns the step's id."""
    return _record(by, at, [NewStep(client, Step(Event.CLEAR, on, reason=rests_on, text=text))])[0]


@action
def withdraw_clearance(*, by: Actor, at: datetime, client: int, on: date, text: str = "") -> int:
    """Say that a client may be in no group from `on` until cleared again. Refused: not cleared."""
    return _record(by, at, [NewStep(client, Step(Event.WITHDRAW_CLEARANCE, on, text=text))])[0]


@action
def hold(*, by: Actor, at: datetime, holds: Sequence[NewHold]) -> list[int]:
    """Expect no hours of these clients until they are back. Refused: not in care, on hold already, ends before it starts.

    Returns the ids of the steps that began the holds.
    """
    too_short = [
        Obstacle(Blocker.ENDS_BEFORE_START, {"client": row.client})
        for row in holds
        if row.ends is not None and row.ends <= row.starts
    ]
    rows = [NewStep(row.client, _held(row)) for row in holds]
    left = _days_out({row.client for row in holds if row.ends})
    backs = [
        NewStep(row.client, Step(Event.RETURN, row.ends))
        for row in holds
        if row.ends and not too_short and (row.client, row.ends) not in left
    ]
    return _record(by, at, [*rows, *backs], [*too_short])[: len(rows)]


@action
def come_back(*, by: Actor, at: datetime, client: int, on: date, text: str = "") -> int:
    """End a client's hold: `on` is the first day hours are expected again. Refused: not on hold, not after it began."""
    return _record(by, at, [NewStep(client, Step(Event.RETURN, on, text=text))])[0]


@action
def discharge(*, by: Actor, at: datetime, discharges: Sequence[Discharge]) -> list[int]:
    """End episodes, with their stays and holds, on each one's first day out. Returns the steps' ids.

    Refused: not in care, not after the present stay or hold began, something is recorded for a later day.
    """
    rows = [
        NewStep(row.client, Step(Event.DISCHARGE, row.on, reason=row.reason, where=row.where, text=row.text))
        for row in discharges
    ]
    return _record(by, at, rows)


@action
def take_back(*, by: Actor, at: datetime, step: int, why: str) -> None:
    """Take back what was recorded by mistake: the step stays readable and counts for nothing.

    Who may do such a step may take it back. Refused: taken back already, a later step rests on it, no reason.
    """
    row = Recorded.objects.filter(pk=step).values_list("client", "event").first()
    if row is None:
        raise NotFound
    client, event = row[0], Event(row[1])
    hold_within(by, MAY[event], [client])
    refuse(take_back_obstacles(client, step, steps_of([client])[client], why))
    TakenBack.objects.create(step_id=step, by=by.label, at=at, why=why.strip())
    if event is Event.ADMIT:
        AdmissionData.objects.filter(episode__step=step).update(episode=None, changed_at=at)
    bring_into_line({client})
    note(by=by, at=at, subject=("step", step), client=client, details={"event": event})


def _as(event: Event, row: NewStep) -> NewStep:
    return replace(row, step=replace(row.step, event=event))


def _stay(event: Event, row: NewStay) -> Step:
    return Step(event, row.starts, program=row.program, level=row.level, text=row.text)


def _days_out(clients: set[int]) -> set[tuple[int, date]]:
    """(client, first day out) of every discharge: a hold that ends that day ends with it."""
    return {
        (client, step.on)
        for client, steps in steps_of(clients).items()
        for step in steps
        if step.event is Event.DISCHARGE
    }


def _held(row: NewHold) -> Step:
    return Step(
        Event.HOLD,
        row.starts,
        reason=row.reason,
        owner=row.owner,
        due=row.due_back,
        seat_until=row.seat_kept_until,
        text=row.text,
    )


def _record(by: Actor, at: datetime, rows: Sequence[NewStep], known: Iterable[Obstacle] = ()) -> list[int]:
    """Record steps once nothing stands in their way; returns their ids in order. One transaction, one lock a client."""
    clients = {row.client for row in rows}
    sites = sites_of(clients).values()
    for event in {row.step.event for row in rows}:
        demand(by, MAY[event], sites)
    hold_records(clients)
    offered = levels_offered({row.step.program for row in rows if row.step.program is not None})
    firsts = [row.client for row in rows if row.step.event is not Event.RETURN]
    refuse([*named_twice(firsts), *known, *obstacles(rows, steps_of(clients), offered)])
    made = Recorded.objects.bulk_create([_row(row, by, at) for row in rows], batch_size=1000)
    with last_word(Obstacle(Stale.CHANGED_MEANWHILE)):
        bring_into_line(clients)
    notes(by=by, at=at, rows=[_noted(step) for step in made])
    return [step.pk for step in made]


def _row(row: NewStep, by: Actor, at: datetime) -> Recorded:
    step = row.step
    return Recorded(
        client_id=row.client,
        event=step.event,
        on=step.on,
        program_id=step.program,
        level=step.level or "",
        reason=step.reason,
        where=step.where.strip(),
        at=step.at,
        owner_id=step.owner,
        due=step.due,
        seat_until=step.seat_until,
        text=step.text.strip(),
        call_id=row.call,
        recorded_by=by.label,
        recorded_at=at,
    )


def _noted(step: Recorded) -> Noted:
    details: dict[str, object] = {"event": step.event, "on": step.on.isoformat()}
    details |= {name: value for name in ("level", "reason") if (value := getattr(step, name))}
    if step.program_id is not None:
        details["program"] = step.program_id
    return Noted(("step", step.pk), step.client_id, details)
