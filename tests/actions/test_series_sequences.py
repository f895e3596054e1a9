"""Law 1 and its neighbours, whatever people do to a series, in whatever order, on real PostgreSQL.

No sequence of bookings, series changes, holds, closures and enrollments leaves anybody or any room in two places, a
session changed by hand lost, or a seat given twice. `STEPDOWN_SEQUENCES` says how many sequences are tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepdown.agency.actions import close_site
from stepdown.audit.terms import NotFound, Refused
from stepdown.episode.actions import hold
from stepdown.episode.terms import HoldReason, NewHold
from stepdown.schedule.actions.booking import (
    add_participant,
    cancel_session,
    move_session,
    reinstate_session,
    remove_participant,
)
from stepdown.schedule.actions.leaving import end_enrollments, leave_group
from stepdown.schedule.actions.rosters import enroll, release_seats, restore_seats
from stepdown.schedule.actions.series import change_series, end_series, make_series, plan_ahead
from stepdown.schedule.models import Participant, PlannedSession, SessionStaff
from stepdown.schedule.queries.series import pattern_ids
from stepdown.schedule.terms import Joining, Meeting, NewGroup, Placement, SeriesChange
from tests.factories.crowd import BEFORE, BY, Crowd, crowd

SEQUENCES = int(os.environ.get("STEPDOWN_SEQUENCES", "12"))
MONDAY = date(2026, 3, 9)
HOURS = (9 * 60, 9 * 60 + 30, 10 * 60)
AT = {"by": BY, "at": BEFORE}


def day(week: int, weekday: int = 0) -> date:
    return MONDAY + timedelta(days=7 * week + weekday)


class Desk:
    """Two series over three weeks, and everything a desk may do to them; numbers are taken modulo what there is."""

    def __init__(self, made: Crowd) -> None:
        self.made = made
        self.groups = [self.series(n) for n in (0, 1)]
        self.by_hand: dict[int, tuple[object, str]] = {}

    def meeting(self, hour: int, staff: int, room: int, weekday: int = 0, replaces: int | None = None) -> Meeting:
        return Meeting(weekday, HOURS[hour % 3], 60, self.made.staff[staff % 4], self.made.rooms[room % 4], replaces=replaces)  # fmt: skip

    def series(self, number: int) -> int:
        made = self.made
        new = NewGroup(f"s{number}", f"Series {number}", made.service, made.track, "en", made.site, 2, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]  # fmt: skip
        return make_series(**AT, group=new, meetings=[self.meeting(0, number, number)], topics=["a", "b"], until=day(3))[0]  # type: ignore[arg-type]  # fmt: skip

    def session(self, number: int) -> int:
        rows = PlannedSession.objects.filter(group__in=self.groups).order_by("pk").values_list("pk", flat=True)
        return list(rows)[number % len(rows)]

    def client(self, number: int) -> int:
        return self.made.clients[number % 3]

    def remember(self, session: int) -> None:
        """What somebody changed by hand stays as they left it, until it is changed by hand again."""
        row = PlannedSession.objects.get(pk=session)
        self.by_hand.pop(session, None)
        if row.changed:
            self.by_hand[session] = (row.period, row.state)

    def move(self, a: int, b: int, c: int) -> None:
        to = Placement(b % 3, HOURS[c % 3], self.made.staff[(b + c) % 4], self.made.rooms[(a + b) % 4])
        move_session(**AT, session=self.session(a), to=to)  # type: ignore[arg-type]
        self.remember(self.session(a))

    def cancel(self, a: int, b: int, c: int) -> None:
        cancel_session(**AT, session=self.session(a))  # type: ignore[arg-type]
        self.remember(self.session(a))

    def reinstate(self, a: int, b: int, c: int) -> None:
        reinstate_session(**AT, session=self.session(a))  # type: ignore[arg-type]
        self.remember(self.session(a))

    def seat(self, a: int, b: int, c: int) -> None:
        add_participant(**AT, session=self.session(a), client=self.client(b))  # type: ignore[arg-type]

    def unseat(self, a: int, b: int, c: int) -> None:
        remove_participant(**AT, session=self.session(a), client=self.client(b))  # type: ignore[arg-type]

    def join(self, a: int, b: int, c: int) -> None:
        enroll(**AT, joinings=[Joining(self.client(a), self.groups[b % 2], day(c % 3))])  # type: ignore[arg-type]

    def leave(self, a: int, b: int, c: int) -> None:
        leave_group(**AT, client=self.client(a), group=self.groups[b % 2], on=day(c % 3))  # type: ignore[arg-type]

    def change(self, a: int, b: int, c: int) -> None:
        group = self.groups[a % 2]
        old = pattern_ids(group)
        meeting = self.meeting(b, b + c, a + c, weekday=c % 4, replaces=old[0] if old else None)
        change_series(**AT, change=SeriesChange(group, day(b % 3), (meeting,)), keep_blocked=c % 2 == 0)  # type: ignore[arg-type]
        for session in PlannedSession.objects.filter(group=group, changed=True):
            self.by_hand.setdefault(session.pk, (session.period, session.state))

    def end(self, a: int, b: int, c: int) -> None:
        end_series(**AT, group=self.groups[a % 2], on=day(1 + b % 2, c % 7))  # type: ignore[arg-type]

    def plan(self, a: int, b: int, c: int) -> None:
        plan_ahead(**AT, until=day(3 + a % 2))  # type: ignore[arg-type]

    def hold(self, a: int, b: int, c: int) -> None:
        client, starts, ends = self.client(a), day(b % 3), day(b % 3 + 1)
        hold(**AT, holds=[NewHold(client, HoldReason.TRAVEL, starts, ends)])  # type: ignore[arg-type]
        release_seats(**AT, client=client, starts=starts, ends=ends, keep_until=day(c % 3, 2))  # type: ignore[arg-type]

    def back(self, a: int, b: int, c: int) -> None:
        restore_seats(**AT, client=self.client(a), starts=day(b % 3))  # type: ignore[arg-type]

    def discharge(self, a: int, b: int, c: int) -> None:
        end_enrollments(**AT, client=self.client(a), on=day(b % 3, c % 7))  # type: ignore[arg-type]

    def close(self, a: int, b: int, c: int) -> None:
        closed = day(a % 4, b % 5)
        close_site(**AT, site=self.made.site, reason="Snow", first_day=closed, last_day=closed)  # type: ignore[arg-type]


DEEDS: tuple[Callable[[Desk, int, int, int], None], ...] = (
    Desk.move, Desk.cancel, Desk.reinstate, Desk.seat, Desk.unseat, Desk.join, Desk.join, Desk.leave, Desk.change,
    Desk.change, Desk.end, Desk.plan, Desk.hold, Desk.back, Desk.discharge, Desk.close,
)  # fmt: skip
STEP = st.tuples(st.sampled_from(DEEDS), st.integers(0, 7), st.integers(0, 3), st.integers(0, 6))


@pytest.fixture
def made(db: None) -> Crowd:
    return crowd(3, seats=3)


@settings(max_examples=SEQUENCES, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=1, max_size=10))
def test_no_sequence_breaks_a_law(made: Crowd, steps: list[tuple[Callable[..., None], int, int, int]]) -> None:
    with transaction.atomic():
        desk = Desk(made)
        for do, *numbers in steps:
            try:
                with transaction.atomic():
                    do(desk, *numbers)
            except (Refused, NotFound):
                continue
            check(desk)
        transaction.set_rollback(True)


def check(desk: Desk) -> None:
    """As the tables stand, looked at pair by pair; nothing here asks the database to decide."""
    rows = list(PlannedSession.objects.filter(state="planned"))
    taken = [("room", row.room_id, row.period) for row in rows if row.room_id]
    taken += [("staff", row.staff_id, row.period) for row in SessionStaff.objects.filter(active=True)]
    seats = list(Participant.objects.filter(active=True).select_related("session"))
    taken += [("client", row.client_id, row.period) for row in seats if row.client_present]
    for n, (kind, who, period) in enumerate(taken):
        for other_kind, other, span in taken[n + 1 :]:
            together = period.lower < span.upper and span.lower < period.upper
            assert (kind, who) != (other_kind, other) or not together
    assert len({(row.session_id, row.seat) for row in seats}) == len(seats)
    assert len({(row.session_id, row.client_id) for row in seats}) == len(seats)
    assert {row.session.state for row in seats} <= {"planned"}
    for row in rows:
        assert sum(seat.session_id == row.pk for seat in seats) <= row.capacity
        assert {seat.period for seat in seats if seat.session_id == row.pk} <= {row.period}
    now = {row.pk: (row.period, row.state) for row in PlannedSession.objects.filter(pk__in=desk.by_hand)}
    assert now == desk.by_hand
