"""Groups that meet by a pattern: what stands in their way, on which days they meet, which topic comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.kernel.period import Period
from stepdown.kernel.week import MINUTES_A_DAY, Week
from stepdown.schedule.terms import Meeting, SetupBlocker


def meeting_obstacles(meetings: Sequence[Meeting]) -> list[Obstacle]:
    """Why a group can't meet by these meetings: outside a day, nobody leads, one person twice, two at once."""
    return [obstacle for meeting in meetings for obstacle in _of_one(meeting)] + [
        Obstacle(SetupBlocker.MEETINGS_OVERLAP, {"weekday": two.weekday, "starts": two.starts})
        for one, two in combinations(meetings, 2)
        if overlap(one, two)
    ]


def _of_one(meeting: Meeting) -> Iterator[Obstacle]:
    about: dict[str, object] = {"weekday": meeting.weekday, "starts": meeting.starts}
    ends = meeting.starts + meeting.minutes
    if not 0 <= meeting.weekday <= 6 or not 0 <= meeting.starts < MINUTES_A_DAY:
        yield Obstacle(SetupBlocker.NOT_WITHIN_A_DAY, about)
    elif meeting.minutes < 1 or ends > MINUTES_A_DAY:
        yield Obstacle(SetupBlocker.NO_MINUTES, about)
    if meeting.lead is None:
        yield Obstacle(SetupBlocker.NO_LEADER, about)
    if len({staff for staff, _ in meeting.staff}) < len(meeting.staff):
        yield Obstacle(SetupBlocker.STAFF_TWICE, about)


def overlap(one: Meeting, two: Meeting) -> bool:
    """Whether two weekly meetings are at the same time."""
    together = one.starts < two.starts + two.minutes and two.starts < one.starts + one.minutes
    return one.weekday == two.weekday and together


def span_obstacles(starts: date | None, ends: date | None) -> list[Obstacle]:
    """Why a series can't run from `starts` up to, not including, `ends`."""
    return [Obstacle(SetupBlocker.ENDS_BEFORE_START)] if starts and ends and ends <= starts else []


def from_day_obstacles(starts: date, today: date, ends_on: date | None) -> list[Obstacle]:
    """Why a series can't change from `starts` on: that day is over, or the series has ended by then."""
    found = [Obstacle(SetupBlocker.IN_THE_PAST, {"day": starts})] if starts < today else []
    if ends_on is not None and ends_on <= starts:
        found.append(Obstacle(SetupBlocker.SERIES_ENDED))
    return found


def seat_obstacles(capacity: int, minimum: int, about: dict[str, object] | None = None) -> list[Obstacle]:
    """Why a group can't take `capacity` clients and need `minimum` of them."""
    return obstacles_in(
        (SetupBlocker.NO_CAPACITY, capacity < 1),
        (SetupBlocker.MINIMUM_ABOVE_CAPACITY, minimum > capacity),
        about=about,
    )


def crowd_obstacles(spans: Sequence[tuple[date, date | None]], first: date, capacity: int) -> list[Obstacle]:
    """Why a group or a track can't take only `capacity` clients from `first` on; `spans` are those who are in it."""
    more = peak(spans, first, None) > capacity
    return obstacles_in((SetupBlocker.MORE_CLIENTS_THAN_SEATS, more), about={"capacity": capacity})


def days_of(weekday: int, first: date, until: date) -> Iterator[date]:
    """Every day of that weekday (0 = Monday) from `first` up to, not including, `until`."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day < until:
        yield day
        day += timedelta(days=7)


def latest(*days: date | None) -> date:
    """The last of the days that are named; one must be."""
    return max(day for day in days if day is not None)


def earliest(*days: date | None) -> date | None:
    """The first of the days that are named; None when none is: what has no end goes on."""
    return min((day for day in days if day is not None), default=None)


def period_on(day: date, starts: int, minutes: int, zone: str) -> Period:
    """`minutes` from the wall-clock minute `starts` of a local day in `zone`."""
    return Week(monday_of(day), zone).span(day.weekday(), starts, minutes)


def monday_of(day: date) -> date:
    """The Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def topics_for(topics: Sequence[int], carried: int | None, sessions: int) -> list[int | None]:
    """The topics of the next `sessions` sessions, in order, after the one `carried` last; then they begin anew.

    A session that is skipped or cancelled is not among them: it carries none, and no topic is lost. A group without
    topics carries none.
    """
    if not topics:
        return [None] * sessions
    first = topics.index(carried) + 1 if carried in topics else 0
    return [topics[(first + place) % len(topics)] for place in range(sessions)]


def peak(spans: Sequence[tuple[date, date | None]], first: date, until: date | None) -> int:
    """The most that hold at once, of spans [starts, ends), on any day from `first` up to, not including, `until`."""
    held = [
        (starts, ends) for starts, ends in spans if (ends is None or ends > first) and (until is None or starts < until)
    ]
    days = {first} | {starts for starts, _ in held if starts > first}
    return max(sum(starts <= day and (ends is None or ends > day) for starts, ends in held) for day in days)


def full_from(spans: Sequence[tuple[date, date | None]], capacity: int, first: date) -> date | None:
    """The first day, from `first` on, on which no place is free; None when there is always one."""
    days = sorted({first} | {starts for starts, _ in spans if starts > first})
    return next((day for day in days if peak(spans, day, day + timedelta(days=1)) >= capacity), None)
