"""Series: made, planned ahead, one session changed, changed from a day on; who joins late just joins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepdown.agency.actions import close_site
from stepdown.audit.terms import NotFound, Refused
from stepdown.kernel.week import Week
from stepdown.schedule.actions.booking import (
    add_participant,
    cancel_session,
    move_session,
    reinstate_session,
    remove_participant,
)
from stepdown.schedule.actions.leaving import leave_group
from stepdown.schedule.actions.rosters import enroll, join_tracks, release_seats, restore_seats
from stepdown.schedule.actions.series import change_series, end_series, make_series, plan_ahead
from stepdown.schedule.models import Enrollment, Participant, PlannedSession
from stepdown.schedule.queries.groups import ahead, groups_at, seats
from stepdown.schedule.queries.series import pattern_ids
from stepdown.schedule.queries.tracks import fitting_tracks, track_rows
from stepdown.schedule.terms import Blocker, Joining, Meeting, NewGroup, Placement, SeriesChange
from tests.factories.crowd import BEFORE, BY, ZONE, Crowd, crowd

MONDAY = date(2026, 3, 9)
"""The second week: the series begins after the crowd's own sessions. The clock changed on the Sunday before."""
THREE, FOUR = 15 * 60, 16 * 60


@dataclass(frozen=True)
class Weekly:
    """Four Mondays at three, in the last room, led by the last of the staff; two seats, nobody in them."""

    crowd: Crowd
    group: int
    sessions: tuple[int, ...]

    def meeting(self, **changed: object) -> Meeting:
        lead, room = self.crowd.staff[-1], self.crowd.rooms[-1]
        return replace(Meeting(0, THREE, 60, lead, room, replaces=pattern_ids(self.group)[0]), **changed)  # type: ignore[arg-type]


@pytest.fixture
def weekly(db: None) -> Weekly:
    return begun(crowd(3, seats=2), 2, weeks_on(4))


def begun(made: Crowd, seats: int, until: date) -> Weekly:
    new = NewGroup("weekly", "Weekly", made.service, made.track, "en", made.site, seats, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]
    meeting = Meeting(0, THREE, 60, made.staff[-1], made.rooms[-1])
    group, planned = make_series(
        by=BY, at=BEFORE, group=new, meetings=[meeting], topics=["One", "Two", "Three"], until=until
    )
    assert (planned.lacking, planned.skipped, planned.unseated) == ((), (), ())
    return Weekly(made, group, planned.made)


def weeks_on(number: int, days: int = 0) -> date:
    return MONDAY + timedelta(days=7 * number + days)


def stands(weekly: Weekly) -> list[tuple[str, str]]:
    """(local start, topic) of every session that stands, in the order of time."""
    week = Week(MONDAY, ZONE)
    rows = PlannedSession.objects.filter(group=weekly.group, state="planned").select_related("topic")
    found = []
    for row in rows.order_by("period"):
        day, minute = week.place(row.period.lower)
        found.append((f"{day}+{minute // 60}", row.topic.title if row.topic else ""))
    return found


def seated(client: int) -> list[int]:
    rows = Participant.objects.filter(client=client, active=True).order_by("period")
    return list(rows.values_list("session", flat=True))


def join(weekly: Weekly, number: int, starts: date = MONDAY) -> None:
    enroll(by=BY, at=BEFORE, joinings=[Joining(weekly.crowd.clients[number], weekly.group, starts)])


def told(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.blocker.value for one in error.value.obstacles]


def test_a_series_meets_at_the_same_hour_and_carries_its_curriculum(weekly: Weekly) -> None:
    assert stands(weekly) == [("0+15", "One"), ("7+15", "Two"), ("14+15", "Three"), ("21+15", "One")]


def test_planning_again_makes_only_what_is_missing(weekly: Weekly) -> None:
    again = plan_ahead(by=BY, at=BEFORE, until=weeks_on(4))
    assert (again.made, again.skipped) == ((), ())
    more = plan_ahead(by=BY, at=BEFORE, until=weeks_on(5))
    assert [topic for _, topic in stands(weekly)] == ["One", "Two", "Three", "One", "Two"]
    assert len(more.made) == 1


