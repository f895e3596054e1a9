"""What happened in the demo up to now: who came, when, until when, who did not and why; recorded as anywhere."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Actor, Refused
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people.queries import names_of
from stepdown.schedule.queries import setup as schedule
from stepdown.session.actions import check_in, check_out, join_by_video, record_day, tell_missed
from stepdown.session.queries import visits_of
from stepdown.session.terms import Joined, MissedReason, PaperVisit, VideoPlace, VisitRow

MISSING_TODAY = 2
ABSENT = 0.07
"""Share of earlier days on which somebody who was expected did not come."""
REASONS = (
    MissedReason.NOT_WELL,
    MissedReason.CARING_FOR_SOMEBODY,
    MissedReason.NEEDS_RIDE,
    MissedReason.WORK_OR_SCHOOL,
    MissedReason.APPOINTMENT,
    MissedReason.HARD_DAY,
)
AT_HOME = VideoPlace(state="IL", address="1 Synthetic Street, Chicago", callback="312-555-0100", private=True)


@dataclass(frozen=True, slots=True)
class Coming:
    """One client's day by lot: when they come and leave, whether they stay away and why."""

    client: int
    first: Period
    arrives: datetime
    leaves: datetime
    absent: bool
    reason: MissedReason | None
    joined: Joined


def live(*, by: Actor, at: datetime, seed: int, since: date, name: str, zone: str) -> None:
    """Record every day from `since` up to `at` that is not recorded yet; of those expected today, two are missing.

    What is recorded stays: who came already is only checked out, when it is time.
    """
    for monday, number in schedule.weeks_called(name).items():
        week = Week(monday, zone)
        if week.next.monday <= since or week.at(0, 0) > at:
            continue
        days = _expected(number, week)
        clients = {client for coming in days.values() for client in coming}
        visits, names = visits_of(clients, week.period), names_of(clients)
        for day in sorted(days):
            moment = week.at(day, 0)
            if monday + timedelta(days=day) < since or moment > at:
                continue
            comings = [
                _by_lot(f"{seed} {moment.date()} {names[client]}", client, *what)
                for client, what in sorted(days[day].items())
            ]
            here = {
                client: visit for client in visits for visit in visits[client] if week.place(visit.arrived_at)[0] == day
            }
            if week.at(day, 24 * 60 - 1) <= at:
                _past(by, week.at(day, 23 * 60), comings, here, monday + timedelta(days=day))
            else:
                _today(by, at, comings, here)


def _expected(number: int, week: Week) -> dict[int, dict[int, tuple[list[Period], Joined]]]:
    """day → client → (their sessions, how they come)."""
    days: defaultdict[int, dict[int, tuple[list[Period], Joined]]] = defaultdict(dict)
    for session in schedule.calendar(number):
        for client in session.clients:
            joined = Joined.VIDEO if client in session.by_video else Joined.IN_PERSON
            periods, _ = days[week.place(session.period.start)[0]].setdefault(client, ([], joined))
            periods.append(session.period)
    return days


def _by_lot(lot: str, client: int, periods: Sequence[Period], joined: Joined) -> Coming:
    """Drawn by seed, day and name: never by an id, which another database gives to somebody else."""
    chance = random.Random(lot)  # noqa: S311, a demo, not a secret
    return Coming(
        client=client,
        first=min(periods),
        arrives=min(periods).start + timedelta(minutes=chance.choice((-12, -9, -7, -5, -4, -3, -2, 0, 6))),
        leaves=max(p.end for p in periods) + timedelta(minutes=chance.choice((-20, 1, 2, 3, 4, 5, 7))),
        absent=chance.random() < ABSENT,
        reason=chance.choice(REASONS) if chance.random() < 0.7 else None,
        joined=joined,
    )


def _past(by: Actor, at: datetime, comings: Sequence[Coming], here: dict[int, VisitRow], day: date) -> None:
    """A day that is over: its sign-in sheet as one, and why somebody stayed away."""
    came = [one for one in comings if not one.absent and one.client not in here]
    if came:
        record_day(by=by, at=at, visits=[PaperVisit(one.client, one.arrives, one.leaves, one.joined) for one in came])
    for one in comings:
        if (visit := here.get(one.client)) is not None:
            _leave(by, at, visit, one.leaves)
        elif came and one.absent and one.reason is not None:  # told once, with the sheet
            tell_missed(by=by, at=at, client=one.client, day=day, reason=one.reason, told_at=one.first.start)


def _today(by: Actor, at: datetime, comings: Sequence[Coming], here: dict[int, VisitRow]) -> None:
    missing = 0
    for one in comings:
        visit = here.get(one.client)
        if visit is not None:
            _leave(by, at, visit, one.leaves)
        elif one.first.start <= at and missing < MISSING_TODAY:
            missing += 1
        elif one.arrives <= at:
            _come(by, at, one)


def _come(by: Actor, at: datetime, one: Coming) -> None:
    with suppress(Refused):  # still in since another day: forgotten, for the desk to mend
        if one.joined is Joined.VIDEO:
            visit = join_by_video(by=by, at=one.arrives, client=one.client, place=AT_HOME, joined_at=one.arrives)
        else:
            visit = check_in(by=by, at=one.arrives, client=one.client, arrived_at=one.arrives)
        if one.leaves <= at:
            check_out(by=by, at=one.leaves, visit=visit, departed_at=one.leaves)


def _leave(by: Actor, at: datetime, visit: VisitRow, leaves: datetime) -> None:
    """Check out who is still in when it is time, even when they came late."""
    leaves = max(leaves, visit.arrived_at + timedelta(minutes=15))
    if visit.departed_at is None and leaves <= at:
        check_out(by=by, at=leaves, visit=visit.id, departed_at=leaves)
