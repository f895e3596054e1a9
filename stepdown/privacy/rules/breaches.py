"""Clocks of a breach, who is told of it, and what keeps a step from being written down."""

from __future__ import annotations

from datetime import date, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.kernel.clocks import clock
from stepdown.privacy.terms.breaches import (
    BreachBlocker,
    BreachDays,
    BreachDue,
    BreachFacts,
    BreachNotice,
    BreachOutcome,
    BreachStanding,
    Factor,
    NewAssessment,
    NewBreach,
    Rating,
)

B = BreachBlocker
NOT_TOLD = {
    BreachNotice.PEOPLE: B.PEOPLE_NOT_TOLD,
    BreachNotice.HHS: B.HHS_NOT_TOLD,
    BreachNotice.MEDIA: B.MEDIA_NOT_TOLD,
}


def owed(facts: BreachFacts, days: BreachDays) -> frozenset[BreachNotice]:
    """Who is told of it. Undecided, it counts as one that is told: the clock does not wait for the decision."""
    if facts.outcome not in {None, BreachOutcome.NOTIFY}:
        return frozenset()
    return frozenset(BreachNotice) if _many(facts, days) else frozenset({BreachNotice.PEOPLE, BreachNotice.HHS})


def last_day(notice: BreachNotice, facts: BreachFacts, days: BreachDays) -> date | None:
    """The last day for a notice, counted from discovery (45 CFR 164.404(b)); None while no policy row holds.

    Where many are touched the department and the media hear within the time of the people (164.406(b), 164.408(b)); of
    fewer the department hears after the end of the year of discovery (164.408(c)).
    """
    if notice is BreachNotice.HHS and not _many(facts, days):
        end = date(facts.discovered_on.year, 12, 31)
        return None if days.after_year is None else end + timedelta(days=days.after_year)
    return None if days.within is None else facts.discovered_on + timedelta(days=days.within)


def breach_due(facts: BreachFacts, days: BreachDays, today: date) -> tuple[BreachDue, ...]:
    """Who is still to be told and by when, the next first."""
    still = ((notice, last_day(notice, facts, days)) for notice in BreachNotice if notice in _still(facts, days))
    return tuple(sorted((BreachDue(one, on, on < today) for one, on in still if on), key=lambda one: one.on))


def breach_standing(facts: BreachFacts, days: BreachDays, today: date) -> BreachStanding:
    """Where it stands today; due soon within `days.soon` days of the next last day."""
    if facts.closed:
        return BreachStanding.CLOSED
    last = min((one.on for one in breach_due(facts, days, today)), default=None)
    soon = None if days.soon is None else today + timedelta(days=days.soon)
    return BreachStanding(clock(last, soon, today))


def breach_obstacles(new: NewBreach, today: date) -> list[Obstacle]:
    """What keeps a breach from being written down."""
    return obstacles_in(
        (B.NOT_SAID, not new.what.strip()),
        (B.NO_PART, not new.parts),
        (B.NOBODY_TOUCHED, new.people < 1),
        (B.DISCOVERED_LATER, new.discovered_on > today),
        (B.HAPPENED_LATER, new.happened_on is not None and new.happened_on > new.discovered_on),
    )


def assessment_obstacles(facts: BreachFacts, new: NewAssessment) -> list[Obstacle]:
    """What keeps a decision from being written down: every factor is weighed with its reason, whatever is decided."""
    low = any(one.rating is Rating.LOW for one in new.weighed)
    weighed = sorted(one.factor for one in new.weighed if one.why.strip())
    return obstacles_in(
        (B.CLOSED_ALREADY, facts.closed),
        (B.FACTOR_NOT_WEIGHED, weighed != sorted(Factor)),
        (B.NOTHING_LOW, new.outcome is BreachOutcome.LOW_PROBABILITY and not low),
        (B.NOBODY_TOUCHED, new.people < 1),
        (B.NOT_SAID, not new.words.strip()),
    )


def telling_obstacles(
    facts: BreachFacts, days: BreachDays, notice: BreachNotice, told_on: date, words: str, *, today: date
) -> list[Obstacle]:
    """What keeps it from being written down that somebody was told, on a day between discovery and today."""
    decided = facts.outcome is not None
    return obstacles_in(
        (B.CLOSED_ALREADY, facts.closed),
        (B.NOT_DECIDED, not decided),
        (B.NOT_OWED, decided and notice not in owed(facts, days)),
        (B.TOLD_ALREADY, notice in facts.notified),
        (B.DAY_CAN_NOT_BE, not facts.discovered_on <= told_on <= today),
        (B.NOT_SAID, not words.strip()),
    )


def taking_back_obstacles(facts: BreachFacts, *, taken_back: bool, words: str) -> list[Obstacle]:
    """What keeps it from being taken back that somebody was told: the clock runs again, so it is still open."""
    return obstacles_in(
        (B.CLOSED_ALREADY, facts.closed),
        (B.TAKEN_BACK_ALREADY, taken_back),
        (B.NOT_SAID, not words.strip()),
    )


def closing_obstacles(facts: BreachFacts, days: BreachDays, words: str) -> list[Obstacle]:
    """What keeps a breach from being closed: it is decided, and everybody owed was told. All of it at once."""
    return obstacles_in(
        (B.CLOSED_ALREADY, facts.closed),
        (B.NOT_DECIDED, facts.outcome is None),
        *((blocker, notice in _still(facts, days)) for notice, blocker in NOT_TOLD.items()),
        (B.NOT_SAID, not words.strip()),
    )


def _many(facts: BreachFacts, days: BreachDays) -> bool:
    return days.many is not None and facts.people >= days.many


def _still(facts: BreachFacts, days: BreachDays) -> frozenset[BreachNotice]:
    return owed(facts, days) - facts.notified
