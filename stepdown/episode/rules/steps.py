"""What stands in the way of a step, told all at once; what stands in the way of taking one back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stepdown.audit.terms import Obstacle
from stepdown.episode.rules.lifecycle import ALSO, TABLE, fault, first_fault, state
from stepdown.episode.terms import Blocker, Event, NewStep, State, Step
from stepdown.kernel.levels import LevelOfCare

Offered = Mapping[int, frozenset[LevelOfCare]]
"""The levels each programme offers, by programme id."""
Steps = Mapping[int, Sequence[Step]]
"""What happened to each client, by client id; nothing for one who is not there."""


def obstacles(rows: Sequence[NewStep], recorded: Steps, offered: Offered) -> list[Obstacle]:
    """Why these steps can't be recorded. Several steps of one client stand on one another, in this order; of two of one
    kind (`named_twice`) the first is looked at.
    """
    found = []
    seen: set[tuple[int, Event]] = set()
    grown = {client: list(steps) for client, steps in recorded.items()}
    for row in rows:
        if (row.client, row.step.event) in seen:
            continue
        seen.add((row.client, row.step.event))
        steps = grown.setdefault(row.client, [])
        told = [*_out_of_place(row, steps), *_incomplete(row, offered)]
        found += told
        if not told:
            steps.append(row.step)
    return found


def named_twice(clients: Sequence[int]) -> list[Obstacle]:
    """One client in two rows of what may only be said once."""
    return [Obstacle(Blocker.NAMED_TWICE, {"client": who}) for who, times in Counter(clients).items() if times > 1]


def take_back_obstacles(client: int, step: int, steps: Iterable[Step], why: str) -> list[Obstacle]:
    """Why the step with id `step` can't be taken back: it was already, nobody says why, or a later one rests on it."""
    found = [] if why.strip() else [Obstacle(Blocker.NO_REASON, {"client": client})]
    known = list(steps)
    kept = [one for one in known if one.id != step]
    if len(kept) == len(known):
        return [*found, Obstacle(Blocker.ALREADY_TAKEN_BACK, {"client": client})]
    if broken := first_fault(kept):
        found.append(_later(client, broken[0]))
    return found


def _out_of_place(row: NewStep, steps: Sequence[Step]) -> Iterator[Obstacle]:
    """What the lifecycle says against the step: how things stand on its day, and what was recorded for later ones."""
    step, then = row.step, state([one for one in steps if one.on <= row.step.on])
    if blocker := fault(then, step):
        last = state(steps)
        if blocker is Blocker.NOT_ADMITTED and last.stay_since and step.on < last.stay_since:
            blocker, then = Blocker.BEFORE_STAY_BEGAN, last
        about: dict[str, object] = {"client": row.client}
        if blocker is Blocker.BEFORE_STAY_BEGAN:
            about["since"] = then.stay_since
        elif blocker is Blocker.BEFORE_HOLD_BEGAN:
            about["since"] = then.since
        yield Obstacle(blocker, about)
    elif broken := first_fault([*steps, step]):
        if step.event is Event.ADMIT and broken[0].event is Event.ADMIT:
            yield Obstacle(Blocker.ALREADY_ADMITTED, {"client": row.client})
        else:
            yield _later(row.client, broken[0])


def _later(client: int, step: Step) -> Obstacle:
    return Obstacle(Blocker.LATER_STEP, {"client": client, "event": step.event, "since": step.on})


def _incomplete(row: NewStep, offered: Offered) -> Iterator[Obstacle]:
    """What a step lacks, or says that can't be."""
    step, client = row.step, row.client
    asks = ALSO.get(step.event, ())
    if Blocker.NO_REASON in asks and not step.reason:
        yield Obstacle(Blocker.NO_REASON, {"client": client})
    if Blocker.NO_PLACE in asks and not step.where.strip():
        yield Obstacle(Blocker.NO_PLACE, {"client": client})
    if Blocker.NO_TIME in asks and step.at is None:
        yield Obstacle(Blocker.NO_TIME, {"client": client})
    if Blocker.ENDS_BEFORE_START in asks and any(day and day <= step.on for day in (step.due, step.seat_until)):
        yield Obstacle(Blocker.ENDS_BEFORE_START, {"client": client})
    if Blocker.LEVEL_NOT_OFFERED in asks and step.program is not None and step.level not in offered[step.program]:
        yield Obstacle(Blocker.LEVEL_NOT_OFFERED, {"client": client, "level": step.level})


def what_may_follow(steps: Iterable[Step]) -> tuple[Event, ...]:
    """The events the table allows now: the buttons a page offers."""
    now = state(steps).state
    return tuple(event for event, cells in TABLE.items() if isinstance(cells[now], State))