def test_a_closed_day_is_skipped_and_its_topic_is_not_lost(weekly: Weekly) -> None:
    close_site(by=BY, at=BEFORE, site=weekly.crowd.site, reason="Holiday", first_day=weeks_on(4), last_day=weeks_on(4))
    planned = plan_ahead(by=BY, at=BEFORE, until=weeks_on(6))
    assert [(one.session, one.day) for one in planned.skipped] == [(None, weeks_on(4))]
    assert stands(weekly)[3:] == [("21+15", "One"), ("35+15", "Two")]


def test_a_cancelled_session_gives_its_topic_to_the_next_and_comes_back(weekly: Weekly) -> None:
    join(weekly, 0)
    cancel_session(by=BY, at=BEFORE, session=weekly.sessions[1])
    assert stands(weekly) == [("0+15", "One"), ("14+15", "Two"), ("21+15", "Three")]
    plan_ahead(by=BY, at=BEFORE, until=weeks_on(4))
    assert len(stands(weekly)) == 3
    assert reinstate_session(by=BY, at=BEFORE, session=weekly.sessions[1]) == ()
    assert stands(weekly) == [("0+15", "One"), ("7+15", "Two"), ("14+15", "Three"), ("21+15", "One")]
    assert seated(weekly.crowd.clients[0]) == list(weekly.sessions)
    assert PlannedSession.objects.filter(changed=True).count() == 0


def test_a_session_is_made_without_a_leader_who_is_busy_and_that_is_told(weekly: Weekly) -> None:
    """The crowd's first session, led by the last of the staff: that week the new series has nobody to lead it."""
    made = weekly.crowd
    new = NewGroup("other", "Other", made.service, made.track, "en", made.site, 2, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]
    meeting = Meeting(0, THREE + 30, 60, made.staff[-1], made.rooms[-1])
    _, planned = make_series(by=BY, at=BEFORE, group=new, meetings=[meeting], until=weeks_on(1))
    (lacking,) = planned.lacking
    assert [one.blocker for one in lacking.obstacles] == [Blocker.ROOM_BUSY, Blocker.STAFF_BUSY]
    row = PlannedSession.objects.get(pk=planned.made[0])
    assert (row.room_id, row.staff.count()) == (None, 0)


def test_who_joins_late_just_joins(weekly: Weekly) -> None:
    """From the third week on; the first two sessions stay as they are. Leaving frees the seats again."""
    client = weekly.crowd.clients[0]
    (found,) = enroll(by=BY, at=BEFORE, joinings=[Joining(client, weekly.group, weeks_on(2))])
    assert (found.sessions, found.missed) == (weekly.sessions[2:], ())
    plan_ahead(by=BY, at=BEFORE, until=weeks_on(5))
    assert len(seated(client)) == 3
    assert leave_group(by=BY, at=BEFORE, client=client, group=weekly.group, on=weeks_on(3)) == 2
    assert seated(client) == [weekly.sessions[2]]


@pytest.mark.django_db
def test_a_session_for_twelve_takes_as_many_statements_as_one_for_two() -> None:
    statements = []
    weekly = begun(crowd(12, seats=12), 12, weeks_on(1))
    for regulars, week in ((2, 2), (12, 3)):
        for number in range(regulars):
            if not Enrollment.objects.filter(client=weekly.crowd.clients[number]).exists():
                join(weekly, number)
        with CaptureQueriesContext(connection) as found:
            (made,) = plan_ahead(by=BY, at=BEFORE, until=weeks_on(week)).made
        statements.append(len(found))
        assert Participant.objects.filter(session=made, active=True).count() == regulars
    assert statements[0] == statements[1]


def test_a_full_group_says_from_when(weekly: Weekly) -> None:
    join(weekly, 0)
    join(weekly, 1, weeks_on(2))
    with pytest.raises(Refused) as error:
        join(weekly, 2)
    (full,) = error.value.obstacles
    assert (full.blocker, full.about) == (Blocker.GROUP_FULL, {"capacity": 2, "from": weeks_on(2)})
    assert Enrollment.objects.count() == 2


