"""The lifecycle as a table: what an event makes of each state, or why it may not happen then.

The diagram in docs/explanation/lifecycle.md is drawn from `TABLE`; who may do each event stands in `access.MAY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from stepdown.episode.terms import Blocker, ClientState, ContactOutcome, Course, Event, Span, State, Step

_S, _B = State, Blocker
_ASKING_TO = (State.PROSPECT, State.ASSESSMENT_BOOKED, State.ACCEPTED, State.WAITING)
_IN = {State.IN_CARE: State.IN_CARE, State.ON_HOLD: State.ON_HOLD}
_GONE = dict.fromkeys((_S.UNKNOWN, _S.REFERRED_ON, _S.CLOSED, _S.DISCHARGED), _B.NO_FIRST_CONTACT)
_HERE = dict.fromkeys((_S.IN_CARE, _S.ON_HOLD), _B.ALREADY_ADMITTED)
_ABSENT = dict.fromkeys((state for state in State if state not in _IN), _B.NOT_ADMITTED)

Cells = Mapping[State, State | Blocker]

TABLE: Mapping[Event, Cells] = {
    Event.FIRST_CONTACT: {
        **dict.fromkeys(_GONE, _S.PROSPECT),
        **dict.fromkeys(_ASKING_TO, _B.ALREADY_ASKING),
        **_HERE,
    },
    Event.BOOK_ASSESSMENT: {**_GONE, **dict.fromkeys(_ASKING_TO, _S.ASSESSMENT_BOOKED), **_HERE},
    Event.ACCEPT: {
        **_GONE,
        **dict.fromkeys(_ASKING_TO, _S.ACCEPTED),
        _S.ACCEPTED: _B.ALREADY_ACCEPTED,
        **_HERE,
    },
    Event.WAIT: {**_GONE, **dict.fromkeys(_ASKING_TO, _S.WAITING), **_HERE},
    Event.REFER_ON: {**_GONE, **dict.fromkeys(_ASKING_TO, _S.REFERRED_ON), **_HERE},
    Event.CLOSE: {**_GONE, **dict.fromkeys(_ASKING_TO, _S.CLOSED), **_HERE},
    Event.CONTACT: {
        **_GONE,
        **{state: state for state in _ASKING_TO},
        _S.IN_CARE: _B.NOT_ON_HOLD,
        _S.ON_HOLD: _S.ON_HOLD,
    },
    Event.ADMIT: {
        _S.UNKNOWN: _S.IN_CARE,  # in care already when Stepdown came
        _S.PROSPECT: _B.NOT_ACCEPTED,
        _S.ASSESSMENT_BOOKED: _B.NOT_ACCEPTED,
        _S.ACCEPTED: _S.IN_CARE,
        _S.WAITING: _S.IN_CARE,
        _S.REFERRED_ON: _B.NOT_ACCEPTED,
        _S.CLOSED: _B.NOT_ACCEPTED,
        **_HERE,
        _S.DISCHARGED: _S.IN_CARE,
    },
    Event.CLEAR: {**_ABSENT, _S.ACCEPTED: _S.ACCEPTED, _S.WAITING: _S.WAITING, **_IN},
    Event.WITHDRAW_CLEARANCE: {**_ABSENT, _S.ACCEPTED: _S.ACCEPTED, _S.WAITING: _S.WAITING, **_IN},
    Event.TRANSFER: {**_ABSENT, **_IN},
    Event.HOLD: {**_ABSENT, _S.IN_CARE: _S.ON_HOLD, _S.ON_HOLD: _B.ALREADY_ON_HOLD},
    Event.RETURN: {**_ABSENT, _S.IN_CARE: _B.NOT_ON_HOLD, _S.ON_HOLD: _S.IN_CARE},
    Event.DISCHARGE: {**_ABSENT, **dict.fromkeys(_IN, _S.DISCHARGED)},
}
"""Event → for every state the state it leads to, or what stands in the way."""

ALSO: Mapping[Event, tuple[Blocker, ...]] = {
    Event.BOOK_ASSESSMENT: (_B.NO_TIME,),
    Event.WAIT: (_B.NO_REASON,),
    Event.REFER_ON: (_B.NO_PLACE,),
    Event.CLOSE: (_B.NO_REASON,),
    Event.CONTACT: (_B.NO_REASON,),
    Event.ADMIT: (_B.LEVEL_NOT_OFFERED,),
    Event.CLEAR: (_B.NO_REASON,),
    Event.WITHDRAW_CLEARANCE: (_B.NOT_CLEARED,),
    Event.TRANSFER: (_B.SAME_LEVEL, _B.BEFORE_STAY_BEGAN, _B.LEVEL_NOT_OFFERED),
    Event.HOLD: (_B.NO_REASON, _B.ENDS_BEFORE_START),
    Event.RETURN: (_B.BEFORE_HOLD_BEGAN,),
    Event.DISCHARGE: (_B.NO_REASON, _B.BEFORE_STAY_BEGAN, _B.BEFORE_HOLD_BEGAN),
}
"""What else may stand in an event's way where the table allows it. `LATER_STEP` may stand in every one's."""

NOBODY = ClientState(State.UNKNOWN)


def state(steps: Iterable[Step], day: date | None = None) -> ClientState:
    """Where a client stands on `day` (at the end of all that is recorded, without one), from their steps.

    Steps count in the order of their days, and of recording within a day. A step the table does not allow changes
    nothing; the actions record none.
    """
    now = NOBODY
    for step in in_order(steps):
        if day is not None and step.on > day:
            break
        if fault(now, step) is None:
            now = after(now, step)
    return now


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By day, then as recorded; one not yet recorded comes last of its day."""
    return sorted(steps, key=lambda step: (step.on, step.id == 0, step.id))


