"""The minute ledger: what is open, counted by hand in a table, and compared with a slow and obvious second ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdown.coverage.terms import AuthorizedWeek
from stepdown.kernel.period import Period
from stepdown.kernel.week import local_days
from stepdown.ledger.rules import adds, day_of_care, first_day, week_minutes, work_of
from stepdown.ledger.terms import Added, Adds, DayFacts, Here, Standing, WeekFacts, WeekMinutes, Work, WorkItem
from stepdown.plan.terms import Counting, Part

MONDAY = date(2026, 3, 2)
ZONE = "America/Chicago"
NINE = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""Monday at nine on the site's clock; hours below count from here."""
MON, WED, FRI = (0, 3), (48, 51), (96, 99)
"""Three blocks of three hours."""
MEALS_APART = Counting(
    not_toward_week=frozenset({"supported_meal"}), not_toward_day=frozenset({"supported_meal"}), day_minimum=180
)


def when(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def parts(*blocks: tuple[float, float], category: str = "process_group") -> tuple[Part, ...]:
    return tuple(
        Part(Period(when(start), when(end)), number, category) for number, (start, end) in enumerate(blocks, start=1)
    )


def week(
    scheduled: Sequence[Part] = (),
    attended: Sequence[Part] = (),
    *,
    here: Sequence[Here] = (Here.EXPECTED,) * 7,
    minutes: int = 540,
    counting: Counting = MEALS_APART,
    first: date = MONDAY,
    on_hold: bool = False,
    here_since: datetime | None = None,
) -> WeekFacts:
    """Nine hours ordered, of which all are the minimum."""
    days = tuple(
        DayFacts(first + timedelta(days=n), period, here[n], minutes, minutes, 0)
        for n, period in enumerate(local_days(first, ZONE))
    )
    return WeekFacts(1, days, tuple(scheduled), tuple(attended), counting, on_hold, here_since)


@pytest.mark.parametrize(
    ("why", "scheduled", "attended", "now", "on_hold", "ahead", "open_", "short"),
    [
        ("before the week begins", [MON, WED, FRI], [], -1, False, 540, 0, 0),
        ("Monday attended in full", [MON, WED, FRI], [MON], 4, False, 360, 0, 0),
        ("Monday missed", [MON, WED, FRI], [], 4, False, 360, 180, 180),
        ("Monday: an hour late", [MON, WED, FRI], [(1, 3)], 4, False, 360, 60, 60),
        ("Wednesday never scheduled", [MON, FRI], [MON], 50, False, 180, 180, 180),
        ("nothing scheduled", [], [], 0, False, 0, 540, 540),
        ("in the middle of Monday's block", [MON, WED, FRI], [], 1, False, 480, 60, 60),
        ("week over, all attended", [MON, WED, FRI], [MON, WED, FRI], 150, False, 0, 0, 0),
        ("week over, one missed", [MON, WED, FRI], [MON, FRI], 150, False, 0, 180, 180),
        ("a make-up more than replaces it", [MON, WED, FRI, (120, 124)], [MON, FRI, (120, 124)], 150, False, 0, 0, 0),
        ("in hospital all week", [MON, WED, FRI], [], 150, True, 0, 0, 0),
        ("written down twice, counted once", [MON, MON], [MON, (1, 2)], 150, False, 0, 360, 360),
    ],
)
def test_a_week(
    why: str,
    scheduled: list[tuple[float, float]],
    attended: list[tuple[float, float]],
    now: float,
    on_hold: bool,
    ahead: int,
    open_: int,
    short: int,
) -> None:
    line = week_minutes(week(parts(*scheduled), parts(*attended), on_hold=on_hold), now=when(now))
    assert (line.ahead, line.open, line.short) == (ahead, open_, short), why


@pytest.mark.parametrize(
    ("why", "here_since", "now", "open_"),
    [
        ("not here, an hour into Monday's block", None, 1, 60),
        ("here since before it began", -0.25, 1, 0),
        ("here since half an hour into it", 0.5, 1, 30),
        ("still in the building after it", -0.25, 4, 0),
    ],
)
def test_somebody_who_is_here_is_not_missing(why: str, here_since: float | None, now: float, open_: int) -> None:
    since = None if here_since is None else when(here_since)
    assert week_minutes(week(parts(MON, WED, FRI), here_since=since), now=when(now)).open == open_, why


E, BEFORE, AFTER, HELD, CLOSED = Here  # in the order of the enum
WEEKEND = (E, E)


@pytest.mark.parametrize(
    ("why", "days", "on_hold", "standing", "expected", "open_"),
    [
        ("an ordinary week", (E, E, E, E, E), False, Standing.ORDINARY, 540, 540),
        (
            "admitted on Thursday: two fifths, nothing missing",
            (BEFORE,) * 3 + (E, E),
            False,
            Standing.FIRST_WEEK,
            216,
            0,
        ),
        ("discharged on Thursday", (E, E, E, AFTER, AFTER), False, Standing.LAST_WEEK, 324, 324),
        (
            "Thanksgiving: three fifths, nothing missing",
            (E, E, E, CLOSED, CLOSED),
            False,
            Standing.HOLIDAY_WEEK,
            324,
            0,
        ),
        ("on hold since Tuesday", (E, HELD, HELD, HELD, HELD), True, Standing.ON_HOLD, 108, 0),
        ("back from hold on Wednesday: three fifths", (HELD, HELD, E, E, E), False, Standing.ORDINARY, 324, 324),
        ("admitted and then on hold", (BEFORE, E, HELD, HELD, HELD), True, Standing.ON_HOLD, 108, 0),
    ],
)
def test_a_week_that_is_not_a_whole_one_expects_its_share(
    why: str, days: tuple[Here, ...], on_hold: bool, standing: Standing, expected: int, open_: int
) -> None:
    line = week_minutes(week(here=(*days, *WEEKEND), on_hold=on_hold), now=when(150))
    assert (line.standing, line.expected, line.open, line.short) == (standing, expected, open_, open_), why


def test_a_payer_may_expect_another_share_of_a_last_week() -> None:
    none = replace(MEALS_APART, last_share=Decimal(0))
    line = week_minutes(week(here=(E, AFTER, AFTER, AFTER, AFTER, AFTER, AFTER), counting=none), now=when(150))
    assert (line.prescribed, line.expected, line.open) == (540, 0, 0)


def test_an_order_that_changes_in_mid_week_is_expected_by_its_days() -> None:
    facts = week()
    days = tuple(replace(day, prescribed=1200) if n < 2 else day for n, day in enumerate(facts.days))
    line = week_minutes(replace(facts, days=days), now=when(150))
    assert (line.prescribed, line.expected) == (540, (2 * 1200 + 3 * 540) // 5)


def test_countable_minutes_stand_beside_attended_ones() -> None:
    attended = (*parts(MON, (48, 50)), *parts((50, 51), category="supported_meal"))
    line = week_minutes(week(attended=attended), now=when(150))
    assert (line.attended, line.countable, line.counted_days, line.open, line.short) == (360, 300, 1, 180, 240)


def test_a_week_of_fifty_minute_hours_fulfils_the_minimum() -> None:
    attended = parts(MON, WED, (96, 97.5))
    fifty = replace(MEALS_APART, hour_minutes=50)
    assert [week_minutes(week(attended=attended, counting=c), now=when(150)).short for c in (MEALS_APART, fifty)] == [
        90,
        0,
    ]


@pytest.mark.parametrize(
    ("starts_on", "near", "admitted_on", "first"),
    [
        (1, date(2026, 3, 4), None, date(2026, 3, 2)),
        (7, date(2026, 3, 4), None, date(2026, 3, 1)),
        (7, date(2026, 3, 1), None, date(2026, 3, 1)),
        (0, date(2026, 3, 4), date(2026, 1, 15), date(2026, 2, 26)),  # admitted on a Thursday
        (0, date(2026, 3, 5), date(2026, 1, 15), date(2026, 3, 5)),
        (0, date(2026, 3, 4), None, date(2026, 3, 2)),
    ],
)
def test_a_week_begins_by_the_payers_rule(starts_on: int, near: date, admitted_on: date | None, first: date) -> None:
    assert first_day(starts_on, near, admitted_on) == first


@pytest.mark.parametrize(
    ("first", "hours"), [(date(2026, 3, 8), 167), (date(2026, 11, 1), 169), (date(2026, 2, 26), 168)]
)
def test_a_week_in_which_the_clock_changes_has_all_its_hours(first: date, hours: int) -> None:
    days = local_days(first, ZONE)
    assert (len(days), sum(day.minutes for day in days)) == (7, hours * 60)
    assert [later.start for later in days[1:]] == [earlier.end for earlier in days[:-1]]


@pytest.mark.parametrize(
    ("day", "here"),
    [(1, BEFORE), (2, E), (3, HELD), (4, E), (5, CLOSED), (6, AFTER)],
)
def test_why_a_client_is_expected_on_a_day(day: int, here: Here) -> None:
    hold = [(date(2026, 3, 3), date(2026, 3, 4))]
    found = day_of_care(
        date(2026, 3, day),
        admitted_on=MONDAY,
        discharged_on=date(2026, 3, 6),
        holds=hold,
        closed=day in (3, 5, 6),
    )
    assert found is here
    assert day_of_care(MONDAY, admitted_on=None, discharged_on=None, holds=[], closed=False) is BEFORE


@pytest.mark.parametrize(
    ("why", "session", "added"),
    [
        ("a whole block on a free day", parts((72, 75)), Added(Adds.DAY, 180)),
        ("an hour on a free day makes no day", parts((72, 73)), Added(Adds.HOURS, 60)),
        ("an hour more on a day that counts already", parts((51, 52)), Added(Adds.HOURS, 60)),
        ("the hour that makes a short day one", parts((98, 99)), Added(Adds.DAY, 60)),
        ("a supported meal adds nothing", parts((72, 73), category="supported_meal"), Added(Adds.NOTHING, 0)),
        ("a session that is over adds nothing", parts((1, 2)), Added(Adds.NOTHING, 0)),
    ],
)
def test_what_a_make_up_adds(why: str, session: tuple[Part, ...], added: Added) -> None:
    facts = week(parts(WED, (96, 98)))
    assert adds(facts, replace(session[0], session=9), now=when(24)) == added, why


TODAY = date(2026, 3, 4)
WEEK_OF_NINE = week_minutes(week(parts(WED, FRI), parts(MON)), now=when(24))


@pytest.mark.parametrize(
    ("why", "line", "authorized", "work"),
    [
        ("all is well", WEEK_OF_NINE, AuthorizedWeek(None, 3, 540), []),
        (
            "Monday missed",
            week_minutes(week(parts(WED, FRI)), now=when(24)),
            AuthorizedWeek(None, 3, 540),
            [WorkItem(Work.UNDER_MINIMUM, 180, 540), WorkItem(Work.OPEN_HOURS, 180, 540)],
        ),
        (
            "two hours beyond what is authorized: the reviewer's work, no hour is cut",
            WEEK_OF_NINE,
            AuthorizedWeek(None, 3, 420),
            [WorkItem(Work.BEYOND_AUTHORIZATION, 120, 420)],
        ),
        (
            "a day beyond",
            WEEK_OF_NINE,
            AuthorizedWeek(None, 2, None),
            [WorkItem(Work.BEYOND_AUTHORIZATION, 0, 0, days=1)],
        ),
        ("nothing authorized", WEEK_OF_NINE, None, [WorkItem(Work.NOT_AUTHORIZED, 540)]),
        (
            "the last covered day is Sunday, the review was to be on Tuesday",
            WEEK_OF_NINE,
            AuthorizedWeek(date(2026, 3, 9), 3, 540, next_review=date(2026, 3, 3)),
            [
                WorkItem(Work.AUTHORIZATION_ENDS, day=date(2026, 3, 8)),
                WorkItem(Work.REVIEW_DUE, day=date(2026, 3, 3)),
            ],
        ),
        ("eight days away is not yet work", WEEK_OF_NINE, AuthorizedWeek(date(2026, 3, 12), 3, 540), []),
        (
            "nothing ordered, nothing planned",
            week_minutes(week(minutes=0), now=when(24)),
            None,
            [WorkItem(Work.NOTHING_ORDERED)],
        ),
        ("on hold, nothing is asked", week_minutes(week(minutes=0, on_hold=True), now=when(24)), None, []),
    ],
)
def test_what_is_to_be_done(
    why: str, line: WeekMinutes, authorized: AuthorizedWeek | None, work: list[WorkItem]
) -> None:
    assert list(work_of(line, authorized, today=TODAY, ahead=7)) == work, why


# -- the second ledger: slow, obvious, minute by minute --------------------------------------------------------------


def second_ledger(facts: WeekFacts, now: datetime) -> tuple[int, ...]:
    """(scheduled, attended, ahead, countable, countable with what is ahead, open, short, days, days to come)."""
    minutes = [facts.days[0].period.start + timedelta(minutes=n) for n in range(_length(facts))]

    def inside(moment: datetime, found: Sequence[Part]) -> bool:
        return any(part.period.start <= moment < part.period.end for part in found)

    def counts(moment: datetime, found: Sequence[Part]) -> bool:
        return any(
            part.period.start <= moment < part.period.end
            and part.category not in facts.counting.not_toward_week
            and not any(pause.start <= moment < pause.end for pause in part.breaks)
            for part in found
        )

    from_now = min(now, facts.here_since or now)
    ahead = [m for m in minutes if inside(m, facts.scheduled) and m >= from_now]
    attended = [m for m in minutes if inside(m, facts.attended)]
    countable = {m for m in minutes if counts(m, facts.attended)}
    would = countable | {m for m in ahead if counts(m, facts.scheduled)}

    def days(counted: set[datetime]) -> int:
        of = [sum(day.period.start <= m < day.period.end for m in counted) for day in facts.days]
        return sum(0 < minutes_ >= facts.counting.day_minimum for minutes_ in of)

    expected = [day for day in facts.days if day.presence is Here.EXPECTED and day.day.weekday() < 5]
    missing = not facts.on_hold and not any(
        day.presence in (Here.NOT_IN_CARE_YET, Here.CLOSED) and day.day.weekday() < 5 for day in facts.days
    )
    asked = sum(day.prescribed for day in expected) // 5
    return (
        sum(inside(m, facts.scheduled) for m in minutes),
        len(attended),
        len(ahead),
        len(countable),
        len(would),
        max(0, asked - len(attended) - len(ahead)) if missing else 0,
        max(0, asked - len(would)) if missing else 0,
        days(countable),
        days(would) - days(countable),
    )


def _length(facts: WeekFacts) -> int:
    return int((facts.days[-1].period.end - facts.days[0].period.start) / timedelta(minutes=1))


def fast_ledger(facts: WeekFacts, now: datetime) -> tuple[int, ...]:
    line = week_minutes(facts, now=now)
    would = sum(day.would.toward_week for day in line.days)
    return (
        line.scheduled, line.attended, line.ahead, line.countable, would, line.open, line.short, line.counted_days,
        line.days_to_come,
    )  # fmt: skip


FIRST = st.sampled_from([MONDAY, date(2026, 3, 8), date(2026, 11, 1), date(2026, 2, 26)])
"""An ordinary Monday, the two Sundays on which the clock changes, a Thursday."""
CATEGORY = st.sampled_from(["process_group", "supported_meal"])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[WeekFacts, datetime]:
    """A week of sessions that begin on the quarter hour, some attended in part, and a moment in or near it."""
    first = draw(FIRST)
    days = local_days(first, ZONE)

    def session(number: int) -> Part:
        start = days[draw(st.integers(0, 6))].start + timedelta(minutes=15 * draw(st.integers(28, 84)))
        end = start + timedelta(minutes=15 * draw(st.integers(1, 12)))
        pause = draw(st.booleans())
        breaks = (Period(start, start + timedelta(minutes=10)),) if pause else ()
        return Part(Period(start, end), number, draw(CATEGORY), breaks)

    scheduled = [session(n) for n in range(draw(st.integers(0, 5)))]
    late = [draw(st.integers(0, 14)) for _ in scheduled]
    attended = [
        replace(part, period=replace(part.period, start=part.period.start + timedelta(minutes=minutes)))
        for part, minutes in zip(scheduled, late, strict=True)
        if draw(st.booleans())
    ]
    now = days[0].start + timedelta(minutes=draw(st.integers(-60, 7 * 1440)))
    here = draw(st.lists(st.sampled_from(list(Here)), min_size=7, max_size=7))
    since = draw(st.none() | st.integers(0, 300).map(lambda minutes: now - timedelta(minutes=minutes)))
    facts = week(
        scheduled, attended, here=here, first=first, on_hold=draw(st.booleans()), here_since=since, minutes=540
    )
    return facts, now


@settings(deadline=None, max_examples=60)
@given(weeks())
def test_the_fast_ledger_equals_the_slow_one(made: tuple[WeekFacts, datetime]) -> None:
    facts, now = made
    assert fast_ledger(facts, now) == second_ledger(facts, now)


@settings(deadline=None, max_examples=60)
@given(weeks())
def test_law_2_countable_minutes_are_never_more_than_attended_ones(made: tuple[WeekFacts, datetime]) -> None:
    line = week_minutes(made[0], now=made[1])
    assert 0 <= line.countable <= line.attended
    assert 0 <= line.ahead <= line.scheduled
    assert line.expected <= line.prescribed