def test_a_session_in_which_somebody_is_busy_is_told_not_refused(weekly: Weekly) -> None:
    made = weekly.crowd
    new = NewGroup("once", "Once", made.service, made.track, "en", made.site, 2, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]
    _, planned = make_series(
        by=BY, at=BEFORE, group=new, meetings=[Meeting(0, THREE, 60, made.staff[0], made.rooms[0])], until=weeks_on(1)
    )
    add_participant(by=BY, at=BEFORE, session=planned.made[0], client=made.clients[0])
    (found,) = enroll(by=BY, at=BEFORE, joinings=[Joining(made.clients[0], weekly.group, MONDAY)])
    assert found.sessions == weekly.sessions[1:]
    assert [(one.session, [o.blocker for o in one.obstacles]) for one in found.missed] == [
        (weekly.sessions[0], [Blocker.CLIENT_BUSY])
    ]


def test_a_seat_given_up_by_hand_is_not_given_back_at_night(weekly: Weekly) -> None:
    join(weekly, 0)
    remove_participant(by=BY, at=BEFORE, session=weekly.sessions[1], client=weekly.crowd.clients[0])
    plan_ahead(by=BY, at=BEFORE, until=weeks_on(5))
    assert weekly.sessions[1] not in seated(weekly.crowd.clients[0])


def test_changed_from_a_day_on_and_what_was_changed_by_hand_stays(weekly: Weekly) -> None:
    """The third session was moved to Tuesday; the series moves to four o'clock from the second on."""
    join(weekly, 0)
    made = weekly.crowd
    move_session(by=BY, at=BEFORE, session=weekly.sessions[2], to=Placement(1, THREE, made.staff[-1], made.rooms[-1]))
    change = SeriesChange(weekly.group, weeks_on(1), (weekly.meeting(starts=FOUR),))
    found = change_series(by=BY, at=BEFORE, change=change)
    assert (found.moved, found.dropped) == ((weekly.sessions[1], weekly.sessions[3]), ())
    assert [one.session for one in found.kept] == [weekly.sessions[2]]
    assert [when for when, _ in stands(weekly)] == ["0+15", "7+16", "15+15", "21+16"]
    assert seated(made.clients[0]) == list(weekly.sessions)
    plan_ahead(by=BY, at=BEFORE, until=weeks_on(5))
    assert [when for when, _ in stands(weekly)] == ["0+15", "7+16", "15+15", "21+16", "28+16"]


def test_to_another_weekday_of_the_same_week(weekly: Weekly) -> None:
    change = SeriesChange(weekly.group, weeks_on(1), (weekly.meeting(weekday=3),))
    assert len(change_series(by=BY, at=BEFORE, change=change).moved) == 3
    assert [when for when, _ in stands(weekly)] == ["0+15", "10+15", "17+15", "24+15"]


def test_a_meeting_that_nothing_replaces_ends_and_a_new_one_begins(weekly: Weekly) -> None:
    change = SeriesChange(weekly.group, weeks_on(2), (weekly.meeting(weekday=2, replaces=None),))
    found = change_series(by=BY, at=BEFORE, change=change)
    assert (found.moved, found.dropped) == ((), weekly.sessions[2:])
    assert [when for when, _ in stands(weekly)] == ["0+15", "7+15", "16+15"]


def test_what_can_not_move_is_refused_with_its_day_or_kept_and_told(weekly: Weekly) -> None:
    made = weekly.crowd
    taken = NewGroup("taken", "Taken", made.service, made.track, "en", made.site, 2, ("2.1",), starts_on=weeks_on(2))  # type: ignore[arg-type]
    meeting = Meeting(0, FOUR, 60, made.staff[0], made.rooms[-1])
    make_series(by=BY, at=BEFORE, group=taken, meetings=[meeting], until=weeks_on(3))
    change = SeriesChange(weekly.group, weeks_on(1), (weekly.meeting(starts=FOUR),))
    with pytest.raises(Refused) as error:
        change_series(by=BY, at=BEFORE, change=change)
    assert [(one.blocker, one.about["day"]) for one in error.value.obstacles] == [(Blocker.ROOM_BUSY, weeks_on(2))]
    assert [when for when, _ in stands(weekly)] == ["0+15", "7+15", "14+15", "21+15"]
    found = change_series(by=BY, at=BEFORE, change=change, keep_blocked=True)
    assert [one.session for one in found.kept] == [weekly.sessions[2]]
    assert [when for when, _ in stands(weekly)] == ["0+15", "7+16", "14+15", "21+16"]


