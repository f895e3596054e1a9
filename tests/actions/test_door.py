"""The door: in, out, and undoing either. Sessions are on Monday nine to ten and ten to eleven in Chicago."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Refused
from stepdown.ledger.queries import weeks_of
from stepdown.schedule.actions.booking import add_participant
from stepdown.session.actions import check_in, check_out, undo_check_in, undo_check_out
from stepdown.session.models import Segment, Visit
from stepdown.session.terms import Blocker
from tests.factories.crowd import BEFORE, BY, WEEK, Crowd, crowd


def clock(text: str, day: int = 0) -> datetime:
    """The moment when the wall clock of Monday (or `day`) shows `text`."""
    hours, _, minutes = text.partition(":")
    return WEEK.at(day, int(hours) * 60 + int(minutes))


@pytest.fixture
def people(db: None) -> Crowd:
    """Two sessions at nine; the first client is expected in the first."""
    made = crowd(2, seats=3)
    add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=made.clients[0])
    return made


def segments(client: int) -> list[tuple[datetime, datetime, bool]]:
    rows = Segment.objects.filter(client=client).order_by("pk")
    return [(row.period.lower, row.period.upper, row.undone_at is not None) for row in rows]


def minutes(people: Crowd, now: str) -> tuple[int, int, int]:
    """(attended, ahead, open) of the first client."""
    line = weeks_of(people.clients, WEEK, now=clock(now))[people.clients[0]]
    return line.attended, line.ahead, line.open


def test_a_day_in_and_out_becomes_minutes(people: Crowd) -> None:
    client = people.clients[0]
    assert minutes(people, "8:00") == (0, 60, 120)
    visit = check_in(by=BY, at=clock("8:55"), client=client)
    assert minutes(people, "9:30") == (0, 60, 120)
    assert segments(client) == []
    check_out(by=BY, at=clock("9:50"), visit=visit)
    assert segments(client) == [(clock("9:00"), clock("9:50"), False)]
    assert minutes(people, "10:00") == (50, 0, 130)


def test_time_happened_and_time_recorded_are_both_kept(people: Crowd) -> None:
    visit = check_in(by=BY, at=clock("9:20"), client=people.clients[0], arrived_at=clock("9:05"))
    check_out(by=BY, at=clock("16:00"), visit=visit, departed_at=clock("10:00"))
    row = Visit.objects.get(pk=visit)
    assert (row.arrived_at, row.arrived_recorded_at) == (clock("9:05"), clock("9:20"))
    assert (row.departed_at, row.departed_recorded_at) == (clock("10:00"), clock("16:00"))
    assert segments(people.clients[0]) == [(clock("9:05"), clock("10:00"), False)]


def test_a_forgotten_check_out_has_no_minutes(people: Crowd) -> None:
    check_in(by=BY, at=clock("8:55"), client=people.clients[0])
    line = weeks_of(people.clients, WEEK, now=clock("8:00", day=1))[people.clients[0]]
    assert (line.attended, line.ahead, line.open) == (0, 0, 180)


def test_undoing_a_check_in_leaves_a_trace_and_no_minutes(people: Crowd) -> None:
    client = people.clients[0]
    visit = check_in(by=BY, at=clock("8:55"), client=client)
    check_out(by=BY, at=clock("10:00"), visit=visit)
    undo_check_in(by=BY, at=clock("10:05"), visit=visit)
    assert minutes(people, "10:10") == (0, 0, 180)
    assert segments(client) == [(clock("9:00"), clock("10:00"), True)]
    again = check_in(by=BY, at=clock("10:10"), client=client, arrived_at=clock("9:30"))
    check_out(by=BY, at=clock("10:11"), visit=again)
    assert minutes(people, "10:15") == (30, 0, 150)


def test_undoing_a_check_out_opens_the_minutes_again(people: Crowd) -> None:
    client = people.clients[0]
    visit = check_in(by=BY, at=clock("8:55"), client=client)
    check_out(by=BY, at=clock("9:10"), visit=visit)
    undo_check_out(by=BY, at=clock("9:11"), visit=visit)
    assert minutes(people, "9:15") == (0, 60, 120)
    check_out(by=BY, at=clock("10:00"), visit=visit)
    assert segments(client) == [(clock("9:00"), clock("9:10"), True), (clock("9:00"), clock("10:00"), False)]


@pytest.mark.parametrize(
    ("first", "second", "blocker"),
    [
        ("in", "in", Blocker.ALREADY_IN),
        ("out", "out", Blocker.NOT_IN),
        ("undo in", "undo in", Blocker.ALREADY_UNDONE),
        ("undo in", "out", Blocker.NOT_IN),
        ("undo out", "undo out", Blocker.ALREADY_UNDONE),
    ],
)
def test_pressed_twice(people: Crowd, first: str, second: str, blocker: Blocker) -> None:
    client = people.clients[0]
    visit = check_in(by=BY, at=clock("8:55"), client=client)
    if first == "undo out":
        check_out(by=BY, at=clock("9:00"), visit=visit)
    press = {
        "in": lambda: check_in(by=BY, at=clock("9:05"), client=client),
        "out": lambda: check_out(by=BY, at=clock("9:05"), visit=visit),
        "undo in": lambda: undo_check_in(by=BY, at=clock("9:06"), visit=visit),
        "undo out": lambda: undo_check_out(by=BY, at=clock("9:06"), visit=visit),
    }
    if first != "in":
        press[first]()
    with pytest.raises(Refused) as refused:
        press[second]()
    assert [obstacle.blocker for obstacle in refused.value.obstacles] == [blocker]


def test_out_on_a_later_day_is_a_time_that_was_forgotten(people: Crowd) -> None:
    """Tapped the next morning it would count every session in full; said with its time it counts what was."""
    visit = check_in(by=BY, at=clock("8:55"), client=people.clients[0])
    for day in (1, 6):
        with pytest.raises(Refused) as refused:
            check_out(by=BY, at=clock("8:00", day=day), visit=visit)
        assert [o.blocker for o in refused.value.obstacles] == [Blocker.LEFT_ON_ANOTHER_DAY]
    assert segments(people.clients[0]) == []
    check_out(by=BY, at=clock("8:00", day=6), visit=visit, departed_at=clock("9:20"))
    assert segments(people.clients[0]) == [(clock("9:00"), clock("9:20"), False)]


@pytest.mark.parametrize(
    ("role", "day", "reason", "undone"),
    [
        ("front_desk", 0, "", True),
        ("front_desk", 1, "A wrong tap", False),
        ("clinician", 1, "A wrong tap", False),
        ("clinical_supervisor", 1, "", False),
        ("clinical_supervisor", 1, "  ", False),
        ("clinical_supervisor", 1, "A wrong tap", True),
        ("program_director", 13, "A wrong tap", True),
    ],
)
def test_once_the_day_is_over_a_supervisor_takes_a_visit_back(
    people: Crowd, role: str, day: int, reason: str, undone: bool
) -> None:
    by = Actor("somebody", user=1, roles=frozenset({role}), sites=frozenset({people.site}))
    visit = check_in(by=BY, at=clock("8:55"), client=people.clients[0])
    check_out(by=BY, at=clock("10:00"), visit=visit)
    at = clock("11:00") + timedelta(days=day)
    try:
        undo_check_in(by=by, at=at, visit=visit, override=reason)
    except Refused as refused:
        assert [o.blocker for o in refused.obstacles] == [Blocker.DAY_IS_OVER]
    assert segments(people.clients[0]) == [(clock("9:00"), clock("10:00"), undone)]
    kept = Entry.objects.filter(action="session.undo_check_in").values_list("actor", "details")
    assert list(kept) == ([("somebody", {"override": reason} if day else {})] if undone else [])


def test_nobody_is_here_again_on_a_day_that_is_over(people: Crowd) -> None:
    director = Actor("director", user=1, roles=frozenset({"program_director"}), sites=frozenset({people.site}))
    visit = check_in(by=BY, at=clock("8:55"), client=people.clients[0])
    check_out(by=BY, at=clock("10:00"), visit=visit)
    with pytest.raises(Refused) as refused:
        undo_check_out(by=director, at=clock("0:00", day=1), visit=visit)
    assert [o.blocker for o in refused.value.obstacles] == [Blocker.DAY_IS_OVER]
    assert segments(people.clients[0]) == [(clock("9:00"), clock("10:00"), False)]


def test_who_may_and_where(people: Crowd) -> None:
    client, at = people.clients[0], clock("9:00")
    desk = Actor("desk", user=1, roles=frozenset({"front_desk"}), sites=frozenset({people.site}))
    biller = Actor("biller", user=2, roles=frozenset({"biller"}), sites=frozenset({people.site}))
    elsewhere = Actor("other desk", user=3, roles=frozenset({"front_desk"}), sites=frozenset({people.site + 1}))
    with pytest.raises(NotAllowed):
        check_in(by=biller, at=at, client=client)
    with pytest.raises(NotFound):
        check_in(by=elsewhere, at=at, client=client)
    with pytest.raises(NotFound):
        check_in(by=desk, at=at, client=10**9)
    visit = check_in(by=desk, at=at, client=client)
    with pytest.raises(NotFound):
        check_out(by=elsewhere, at=at + timedelta(minutes=5), visit=visit)
    with pytest.raises(NotAllowed):
        undo_check_in(by=biller, at=at, visit=visit)
    entries = Entry.objects.filter(subject_kind="visit").values_list("action", "actor", "client_id", "occurred_at")
    assert list(entries) == [("session.check_in", "desk", client, at)]


def test_the_database_counts_a_minute_once(people: Crowd) -> None:
    """Whatever the program does: two visits, or two segments, of one client never overlap."""
    from stepdown.audit.context import action

    @action
    def write_twice(*, by: Actor, at: datetime) -> None:
        for number in (1, 2):
            Visit.objects.create(
                client_id=people.clients[0], site_id=people.site, joined="in_person",
                arrived_at=clock("9:00") + timedelta(minutes=number), arrived_recorded_at=at,
            )  # fmt: skip

    with pytest.raises(IntegrityError, match="visit_one_at_a_time"), transaction.atomic():
        write_twice(by=BY, at=clock("9:00"))
    assert Visit.objects.count() == 0
