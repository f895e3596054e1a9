"""Moving, cancelling and seating, by hand. Sessions stand on Monday at nine in Chicago."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdown.audit.context import action
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Refused, Stale
from stepdown.kernel.period import Period
from stepdown.schedule.actions.booking import add_participant, cancel_session, move_session, remove_participant
from stepdown.schedule.models import Participant, PlannedSession, SessionStaff, WeekPlan
from stepdown.schedule.terms import Blocker, Placement
from tests.factories.crowd import BEFORE, BY, NINE, WEEK, Crowd, crowd

TEN = NINE + 60
TUESDAY = 1


@pytest.fixture
def three(db: None) -> Crowd:
    """Three sessions with two seats; the first two clients are expected in the first."""
    made = crowd(3, seats=2)
    for client in made.clients[:2]:
        add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=client)
    return made


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(obstacle.blocker) for obstacle in refused.value.obstacles]


def periods(session: int) -> set[Period]:
    """The period as session, staff and participants have it: one, when the database keeps them equal."""
    rows = [
        *PlannedSession.objects.filter(pk=session),
        *SessionStaff.objects.filter(session=session, active=True),
        *Participant.objects.filter(session=session, active=True),
    ]
    return {Period(row.period.lower, row.period.upper) for row in rows}


def leads(session: int) -> list[int]:
    return list(SessionStaff.objects.filter(session=session, active=True).values_list("staff", flat=True))


def test_everybody_moves_with_the_session(three: Crowd) -> None:
    session, to = three.sessions[0], Placement(TUESDAY, TEN, three.staff[3], three.rooms[3])
    move_session(by=BY, at=BEFORE, session=session, to=to)
    assert periods(session) == {WEEK.span(TUESDAY, TEN, 60)}
    assert leads(session) == [three.staff[3]]
    assert PlannedSession.objects.get(pk=session).room_id == three.rooms[3]


def test_to_a_new_leader_who_was_busy_at_the_old_time(three: Crowd) -> None:
    """The leader of the second session takes the first, an hour later: busy at nine, free at ten."""
    to = Placement(0, TEN, three.staff[1], three.rooms[0])
    move_session(by=BY, at=BEFORE, session=three.sessions[0], to=to)
    assert leads(three.sessions[0]) == [three.staff[1]]
    back = Placement(0, NINE, three.staff[0], three.rooms[0])
    move_session(by=BY, at=BEFORE, session=three.sessions[0], to=back)
    assert leads(three.sessions[0]) == [three.staff[0]]


def test_refused_with_every_reason_and_nothing_changed(three: Crowd) -> None:
    session = three.sessions[0]
    with pytest.raises(Refused) as refused:
        move_session(by=BY, at=BEFORE, session=session, to=Placement(0, NINE, three.staff[1], three.rooms[2]))
    assert told(refused) == [Blocker.ROOM_BUSY, Blocker.STAFF_BUSY]
    assert periods(session) == {WEEK.span(0, NINE, 60)}
    assert leads(session) == [three.staff[0]]


def test_a_client_who_is_expected_elsewhere(three: Crowd) -> None:
    move_session(by=BY, at=BEFORE, session=three.sessions[1], to=Placement(0, TEN, three.staff[1], three.rooms[1]))
    add_participant(by=BY, at=BEFORE, session=three.sessions[1], client=three.clients[0])
    with pytest.raises(Refused) as refused:
        move_session(by=BY, at=BEFORE, session=three.sessions[0], to=Placement(0, TEN, three.staff[0], three.rooms[0]))
    (obstacle,) = refused.value.obstacles
    assert (obstacle.blocker, obstacle.about) == (Blocker.CLIENT_BUSY, {"clients": [three.clients[0]]})


def test_the_second_of_two_people_is_told(three: Crowd) -> None:
    seen = Placement(0, NINE, three.staff[0], three.rooms[0])
    move_session(by=BY, at=BEFORE, session=three.sessions[0], to=Placement(0, TEN, *_first(three)), seen=seen)
    with pytest.raises(Refused) as refused:
        move_session(by=BY, at=BEFORE, session=three.sessions[0], to=Placement(1, TEN, *_first(three)), seen=seen)
    assert told(refused) == [Stale.CHANGED_MEANWHILE]
    assert periods(three.sessions[0]) == {WEEK.span(0, TEN, 60)}


def _first(crowd: Crowd) -> tuple[int, int]:
    return crowd.staff[0], crowd.rooms[0]


@pytest.mark.parametrize(
    ("role", "reason", "starts", "moved"),
    [
        ("program_director", "Snow: the bus comes later", 7 * 60, True),
        ("program_director", "", 7 * 60, False),
        ("program_director", "   ", 7 * 60, False),
        ("clinician", "Snow: the bus comes later", 7 * 60, False),
        ("program_director", "Snow: the bus comes later", NINE, False),
    ],
    ids=["director with a reason", "no reason", "blank reason", "not theirs to override", "law 1 is nobody's"],
)
def test_an_override_needs_a_reason_and_the_right_person(
    three: Crowd, role: str, reason: str, starts: int, moved: bool
) -> None:
    """Before eight the programme is closed and nobody works: both may be overridden. A busy leader may not."""
    by = Actor("somebody", user=1, roles=frozenset({role}), sites=frozenset({three.site}))
    leader = three.staff[1] if starts == NINE else three.staff[0]
    to = Placement(0, starts, leader, three.rooms[0])
    try:
        move_session(by=by, at=BEFORE, session=three.sessions[0], to=to, override=reason)
    except Refused:
        assert not moved
    else:
        assert moved
        entry = Entry.objects.filter(action="schedule.move_session").latest("id")
        assert (entry.actor, entry.details["override"]) == ("somebody", reason)


def test_what_has_begun_or_was_cancelled_stays(three: Crowd) -> None:
    to = Placement(TUESDAY, TEN, three.staff[0], three.rooms[0])
    with pytest.raises(Refused) as begun:
        move_session(by=BY, at=WEEK.at(0, NINE), session=three.sessions[0], to=to)
    assert told(begun) == [Blocker.SESSION_STARTED]
    cancel_session(by=BY, at=BEFORE, session=three.sessions[0])
    with pytest.raises(Refused) as cancelled:
        move_session(by=BY, at=BEFORE, session=three.sessions[0], to=to)
    assert told(cancelled) == [Blocker.SESSION_CANCELLED]


def test_a_seat_of_what_has_begun_or_was_cancelled_stays(three: Crowd) -> None:
    """Who was expected then, and who came, is on record."""
    session, client = three.sessions[0], three.clients[0]
    with pytest.raises(Refused) as begun:
        remove_participant(by=BY, at=WEEK.at(0, NINE), session=session, client=client)
    assert told(begun) == [Blocker.SESSION_STARTED]
    assert Participant.objects.filter(session=session, client=client, active=True).count() == 1
    cancel_session(by=BY, at=BEFORE, session=session)
    with pytest.raises(Refused) as cancelled:
        remove_participant(by=BY, at=BEFORE, session=session, client=client)
    assert told(cancelled) == [Blocker.SESSION_CANCELLED]


def test_a_cancelled_session_frees_its_people_and_room(three: Crowd) -> None:
    cancel_session(by=BY, at=BEFORE, session=three.sessions[0])
    to = Placement(0, NINE, three.staff[0], three.rooms[0])
    move_session(by=BY, at=BEFORE, session=three.sessions[1], to=to)
    add_participant(by=BY, at=BEFORE, session=three.sessions[1], client=three.clients[0])
    assert leads(three.sessions[1]) == [three.staff[0]]


def test_seats_are_given_and_given_back(three: Crowd) -> None:
    session, third = three.sessions[0], three.clients[2]
    with pytest.raises(Refused) as refused:
        add_participant(by=BY, at=BEFORE, session=session, client=third)
    assert told(refused) == [Blocker.GROUP_FULL]
    remove_participant(by=BY, at=BEFORE, session=session, client=three.clients[0])
    assert add_participant(by=BY, at=BEFORE, session=session, client=third) == 1
    with pytest.raises(NotFound):
        remove_participant(by=BY, at=BEFORE, session=session, client=three.clients[0])


def test_each_change_is_counted_and_written_down(three: Crowd) -> None:
    (version,) = WeekPlan.objects.values_list("version", flat=True)
    move_session(by=BY, at=BEFORE, session=three.sessions[2], to=Placement(0, TEN, three.staff[2], three.rooms[2]))
    assert list(WeekPlan.objects.values_list("version", flat=True)) == [version + 1]
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.subject_id) == ("schedule.move_session", three.sessions[2])
    assert entry.details["from"]["starts"] == NINE
    assert entry.details["to"]["starts"] == TEN


def test_who_may_and_where(three: Crowd) -> None:
    biller = Actor("biller", roles=frozenset({"biller"}), sites=frozenset({three.site}))
    elsewhere = Actor("elsewhere", roles=frozenset({"clinician"}), sites=frozenset({three.site + 1}))
    with pytest.raises(NotAllowed):
        cancel_session(by=biller, at=BEFORE, session=three.sessions[0])
    with pytest.raises(NotFound):
        cancel_session(by=elsewhere, at=BEFORE, session=three.sessions[0])
    assert PlannedSession.objects.filter(state="cancelled").count() == 0


def test_the_database_has_the_last_word(three: Crowd) -> None:
    """Past every rule and lock, straight at the tables: each double booking breaks its own constraint."""

    @action
    def write(*, by: Actor, at: datetime, row: SessionStaff | Participant | PlannedSession) -> None:
        row.save()

    first, second = (PlannedSession.objects.get(pk=number) for number in three.sessions[:2])
    second.room_id = first.room_id
    double = {
        "staff_in_one_place": SessionStaff(
            session=second, staff_id=three.staff[0], role="co_lead", period=second.period
        ),
        "client_in_one_place": Participant(session=second, client_id=three.clients[0], seat=1, period=second.period),
        "seat_once": Participant(session=first, client_id=three.clients[2], seat=1, period=first.period),
        "room_in_one_place": second,
        "session_staff_keeps_period": SessionStaff(
            session=first, staff_id=three.staff[3], role="co_lead", period=WEEK_LATER
        ),
    }
    for constraint, row in double.items():
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            write(by=BY, at=BEFORE, row=row)


WEEK_LATER = (WEEK.next.at(0, NINE), WEEK.next.at(0, TEN))

MOVE = st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from([480, 510, NINE, 570, TEN]), st.integers(0, 3), st.integers(0, 3))  # fmt: skip
SEAT = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=25)
@given(st.lists(st.one_of(MOVE, SEAT), max_size=8))
def test_no_sequence_of_bookings_leaves_anybody_in_two_places(three: Crowd, steps: list[tuple[int, ...]]) -> None:
    """Law 1, as the tables stand afterwards, checked pair by pair."""
    for step in steps:
        try:
            if len(step) == 2:
                add_participant(by=BY, at=BEFORE, session=three.sessions[step[0]], client=three.clients[step[1]])
            else:
                number, day, starts, staff, room = step
                to = Placement(day, starts, three.staff[staff], three.rooms[room])
                move_session(by=BY, at=BEFORE, session=three.sessions[number], to=to)
        except Refused:
            continue
    taken: list[tuple[str, int | None, Period]] = []
    for name, rows in (
        ("room", PlannedSession.objects.filter(state="planned").values_list("room", "period")),
        ("staff", SessionStaff.objects.filter(active=True).values_list("staff", "period")),
        ("client", Participant.objects.filter(active=True).values_list("client", "period")),
    ):
        taken += [(name, who, Period(span.lower, span.upper)) for who, span in rows]
    for n, (name, who, period) in enumerate(taken):
        for other_name, other, other_period in taken[n + 1 :]:
            assert (name, who) != (other_name, other) or not period.overlaps(other_period)