def test_capacity_from_a_day_on(weekly: Weekly) -> None:
    join(weekly, 0)
    join(weekly, 1)
    with pytest.raises(Refused) as error:
        change_series(by=BY, at=BEFORE, change=SeriesChange(weekly.group, weeks_on(1), capacity=1))
    assert told(error) == ["more_clients_than_seats"]
    change_series(by=BY, at=BEFORE, change=SeriesChange(weekly.group, weeks_on(1), capacity=5))
    rows = PlannedSession.objects.filter(group=weekly.group).order_by("period")
    assert list(rows.values_list("capacity", flat=True)) == [2, 5, 5, 5]


def test_an_ended_series_frees_everybody(weekly: Weekly) -> None:
    join(weekly, 0)
    found = end_series(by=BY, at=BEFORE, group=weekly.group, on=weeks_on(2))
    assert found.dropped == weekly.sessions[2:]
    assert seated(weekly.crowd.clients[0]) == list(weekly.sessions[:2])
    assert Enrollment.objects.get().ends == weeks_on(2)
    assert plan_ahead(by=BY, at=BEFORE, until=weeks_on(6)).made == ()


def test_a_hold_frees_seats_and_coming_back_takes_them_up_again(weekly: Weekly) -> None:
    client = weekly.crowd.clients[0]
    join(weekly, 0)
    assert release_seats(by=BY, at=BEFORE, client=client, starts=weeks_on(1), ends=weeks_on(3)) == 2
    assert seated(client) == [weekly.sessions[0], weekly.sessions[3]]
    plan_ahead(by=BY, at=BEFORE, until=weeks_on(4))
    assert len(seated(client)) == 2
    (back,) = restore_seats(by=BY, at=BEFORE, client=client, starts=weeks_on(2))
    assert (back.group, back.missed) == (weekly.group, ())
    assert seated(client) == [weekly.sessions[0], weekly.sessions[2], weekly.sessions[3]]


def test_a_seat_that_is_kept_no_longer_may_be_given_away(weekly: Weekly) -> None:
    client = weekly.crowd.clients[0]
    join(weekly, 0)
    join(weekly, 1)
    release_seats(by=BY, at=BEFORE, client=client, starts=weeks_on(1), keep_until=weeks_on(2))
    with pytest.raises(Refused):
        join(weekly, 2, weeks_on(1))
    join(weekly, 2, weeks_on(2))
    (back,) = restore_seats(by=BY, at=BEFORE, client=client, starts=weeks_on(3))
    assert [o.blocker for one in back.missed for o in one.obstacles] == [Blocker.GROUP_FULL]
    assert Enrollment.objects.get(client=client).ends == weeks_on(2)


def test_a_cancelled_session_says_so_to_who_would_join(weekly: Weekly) -> None:
    cancel_session(by=BY, at=BEFORE, session=weekly.sessions[0])
    with pytest.raises(Refused) as error:
        add_participant(by=BY, at=BEFORE, session=weekly.sessions[0], client=weekly.crowd.clients[0])
    assert told(error) == ["session_cancelled"]


def test_what_does_not_exist_is_not_found_at_once(weekly: Weekly) -> None:
    with pytest.raises(NotFound):
        join_tracks(by=BY, at=BEFORE, joinings=[Joining(weekly.crowd.clients[0], 0, MONDAY)])
    with pytest.raises(NotFound):
        enroll(by=BY, at=BEFORE, joinings=[Joining(weekly.crowd.clients[0], 0, MONDAY)])
    with pytest.raises(NotFound):
        change_series(by=BY, at=BEFORE, change=SeriesChange(0, MONDAY))


def test_pages_see_the_series(weekly: Weekly) -> None:
    join(weekly, 0)
    site = weekly.crowd.site
    (row,) = [one for one in groups_at(BY, [site], MONDAY) if one.id == weekly.group]
    assert (row.enrolled, row.meetings[0].leader) == (1, "Leader 3")
    assert [one.topic for one in ahead(weekly.group, BEFORE)] == ["One", "Two", "Three", "One"]
    assert [(seat.client, seat.starts) for seat in seats(weekly.group, MONDAY)] == [(weekly.crowd.clients[0], MONDAY)]
    assert [one.clients for one in track_rows(site, MONDAY)] == [3]
    (fit,) = fitting_tracks((), site=site, day=MONDAY, level="2.1")
    assert [one.blocker.value for one in fit.misfits] == ["no_blocks"]
