"""Breaches: who is told by when, and what keeps a step from being written down. Tables to check by eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stepdown.audit.terms import Obstacle
from stepdown.privacy import rules
from stepdown.privacy.terms import (
    BreachBlocker,
    BreachDays,
    BreachFacts,
    BreachNotice,
    BreachOutcome,
    BreachStanding,
    Factor,
    Rating,
    Weighed,
)
from tests.factories.breaches import letter, weighed

B, End, S = BreachBlocker, BreachOutcome, BreachStanding
PEOPLE, HHS, MEDIA = BreachNotice
FOUND = date(2026, 6, 1)
DAYS = BreachDays(within=60, many=500, after_year=60, soon=14)
IN_SIXTY, AFTER_YEAR = date(2026, 7, 31), date(2027, 3, 1)
CLOCKS = [
    # people, decided, told already → who is to be told by when
    (1, None, set(), [(PEOPLE, IN_SIXTY), (HHS, AFTER_YEAR)]),
    (499, End.NOTIFY, set(), [(PEOPLE, IN_SIXTY), (HHS, AFTER_YEAR)]),
    (500, End.NOTIFY, set(), [(PEOPLE, IN_SIXTY), (HHS, IN_SIXTY), (MEDIA, IN_SIXTY)]),
    (500, End.NOTIFY, {PEOPLE, HHS}, [(MEDIA, IN_SIXTY)]),
    (1, End.NOTIFY, {PEOPLE}, [(HHS, AFTER_YEAR)]),
    (1, End.NOTIFY, {PEOPLE, HHS}, []),
    (500, End.LOW_PROBABILITY, set(), []),
    (500, End.GOOD_FAITH, set(), []),
    (500, End.AMONG_US, set(), []),
    (500, End.NOT_KEPT, set(), []),
]
STANDS = [
    # decided, told already, closed, on → stands
    (None, set(), False, date(2026, 7, 16), S.OPEN),
    (None, set(), False, date(2026, 7, 17), S.DUE_SOON),
    (None, set(), False, IN_SIXTY, S.DUE_SOON),
    (None, set(), False, date(2026, 8, 1), S.OVERDUE),
    (End.NOTIFY, {PEOPLE}, False, date(2026, 8, 1), S.OPEN),
    (End.NOTIFY, {PEOPLE}, False, date(2027, 3, 2), S.OVERDUE),
    (End.LOW_PROBABILITY, set(), False, date(2027, 3, 2), S.OPEN),
    (End.NOTIFY, {PEOPLE, HHS}, True, date(2027, 3, 2), S.CLOSED),
]
ENDS = [
    # people, decided, told, closed, in words → what keeps it from being closed
    (1, End.NOTIFY, {PEOPLE, HHS}, False, "Envelopes are checked", set()),
    (500, End.NOTIFY, set(), False, " ", {B.PEOPLE_NOT_TOLD, B.HHS_NOT_TOLD, B.MEDIA_NOT_TOLD, B.NOT_SAID}),
    (1, None, set(), False, "Yes", {B.NOT_DECIDED, B.PEOPLE_NOT_TOLD, B.HHS_NOT_TOLD}),
    (1, End.NOTIFY, {PEOPLE}, False, "Yes", {B.HHS_NOT_TOLD}),
    (500, End.LOW_PROBABILITY, set(), False, "Yes", set()),
    (1, End.NOT_KEPT, set(), True, "Yes", {B.CLOSED_ALREADY}),
]
TOLD = [
    # people, decided, whom, told on, in words, today is June 20 → what is missing
    (1, End.NOTIFY, PEOPLE, 20, "By mail", set()),
    (1, End.NOTIFY, PEOPLE, 1, "By mail", set()),
    (1, End.NOTIFY, PEOPLE, 21, "", {B.DAY_CAN_NOT_BE, B.NOT_SAID}),
    (1, End.NOTIFY, HHS, 20, "By mail", {B.TOLD_ALREADY}),
    (1, End.NOTIFY, MEDIA, 20, "By mail", {B.NOT_OWED}),
    (500, End.NOTIFY, MEDIA, 20, "By mail", set()),
    (1, End.LOW_PROBABILITY, PEOPLE, 20, "By mail", {B.NOT_OWED}),
    (1, None, PEOPLE, 20, "By mail", {B.NOT_DECIDED}),
]


def blockers(found: list[Obstacle]) -> set[object]:
    return {one.blocker for one in found}


@pytest.mark.parametrize(("people", "outcome", "told", "due"), CLOCKS)
def test_clocks(
    people: int, outcome: End | None, told: set[BreachNotice], due: list[tuple[BreachNotice, date]]
) -> None:
    facts = BreachFacts(FOUND, people, outcome, frozenset(told))
    assert [(one.notice, one.on) for one in rules.breach_due(facts, DAYS, FOUND)] == due


def test_late_past_the_last_day() -> None:
    facts = BreachFacts(FOUND, 1)
    assert [one.late for one in rules.breach_due(facts, DAYS, IN_SIXTY)] == [False, False]
    assert [one.late for one in rules.breach_due(facts, DAYS, date(2026, 8, 1))] == [True, False]


def test_without_rows_no_clock_runs() -> None:
    facts = BreachFacts(FOUND, 1)
    assert rules.breach_due(facts, BreachDays(), FOUND) == ()
    assert rules.breach_standing(facts, BreachDays(), date(2030, 1, 1)) == S.OPEN


@pytest.mark.parametrize(("outcome", "told", "closed", "today", "stands"), STANDS)
def test_where_it_stands(outcome: End | None, told: set[BreachNotice], closed: bool, today: date, stands: S) -> None:
    facts = BreachFacts(FOUND, 1, outcome, frozenset(told), closed)
    assert rules.breach_standing(facts, DAYS, today) == stands


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, set()),
        ({"happened_on": FOUND}, set()),
        ({"what": " ", "parts": frozenset(), "people": 0}, {B.NOT_SAID, B.NO_PART, B.NOBODY_TOUCHED}),
        ({"discovered_on": date(2026, 6, 2)}, {B.DISCOVERED_LATER}),
        ({"happened_on": date(2026, 6, 2)}, {B.HAPPENED_LATER}),
    ],
)
def test_written_down(changed: dict[str, object], missing: set[B]) -> None:
    new = replace(letter(1, FOUND), **changed)  # type: ignore[arg-type]
    assert blockers(rules.breach_obstacles(new, FOUND)) == missing


@pytest.mark.parametrize(
    ("outcome", "rating", "changed", "missing"),
    [
        (End.NOTIFY, Rating.HIGH, {}, set()),
        (End.LOW_PROBABILITY, Rating.LOW, {}, set()),
        (End.LOW_PROBABILITY, Rating.MEDIUM, {}, {B.NOTHING_LOW}),
        (End.GOOD_FAITH, Rating.MEDIUM, {}, set()),
        (End.NOTIFY, Rating.LOW, {"weighed": ()}, {B.FACTOR_NOT_WEIGHED}),
        (End.NOTIFY, Rating.LOW, {"weighed": tuple(Weighed(one, Rating.LOW, " ") for one in Factor)}, {B.FACTOR_NOT_WEIGHED}),
        (End.NOTIFY, Rating.LOW, {"weighed": (Weighed(Factor.SEEN, Rating.LOW, "x"),) * 4}, {B.FACTOR_NOT_WEIGHED}),
        (End.NOTIFY, Rating.LOW, {"people": 0, "words": " "}, {B.NOBODY_TOUCHED, B.NOT_SAID}),
    ],
)  # fmt: skip
def test_decided(outcome: End, rating: Rating, changed: dict[str, object], missing: set[B]) -> None:
    new = replace(weighed(outcome, rating), **changed)  # type: ignore[arg-type]
    assert blockers(rules.assessment_obstacles(BreachFacts(FOUND, 1), new)) == missing
    closed = BreachFacts(FOUND, 1, End.NOTIFY, closed=True)
    assert blockers(rules.assessment_obstacles(closed, new)) == missing | {B.CLOSED_ALREADY}


@pytest.mark.parametrize(("people", "outcome", "notice", "day", "words", "missing"), TOLD)
def test_told(people: int, outcome: End | None, notice: BreachNotice, day: int, words: str, missing: set[B]) -> None:
    facts = BreachFacts(FOUND, people, outcome, frozenset({HHS}))
    on, today = date(2026, 6, day), date(2026, 6, 20)
    assert blockers(rules.telling_obstacles(facts, DAYS, notice, on, words, today=today)) == missing
    closed = replace(facts, closed=True)
    found = blockers(rules.telling_obstacles(closed, DAYS, notice, on, words, today=today))
    assert found == missing | {B.CLOSED_ALREADY}


@pytest.mark.parametrize(
    ("closed", "taken_back", "words", "missing"),
    [
        (False, False, "The letters never left", set()),
        (False, False, " ", {B.NOT_SAID}),
        (False, True, "Once more", {B.TAKEN_BACK_ALREADY}),
        (True, True, "", {B.CLOSED_ALREADY, B.TAKEN_BACK_ALREADY, B.NOT_SAID}),
    ],
)
def test_taken_back(closed: bool, taken_back: bool, words: str, missing: set[B]) -> None:
    facts = BreachFacts(FOUND, 1, End.NOTIFY, closed=closed)
    assert blockers(rules.taking_back_obstacles(facts, taken_back=taken_back, words=words)) == missing


def test_nobody_was_told_before_it_was_discovered() -> None:
    facts, day = BreachFacts(FOUND, 1, End.NOTIFY), date(2026, 5, 31)
    assert blockers(rules.telling_obstacles(facts, DAYS, PEOPLE, day, "By mail", today=FOUND)) == {B.DAY_CAN_NOT_BE}


@pytest.mark.parametrize(("people", "outcome", "told", "closed", "words", "missing"), ENDS)
def test_closed(
    people: int, outcome: End | None, told: set[BreachNotice], closed: bool, words: str, missing: set[B]
) -> None:
    facts = BreachFacts(FOUND, people, outcome, frozenset(told), closed)
    assert blockers(rules.closing_obstacles(facts, DAYS, words)) == missing
