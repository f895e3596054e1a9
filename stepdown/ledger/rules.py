"""From facts to minutes and work. A minute is counted once, however often it was written down (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stepdown.coverage.terms import AuthorizedWeek
from stepdown.kernel.period import minutes_covered
from stepdown.ledger.terms import (
    NOT_MISSING,
    Added,
    Adds,
    DayFacts,
    DayMinutes,
    Here,
    Standing,
    WeekFacts,
    WeekMinutes,
    Work,
    WorkItem,
)
from stepdown.plan.rules import counted_day, on_days
from stepdown.plan.terms import Counting, Part

WORKDAYS = 5
"""Monday to Friday: what a week's hours are shared over when it is not a whole one."""


def first_day(starts_on: int, near: date, admitted_on: date | None) -> date:
    """The first day of the client's week that holds `near`.

    `starts_on` is the payer's: 1 = Monday to 7 = Sunday, 0 the weekday of admission (Monday for nobody admitted).
    """
    weekday = starts_on - 1 if starts_on else (admitted_on.weekday() if admitted_on else 0)
    return near - timedelta(days=(near.weekday() - weekday) % 7)


def day_of_care(
    day: date,
    *,
    admitted_on: date | None,
    discharged_on: date | None,
    holds: Iterable[tuple[date, date | None]],
    closed: bool,
) -> Here:
    """Why a client is expected on `day`, or not. `discharged_on` is the first day out; so is the end of a hold."""
    if admitted_on is None or day < admitted_on:
        return Here.NOT_IN_CARE_YET
    if discharged_on is not None and day >= discharged_on:
        return Here.NOT_IN_CARE_ANY_MORE
    if any(starts <= day and (ends is None or day < ends) for starts, ends in holds):
        return Here.ON_HOLD
    return Here.CLOSED if closed else Here.EXPECTED


def week_minutes(facts: WeekFacts, *, now: datetime) -> WeekMinutes:
    """The client's line for the week as it stands at `now`.

    Time not yet over counts as ahead; so does today's time since somebody who is here came in: they have no closed
    minutes yet, and are not missing. Nothing is open or short in a week of `NOT_MISSING`.
    """
    ahead = _after(facts.scheduled, min(now, facts.here_since or now))
    days = _days(facts, ahead)
    standing = standing_of(facts)
    prescribed = _full(facts.days, "prescribed")
    minimum = _full(facts.days, "minimum_week")
    expected = _share(facts, standing, "prescribed")
    attended, still = minutes_covered(p.period for p in facts.attended), minutes_covered(p.period for p in ahead)
    asked = _share(facts, standing, "minimum_week") * facts.counting.hour_minutes // 60
    missing = standing not in NOT_MISSING
    return WeekMinutes(
        client=facts.client,
        prescribed=prescribed,
        minimum=minimum,
        scheduled=minutes_covered(part.period for part in facts.scheduled),
        attended=attended,
        ahead=still,
        open=max(0, expected - attended - still) if missing else 0,
        short=max(0, asked - sum(day.would.toward_week for day in days)) if missing else 0,
        on_hold=facts.on_hold,
        expected=expected,
        countable=sum(day.counted.toward_week for day in days),
        counted_days=sum(day.counted.counts for day in days),
        days_to_come=sum(day.would.counts and not day.counted.counts for day in days),
        standing=standing,
        days=days,
    )


def standing_of(facts: WeekFacts) -> Standing:
    """What kind of week it is. Where it is several kinds, one in which nothing is missing comes first."""
    kinds = {day.presence for day in facts.days if day.day.weekday() < WORKDAYS}
    if facts.on_hold:
        return Standing.ON_HOLD
    if Here.NOT_IN_CARE_YET in kinds:
        return Standing.FIRST_WEEK
    if Here.CLOSED in kinds:
        return Standing.HOLIDAY_WEEK
    return Standing.LAST_WEEK if Here.NOT_IN_CARE_ANY_MORE in kinds else Standing.ORDINARY


def adds(facts: WeekFacts, session: Part, *, now: datetime) -> Added:
    """What coming to one more session would add to the week as it is planned at `now`."""
    before = week_minutes(facts, now=now)
    after = week_minutes(replace(facts, scheduled=(*facts.scheduled, session)), now=now)
    minutes = sum(day.would.toward_week for day in after.days) - sum(day.would.toward_week for day in before.days)
    more_days = after.counted_days + after.days_to_come > before.counted_days + before.days_to_come
    return Added(Adds.DAY if more_days else Adds.HOURS if minutes > 0 else Adds.NOTHING, minutes)


