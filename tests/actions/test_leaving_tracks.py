"""A client leaves a track, with the seats in its groups that end with it; a track ends on a day to come. Both are taken back.

The client of `test_seats_follow`, settled: in the track "Mornings" with a group on Mondays and Wednesdays, and in a group
of another track. Days count from Monday of the second week.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.audit.terms import NotFound, Refused
from stepdown.schedule.actions.booking import add_participant
from stepdown.schedule.actions.leaving import leave_track, rejoin_track
from stepdown.schedule.actions.rosters import enroll, join_tracks
from stepdown.schedule.actions.setup import create_groups, create_tracks
from stepdown.schedule.actions.tracks import change_track, end_track, reopen_track
from stepdown.schedule.models import PlannedSession, TrackEnrollment
from stepdown.schedule.queries.day import tracks_at
from stepdown.schedule.queries.leaving import SeatsIn, seats_in_track
from stepdown.schedule.queries.tracks import fitting_tracks, track_rows
from stepdown.schedule.terms import Joining, NewGroup, NewTrack
from tests.actions.test_seats_follow import DAY, IOP, MONDAY, WEDNESDAY, Here, days, held, here, leave, settled
from tests.actions.world import told
from tests.factories.crowd import BEFORE, BY

__all__ = ["here"]
LAST = MONDAY + timedelta(days=14)


def go(here: Here, *groups: int) -> int:
    return leave_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY, groups=groups)


def test_the_seats_that_end_with_it_are_told_and_end_that_day(here: Here) -> None:
    settled(here)
    assert seats_in_track(here.client, here.track, WEDNESDAY, at=BEFORE) == (SeatsIn(here.group, "narrow", True, 3),)
    assert go(here, here.group) == 3
    now = held(here)
    assert (days(now, here.group), days(now, here.shared), days(now, None)) == ([0, 2, 7], [0, 7, 14], [3, 10, 17])
    assert [ends for track, _, ends in now["tracks"] if track == here.track] == [WEDNESDAY]
    assert [(group, ends) for group, _, ends in now["groups"]] == [(here.group, WEDNESDAY), (here.shared, None)]
    assert seats_in_track(here.client, here.track, WEDNESDAY, at=BEFORE) == ()


def test_a_seat_may_be_kept(here: Here) -> None:
    settled(here)
    before = held(here)
    assert go(here) == 0
    now = held(here)
    assert (now["groups"], now["seats"]) == (before["groups"], before["seats"])
    assert [ends for track, _, ends in now["tracks"] if track == here.track] == [WEDNESDAY]


def test_taking_it_back_brings_everything_back(here: Here) -> None:
    settled(here)
    before = held(here)
    go(here, here.group)
    back = rejoin_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY)
    assert held(here) == before
    assert [(one.group, len(one.sessions), one.missed) for one in back] == [(here.group, 3, ())]
    assert rejoin_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY) == (
        type(back[0])(here.client, here.group),
    ), "pressing twice does nothing more"
    assert held(here) == before


def test_a_seat_somebody_else_has_by_now_is_told(here: Here) -> None:
    settled(here)
    go(here, here.group)
    enroll(by=BY, at=BEFORE, joinings=[Joining(here.other, here.group, WEDNESDAY)])
    back = rejoin_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY)
    assert [o.blocker.value for one in back for told in one.missed for o in told.obstacles] == ["group_full"]
    assert [ends for track, _, ends in held(here)["tracks"] if track == here.track] == [None]


def test_a_seat_for_once_ends_too_and_comes_back(here: Here) -> None:
    session = PlannedSession.objects.filter(group=here.group).order_by("-period")[0]
    add_participant(by=BY, at=BEFORE, session=session.pk, client=here.client)
    assert seats_in_track(here.client, here.track, WEDNESDAY, at=BEFORE) == (SeatsIn(here.group, "narrow", False, 1),)
    assert (go(here, here.group), days(held(here), here.group)) == (1, [])
    rejoin_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY)
    assert days(held(here), here.group) == [16]


def test_what_stands_in_the_way_of_leaving_and_of_taking_it_back(here: Here) -> None:
    settled(here)
    before = held(here)
    with pytest.raises(NotFound):
        go(here, here.shared)
    with pytest.raises(Refused) as error:
        rejoin_track(by=BY, at=BEFORE, client=here.client, track=here.track, on=WEDNESDAY)
    assert told(error) == [("changed_meanwhile", {})]
    assert held(here) == before


# -- a track that ends ---------------------------------------------------------------------------------------------


@pytest.fixture
def evening(here: Here) -> int:
    """A track without groups, the client in it."""
    (track,) = create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("evening", "Evening", here.crowd.site)])
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.client, track, MONDAY)])
    return track


def inside(track: int) -> list[tuple[int, date, date | None]]:
    return sorted(TrackEnrollment.objects.filter(track=track).values_list("client", "starts", "ends"))


def known(here: Here, track: int, day: date) -> tuple[bool, ...]:
    """Whether it is listed, offered and found to fit on that day."""
    site = here.crowd.site
    return (
        track in {row.id for row in track_rows(site, day)},
        track in {number for number, _ in tracks_at(site, day)},
        track in {fit.id for fit in fitting_tracks((), site=site, day=day)},
    )


def test_until_its_last_day_a_track_goes_on(here: Here, evening: int) -> None:
    assert end_track(by=BY, at=BEFORE, track=evening, on=LAST) == 1
    assert inside(evening) == [(here.client, MONDAY, LAST)]
    assert (known(here, evening, LAST - DAY), known(here, evening, LAST)) == ((True,) * 3, (False,) * 3)
    (fit,) = (one for one in fitting_tracks((), site=here.crowd.site, day=MONDAY) if one.id == evening)
    assert fit.ends_on == LAST
    change_track(by=BY, at=BEFORE, track=evening, to=NewTrack("evening", "Evenings", here.crowd.site))
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.other, evening, WEDNESDAY)])
    assert inside(evening) == [(here.client, MONDAY, LAST), (here.other, WEDNESDAY, LAST)]


def test_from_then_on_nobody_joins_it_and_no_group_outlasts_it(here: Here, evening: int) -> None:
    end_track(by=BY, at=BEFORE, track=evening, on=LAST)
    ended = ("track_ended", {"name": "Evening", "on": LAST})
    with pytest.raises(Refused) as error:
        join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.other, evening, LAST)])
    assert told(error) == [ended]
    made = here.crowd
    group = NewGroup("late", "Late", made.service, evening, "en", made.site, 8, (IOP,))
    with pytest.raises(Refused) as error:
        create_groups(by=BY, at=BEFORE, groups=[group])
    assert told(error) == [ended]
    create_groups(
        by=BY,
        at=BEFORE,
        groups=[NewGroup("late", "Late", made.service, evening, "en", made.site, 8, (IOP,), ends_on=LAST)],
    )


def test_every_reason_not_to_end_a_track(here: Here, evening: int) -> None:
    over = BEFORE.date() - DAY
    with pytest.raises(Refused) as error:
        end_track(by=BY, at=BEFORE, track=here.track, on=over)
    assert told(error) == [("in_the_past", {"day": over}), ("track_has_groups", {"groups": "narrow"})]
    end_track(by=BY, at=BEFORE, track=evening, on=LAST)
    with pytest.raises(Refused) as error:
        end_track(by=BY, at=BEFORE, track=evening, on=WEDNESDAY)
    assert told(error) == [("track_ended", {"name": "Evening", "on": LAST})]


def test_a_track_that_was_to_end_goes_on_with_who_was_in_it(here: Here, evening: int) -> None:
    later = Joining(here.other, evening, LAST + DAY)
    join_tracks(by=BY, at=BEFORE, joinings=[later])
    before = inside(evening)
    assert end_track(by=BY, at=BEFORE, track=evening, on=LAST) == 2
    assert inside(evening) == [(here.client, MONDAY, LAST)]
    assert reopen_track(by=BY, at=BEFORE, track=evening) == ()
    assert (inside(evening), known(here, evening, LAST)) == (before, (True,) * 3)
    with pytest.raises(Refused) as error:
        reopen_track(by=BY, at=BEFORE, track=evening)
    assert told(error) == [("track_goes_on", {})]


def test_who_joined_it_since_the_end_was_set_stays_too(here: Here, evening: int) -> None:
    end_track(by=BY, at=BEFORE, track=evening, on=LAST)
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.other, evening, WEDNESDAY)])
    reopen_track(by=BY, at=BEFORE, track=evening)
    assert inside(evening) == [(here.client, MONDAY, None), (here.other, WEDNESDAY, None)]


def test_who_was_discharged_since_does_not_come_back_into_it(here: Here, evening: int) -> None:
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.other, evening, MONDAY)])
    end_track(by=BY, at=BEFORE, track=evening, on=LAST)
    leave(here)
    reopen_track(by=BY, at=BEFORE, track=evening)
    assert inside(evening) == [(here.client, MONDAY, WEDNESDAY), (here.other, MONDAY, None)]
