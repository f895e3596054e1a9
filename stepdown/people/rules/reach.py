"""How it is safe to reach somebody: what may be recorded of a number, and what a call may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.people.terms import (
    NONE_OF,
    PHONES,
    Blocker,
    BroughtCall,
    CallOutcome,
    EmergencyFact,
    EmergencyKind,
    NewCall,
    NewContact,
    NewEmergencyFact,
    NewWay,
    Way,
    WayKind,
    email,
    phone,
)


def way_obstacles(row: NewWay) -> list[Obstacle]:
    """Why a way to reach somebody can't be recorded so."""
    found = []
    if not row.value.strip():
        found.append(Obstacle(Blocker.NO_WAY))
    elif row.kind in PHONES and not phone.significant(row.value):
        found.append(Obstacle(Blocker.NO_PHONE_NUMBER))
    elif row.kind is WayKind.EMAIL and not email.is_address(row.value.strip()):
        found.append(Obstacle(Blocker.NO_EMAIL_ADDRESS))
    if not row.may_use and (row.may_leave_message or row.may_say_who):
        found.append(Obstacle(Blocker.NEVER_MEANS_NEVER))
    return found


def contact_obstacles(row: NewContact) -> list[Obstacle]:
    """Why somebody can't be added to a circle."""
    return obstacles_in(
        (Blocker.NO_NAME, not row.name.strip()),
        (Blocker.NO_RELATIONSHIP, not row.relationship.strip()),
    )


def fact_obstacles(row: NewEmergencyFact, there: Iterable[EmergencyFact]) -> list[Obstacle]:
    """Why a line can't be added to an emergency sheet that has the lines `there`.

    "None" and one of the kind can't both stand: withdraw the one that is wrong.
    """
    lines = list(there)
    if row.kind in NONE_OF:
        some = any(line.kind is NONE_OF[row.kind] for line in lines)
        found = [Obstacle(Blocker.SOME_ARE_RECORDED)] if some else []
        found += [Obstacle(Blocker.RECORDED_ALREADY)] if any(line.kind is row.kind for line in lines) else []
        return found
    found = [] if row.what.strip() else [Obstacle(Blocker.NOTHING_SAID)]
    if any(line.kind is row.kind and line.what.casefold() == row.what.strip().casefold() for line in lines):
        found.append(Obstacle(Blocker.RECORDED_ALREADY))
    return found


def restored_obstacles(row: EmergencyFact, there: Iterable[EmergencyFact]) -> list[Obstacle]:
    """Why a line taken off an emergency sheet can't stand beside the lines `there` again.

    Unlike a new allergy, an old one put back does not silently overrule the "none" somebody wrote down since.
    """
    lines = list(there)
    none = answered_none(row.kind)
    found = fact_obstacles(NewEmergencyFact(row.kind, row.what, row.detail), lines)
    return [*found, *(Obstacle(Blocker.NONE_IS_RECORDED) for line in lines if none and line.kind is none)]


def answered_none(kind: EmergencyKind) -> EmergencyKind | None:
    """The "none" that recording something of `kind` puts right."""
    return next((none for none, some in NONE_OF.items() if some is kind), None)


def call_obstacles(row: NewCall, way: Way | None, *, at: datetime) -> list[Obstacle]:
    """Why a call can't be recorded so; `way` is the number called, None when it is not said."""
    return obstacles_in(
        (Blocker.NOT_TO_BE_CALLED, way is not None and not way.may_use),
        (
            Blocker.MESSAGE_NOT_ALLOWED,
            row.outcome is CallOutcome.LEFT_MESSAGE and (way is None or not way.may_leave_message),
        ),
        (Blocker.TRY_AGAIN_IN_THE_PAST, row.try_again_at is not None and row.try_again_at <= at),
    )


def brought_call_obstacles(row: BroughtCall, *, at: datetime) -> list[Obstacle]:
    """Why a call of the past can't be written down so. What was safe on that number then is not known any more."""
    return obstacles_in(
        (Blocker.IN_THE_FUTURE, row.called_at > at),
        (Blocker.NOBODY_NAMED, not row.called_by.strip()),
        (Blocker.TRY_AGAIN_IN_THE_PAST, row.call.try_again_at is not None and row.call.try_again_at <= row.called_at),
    )


def to_call(ways: Sequence[Way]) -> tuple[Way, ...]:
    """The numbers that may be called, those where most is allowed first; empty: do not call."""
    usable = [way for way in ways if way.is_phone and way.may_use]
    return tuple(sorted(usable, key=lambda way: (not way.may_leave_message, not way.may_say_who, way.id)))
