"""Plan ahead: the sessions of the groups that meet by a pattern are made for the weeks asked for, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.plan.terms import Modality
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.models import Group, PlannedSession
from stepdown.schedule.terms import Meeting, NewGroup
from tests.factories.agency import BY, IOP, Agency
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
ADDRESS = "/groups/ahead/"


@pytest.fixture
def agency(town: Town) -> Agency:
    return town.here


@pytest.fixture
def weekly(agency: Agency) -> int:
    """A group that meets on the site's weekday of tomorrow at six in the evening, with nothing made yet."""
    like = Group.objects.get(pk=agency.groups[0])
    new = NewGroup(
        "weekly", "Weekly", like.service_id, like.track_id, "en", agency.site, 5, (IOP,), modality=Modality.IN_PERSON
    )
    tomorrow = (agency.today + 1) % 7
    meeting = Meeting(tomorrow, 18 * 60, 60, agency.staff[0], agency.rooms[0])
    number, _ = make_series(by=BY, at=agency.at(10 * 60), group=new, meetings=[meeting])
    return number


def test_it_makes_what_is_missing_and_says_so(agency: Agency, weekly: int, signed_in: SignedIn) -> None:
    browser: Client = signed_in(Role.PROGRAM_DIRECTOR)
    answer = browser.post(ADDRESS, {"weeks": "3"}, follow=True)
    days = list(
        PlannedSession.objects.filter(group=weekly).order_by("pattern_day").values_list("pattern_day", flat=True)
    )
    first = agency.week.monday + timedelta(days=agency.today + 1)
    last = agency.week.monday + timedelta(weeks=4)
    assert days == [day for day in (first + timedelta(weeks=n) for n in range(4)) if day < last]
    assert f"{len(days)} sessions made." in answer.content.decode()
    again = browser.post(ADDRESS, {"weeks": "3"}, follow=True)
    assert "0 sessions made." in again.content.decode()
    assert PlannedSession.objects.filter(group=weekly).count() == len(days)


@pytest.mark.parametrize("weeks", ["0", "13", "many", ""])
def test_only_a_sensible_number_of_weeks(weekly: int, signed_in: SignedIn, weeks: str) -> None:
    answer = signed_in(Role.PROGRAM_DIRECTOR).post(ADDRESS, {"weeks": weeks})
    assert (answer.status_code, PlannedSession.objects.filter(group=weekly).count()) == (422, 0)