def fault(now: ClientState, step: Step) -> Blocker | None:
    """Why `step` may not follow on `now`, or None. Spans of no length are refused as the database would."""
    cell = TABLE[step.event][now.state]
    if isinstance(cell, Blocker):
        return cell
    ends_stay = step.event in (Event.TRANSFER, Event.DISCHARGE)
    if ends_stay and now.stay_since is not None and step.on <= now.stay_since:
        return Blocker.BEFORE_STAY_BEGAN
    ends_hold = step.event is Event.RETURN or (step.event is Event.DISCHARGE and now.state is State.ON_HOLD)
    if ends_hold and now.since is not None and step.on <= now.since:
        return Blocker.BEFORE_HOLD_BEGAN
    if step.event is Event.TRANSFER and (step.program, step.level) == (now.program, now.level):
        return Blocker.SAME_LEVEL
    if step.event is Event.WITHDRAW_CLEARANCE and now.cleared is None:
        return Blocker.NOT_CLEARED
    return None


def first_fault(steps: Iterable[Step]) -> tuple[Step, Blocker] | None:
    """The first step, in order, that may not follow on those before it, and why; None when all may."""
    now = NOBODY
    for step in in_order(steps):
        if blocker := fault(now, step):
            return step, blocker
        now = after(now, step)
    return None


def after(now: ClientState, step: Step) -> ClientState:
    """Where a client stands once `step` happened; only for one the table allows."""
    cell = TABLE[step.event][now.state]
    if isinstance(cell, Blocker):
        raise TypeError(f"{step.event} can't follow {now.state}")
    match step.event:
        case Event.FIRST_CONTACT:
            return ClientState(cell, step.on, asked_on=step.on, reached=step.on, owner=step.owner, due=step.due)
        case Event.CONTACT:
            reached = step.on if step.reason == ContactOutcome.REACHED else now.reached
            return replace(now, reached=reached, due=step.due or now.due, owner=step.owner or now.owner)
        case Event.CLEAR:
            return replace(now, cleared=step.on)
        case Event.WITHDRAW_CLEARANCE:
            return replace(now, cleared=None)
        case Event.ADMIT:
            return _admitted(now, step)
        case Event.TRANSFER:
            return replace(now, program=step.program, level=step.level, stay_since=step.on)
        case Event.HOLD:
            return replace(_moved(now, step, cell), reached=step.on)
        case Event.DISCHARGE:
            return ClientState(cell, step.on, reason=step.reason, where=step.where, admitted_on=now.admitted_on)
    return _moved(now, step, cell)


def _moved(now: ClientState, step: Step, to: State) -> ClientState:
    """The next state, with what belongs to it; who waits goes on waiting since the first day they did."""
    return replace(
        now,
        state=to,
        since=now.since if to is now.state is State.WAITING else step.on,
        program=step.program or now.program,
        level=step.level or now.level,
        reason=step.reason,
        due=step.due,
        seat_until=step.seat_until,
        at=step.at,
        where=step.where,
        owner=step.owner or now.owner,
    )


def _admitted(now: ClientState, step: Step) -> ClientState:
    return ClientState(
        State.IN_CARE,
        step.on,
        asked_on=now.asked_on if now.state in _ASKING_TO else None,
        program=step.program,
        level=step.level,
        admitted_on=step.on,
        stay_since=step.on,
        cleared=now.cleared,
    )


def courses(steps: Iterable[Step]) -> list[Course]:
    """The episodes the steps make, with their stays and holds: what the tables must hold."""
    found: list[Course] = []
    now = NOBODY
    for step in in_order(steps):
        if fault(now, step) is not None:
            continue
        now = after(now, step)
        if step.event is Event.ADMIT:
            found.append(Course(step.id, step.on, None, "", (_stay(step),), ()))
        elif found and step.event in (Event.TRANSFER, Event.HOLD, Event.RETURN, Event.DISCHARGE):
            found[-1] = _with(found[-1], step)
    return found


def _with(course: Course, step: Step) -> Course:
    """A course in which one more thing happened."""
    stays, holds = course.stays, course.holds
    match step.event:
        case Event.TRANSFER:
            return replace(course, stays=(*_ended(stays, step.on), _stay(step)))
        case Event.HOLD:
            span = Span(step.id, step.on, None, reason=step.reason, due=step.due, seat_until=step.seat_until)
            return replace(course, holds=(*holds, span))
        case Event.RETURN:
            return replace(course, holds=_ended(holds, step.on))
        case _:
            left = replace(course, discharged_on=step.on, reason=step.reason)
            return replace(left, stays=_ended(stays, step.on), holds=_ended(holds, step.on))


def _stay(step: Step) -> Span:
    return Span(step.id, step.on, None, program=step.program, level=step.level)


def _ended(spans: Sequence[Span], on: date) -> tuple[Span, ...]:
    """The same spans, the open one ended."""
    return tuple(replace(span, ends=on) if span.ends is None else span for span in spans)


def arrows() -> Iterator[tuple[State, Event, State]]:
    """Every (from, event, to) the table allows that leads to another state: what the diagram draws."""
    for event, cells in TABLE.items():
        for state, cell in cells.items():
            if isinstance(cell, State) and cell is not state:
                yield state, event, cell
