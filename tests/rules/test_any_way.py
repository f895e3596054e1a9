"""Any way through the lifecycle: whatever is recorded and taken back, in whatever order, the rows it makes can stand.

Generated steps go through the same rule as recorded ones: what stands in the way keeps one out. Then no stays or holds
overlap, no two episodes are open, every hold lies inside its episode, and the state follows on every day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stepdown.episode.rules.lifecycle import courses, first_fault, state
from stepdown.episode.rules.steps import obstacles, take_back_obstacles
from stepdown.episode.terms import REASONS, Course, Event, NewStep, Span, State, Step
from stepdown.kernel.levels import LevelOfCare

MONDAY = date(2026, 3, 2)
LEVELS = list(LevelOfCare)
OFFERED = {1: frozenset(LEVELS[1:]), 2: frozenset(LEVELS)}
CLIENT = 7
DAYS = range(-2, 32)
IN_CARE = {State.IN_CARE, State.ON_HOLD}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@st.composite
def new_step(draw: st.DrawFn) -> Step:
    event = draw(st.sampled_from(Event))
    on = day(draw(st.integers(0, 28)))
    reasons = REASONS.get(event)
    placed = event in (Event.ACCEPT, Event.ADMIT, Event.TRANSFER)
    return Step(
        event,
        on,
        program=draw(st.sampled_from([1, 2])) if placed else None,
        level=draw(st.sampled_from(LEVELS)) if placed else None,
        reason=draw(st.sampled_from(list(reasons))) if reasons else "",
        where="Elsewhere",
        due=draw(st.none() | st.just(on + timedelta(days=3))),
    )


TAKE_BACK = st.integers(0, 40)
"""The place, among the steps that stand, of one to take back."""


def lived(moves: Sequence[Step | int]) -> list[Step]:
    """The steps that stand once every move was tried: a step to record, or the place of one to take back."""
    steps: list[Step] = []
    for number, move in enumerate(moves, 1):
        if isinstance(move, int):
            if steps and not take_back_obstacles(CLIENT, gone := steps[move % len(steps)].id, steps, "A mistake"):
                steps = [step for step in steps if step.id != gone]
        elif not obstacles([NewStep(CLIENT, move)], {CLIENT: steps}, OFFERED):
            steps.append(_numbered(move, number))
    return steps


def _numbered(step: Step, number: int) -> Step:
    return replace(step, id=number)


def inside(span: Span, course: Course) -> bool:
    end, last = span.ends or date.max, course.discharged_on or date.max
    return course.admitted_on <= span.starts < end <= last


def apart(spans: Sequence[Span]) -> bool:
    """Each has a length, and ends before the next begins."""
    return all(one.ends is not None and one.starts < one.ends <= other.starts for one, other in pairwise(spans))


@settings(max_examples=400)
@given(st.lists(new_step() | TAKE_BACK, max_size=24))
def test_the_rows_can_stand(moves: list[Step | int]) -> None:
    steps = lived(moves)
    made = courses(steps)
    assert first_fault(steps) is None
    for course in made:
        assert course.stays
        assert apart(course.stays)
        assert apart(course.holds)
        assert all(inside(span, course) for span in (*course.stays, *course.holds))
        assert course.stays[0].starts == course.admitted_on
        assert course.stays[-1].ends == course.discharged_on
    assert [one for one, other in pairwise(made) if (one.discharged_on or date.max) > other.admitted_on] == []
    assert sum(course.discharged_on is None for course in made) <= 1


@settings(max_examples=200)
@given(st.lists(new_step() | TAKE_BACK, max_size=24))
def test_the_state_and_the_rows_say_the_same_on_every_day(moves: list[Step | int]) -> None:
    steps = lived(moves)
    made = courses(steps)
    for number in DAYS:
        on = day(number)
        stands = state(steps, on)
        stays = [span for course in made for span in course.stays if holds(span, on)]
        away = [span for course in made for span in course.holds if holds(span, on)]
        assert [(span.program, span.level) for span in stays] == (
            [(stands.program, stands.level)] if stands.state in IN_CARE else []
        )
        assert bool(away) is (stands.state is State.ON_HOLD)


def holds(span: Span, on: date) -> bool:
    return span.starts <= on < (span.ends or date.max)


@settings(max_examples=100)
@given(st.lists(new_step(), max_size=12))
def test_everything_can_be_taken_back_the_latest_first(moves: list[Step]) -> None:
    steps = lived(moves)
    while steps:
        last = max(steps, key=lambda step: (step.on, step.id))
        assert take_back_obstacles(CLIENT, last.id, steps, "A mistake") == []
        steps = [step for step in steps if step is not last]
    assert state(steps).state is State.UNKNOWN