def work_of(week: WeekMinutes, authorized: AuthorizedWeek | None, *, today: date, ahead: int) -> tuple[WorkItem, ...]:
    """What is to be done about a client's week: first the hours, then what the reviewer does.

    `ahead`: an authorization that ends or is to be reviewed within so many days is work. Hours beyond what is
    authorized are work for the reviewer, and nothing is ever taken from the client for it (law 2).
    """
    found = []
    if not week.prescribed and not week.on_hold:
        found.append(WorkItem(Work.NOTHING_ORDERED))
    if week.short:
        found.append(WorkItem(Work.UNDER_MINIMUM, week.short, week.minimum))
    if week.open:
        found.append(WorkItem(Work.OPEN_HOURS, week.open, week.expected))
    return (*found, *_for_the_reviewer(week, authorized, today, ahead))


def _for_the_reviewer(
    week: WeekMinutes, authorized: AuthorizedWeek | None, today: date, ahead: int
) -> Iterable[WorkItem]:
    if authorized is None:
        if week.total:
            yield WorkItem(Work.NOT_AUTHORIZED, week.total)
        return
    over = week.total - authorized.minutes if authorized.minutes is not None else 0
    days = week.counted_days + week.days_to_come
    more_days = days - authorized.days if authorized.days is not None else 0
    if over > 0 or more_days > 0:
        yield WorkItem(Work.BEYOND_AUTHORIZATION, max(0, over), authorized.minutes or 0, days=max(0, more_days))
    soon = today + timedelta(days=ahead)
    if authorized.ends is not None and authorized.ends <= soon:
        yield WorkItem(Work.AUTHORIZATION_ENDS, day=authorized.ends - timedelta(days=1))
    if authorized.next_review is not None and authorized.next_review <= soon:
        yield WorkItem(Work.REVIEW_DUE, day=authorized.next_review)


def _days(facts: WeekFacts, ahead: Sequence[Part]) -> tuple[DayMinutes, ...]:
    periods = [day.period for day in facts.days]
    columns = zip(
        facts.days,
        on_days(facts.scheduled, periods),
        on_days(facts.attended, periods),
        on_days(ahead, periods),
        strict=True,
    )
    return tuple(_day(day, facts.counting, *parts) for day, *parts in columns)


def _day(
    day: DayFacts, counting: Counting, scheduled: Sequence[Part], attended: Sequence[Part], ahead: Sequence[Part]
) -> DayMinutes:
    minimum = day.minimum_day or None
    counted = counted_day(attended, counting, minimum)
    return DayMinutes(
        day=day.day,
        presence=day.presence,
        scheduled=minutes_covered(part.period for part in scheduled),
        attended=minutes_covered(part.period for part in attended),
        ahead=minutes_covered(part.period for part in ahead),
        counted=counted,
        would=counted_day([*attended, *ahead], counting, minimum) if ahead else counted,
    )


def _full(days: Sequence[DayFacts], what: str) -> int:
    """The whole week's minutes of the latest order in it."""
    return next((value for day in reversed(days) if (value := int(getattr(day, what)))), 0)


def _share(facts: WeekFacts, standing: Standing, what: str) -> int:
    """The part of an order's week that this week can ask for: each workday a fifth, by the order in force that day."""
    fifths = sum(
        int(getattr(day, what)) for day in facts.days if day.presence is Here.EXPECTED and day.day.weekday() < WORKDAYS
    )
    shares = {
        Standing.FIRST_WEEK: facts.counting.first_share,
        Standing.LAST_WEEK: facts.counting.last_share,
        Standing.HOLIDAY_WEEK: facts.counting.holiday_share,
    }
    whole = Decimal(fifths) * shares.get(standing, Decimal(1)) / WORKDAYS
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _after(parts: Iterable[Part], moment: datetime) -> list[Part]:
    """What begins after `moment`, and the rest of what has begun."""
    return [
        replace(part, period=replace(part.period, start=max(part.period.start, moment)))
        for part in parts
        if part.period.end > moment
    ]
