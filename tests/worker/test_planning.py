"""Each night the weeks ahead are made, once; the log has numbers and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.agency.actions import close_site
from stepdown.audit.terms import system
from stepdown.policy.actions import load_rows
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.terms import Meeting, NewGroup
from stepdown.worker import timed
from stepdown.worker.planning import Night, plan_sites
from tests.factories.crowd import BEFORE, BY, MONDAY, Crowd, crowd

WEEK = timedelta(weeks=1)


def weekly(made: Crowd) -> int:
    new = NewGroup("weekly", "Weekly", made.service, made.track, "en", made.site, 2, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]
    meeting = Meeting(0, 15 * 60, 60, made.staff[-1], made.rooms[-1])
    return make_series(by=BY, at=BEFORE, group=new, meetings=[meeting])[0]


def days(group: int) -> list[date]:
    found = PlannedSession.objects.filter(group=group).order_by("pattern_day").values_list("pattern_day", flat=True)
    return [day for day in found if day]


@pytest.mark.django_db
def test_as_many_weeks_as_policy_says_and_again_nothing() -> None:
    group = weekly(crowd(1))
    assert (plan_sites(by=system("planner"), at=BEFORE), days(group)) == (Night(), [])
    load_rows(by=BY, at=BEFORE)
    assert plan_sites(by=system("planner"), at=BEFORE) == Night(made=12)
    assert days(group) == [MONDAY + number * WEEK for number in range(12)]
    assert plan_sites(by=system("planner"), at=BEFORE) == Night()


@pytest.mark.django_db
def test_a_closed_day_is_skipped_and_the_week_after_comes_a_night_later() -> None:
    made = crowd(1)
    group = weekly(made)
    close_site(by=BY, at=BEFORE, site=made.site, first_day=MONDAY, last_day=MONDAY, reason="Holiday")
    load_rows(by=BY, at=BEFORE)
    assert plan_sites(by=system("planner"), at=BEFORE) == Night(made=11, skipped=1)
    assert plan_sites(by=system("planner"), at=BEFORE + WEEK) == Night(made=1)
    assert days(group)[-1] == MONDAY + 12 * WEEK


def test_the_log_says_how_many_and_nothing_else(committed: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="stepdown.worker.timed"):
        timed.plan_weeks_ahead.func(0)
    assert caplog.messages == [
        "planned ahead: 0 sessions made, 0 days skipped, 0 lack a leader or room, 0 seats not given, 0 sites refused"
    ]
