"""Two people do the same thing at once: it is done once, and the second is told why, in the action's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from stepdown.agency import actions as agency
from stepdown.agency.models import RoleGrant, WorkingHours
from stepdown.agency.terms import Role, WorkingTime
from stepdown.audit.models import Entry
from stepdown.policy.actions import load_rows
from stepdown.policy.models import Parameter
from stepdown.schedule.actions import setup
from stepdown.schedule.models import StaffTrack
from stepdown.session.actions import check_in, check_out, record_visit, undo_check_in, undo_check_out
from stepdown.session.models import Visit
from stepdown.session.queries import attended_in
from tests.actions.cases import EVERY
from tests.actions.cases.place import HALF_PAST, Place, place
from tests.actions.together import Run, together
from tests.conftest import OwnDatabase
from tests.factories.crowd import BEFORE, BY, NINE, WEEK

ONCE = {
    "agency.open_sites": "code_taken",
    "agency.open_programs": "name_taken",
    "agency.add_rooms": "code_taken",
    "agency.offer_services": "code_taken",
    "agency.make_sign_in": "email_taken, has_sign_in",
    "people.register_clients": "record_number_taken",
    "people.assign_care_team": "later_place_exists",
    "episode.admit": "already_admitted",
    "episode.change_level": "before_stay_began",
    "episode.hold": "already_on_hold",
    "episode.come_back": "not_on_hold",
    "episode.discharge": "not_admitted",
    "episode.decide": "already_accepted",
    "episode.take_first_contact": "already_asking",
    "episode.save_admission_data": "changed_meanwhile",
    "plan.prescribe": "later_prescription_exists",
    "safety.restrict_contact": "already_restricted",
    "schedule.create_tracks": "code_taken",
    "schedule.create_series": "code_taken",
    "schedule.create_groups": "code_taken",
    "schedule.join_tracks": "already_enrolled",
    "schedule.enroll": "already_enrolled",
    "schedule.open_week": "week_exists",
    "schedule.publish_week": "already_published",
    "schedule.cancel_session": "session_cancelled",
    "schedule.reinstate_session": "not_cancelled",
    "schedule.cancel_appointments": "session_cancelled",
    "schedule.end_series": "series_ended",
    "schedule.leave_track": "not_enrolled",
    "schedule.end_track": "track_ended",
    "schedule.reopen_track": "track_goes_on",
    "schedule.leave_group": "not_enrolled",
    "session.check_in": "already_in",
    "session.check_out": "not_in",
    "session.undo_check_in": "already_undone",
}
"""What the second is told. The order is that of the actions in `cases`, which leave each other enough to do."""


@dataclass(frozen=True)
class Race:
    """A place of its own, and two people who start together."""

    here: Place
    both: Run

    def run(self, *attempts: Callable[[], object]) -> list[str]:
        """What came of each attempt, sorted, since nobody knows who is first."""
        return sorted(self.both(*attempts))


@pytest.fixture(scope="module")
def race(own_database: OwnDatabase) -> Iterator[Race]:
    with own_database("twice"), together() as both:
        yield Race(place(), both)


@pytest.mark.parametrize("name", [name for name in EVERY if name in ONCE])
def test_done_once_and_the_other_is_told(race: Race, name: str) -> None:
    case = EVERY[name]
    before = Entry.objects.filter(action=name).count()
    assert race.run(*[lambda: case.do(race.here, BY, case.at)] * 2) == sorted(["done", ONCE[name]])
    assert Entry.objects.filter(action=name).count() == before + len(case.entries)


def test_the_second_half_of_a_visit(race: Race) -> None:
    """A visit of another day: left twice, the leaving undone twice, and one written down afterwards twice."""
    client, nine = race.here.crowd.clients[1], WEEK.at(0, NINE)
    for visit in Visit.objects.filter(client=client, undone_at=None):
        undo_check_in(by=BY, at=HALF_PAST, visit=visit.pk)
    visit = check_in(by=BY, at=nine, client=client)
    leave = lambda: check_out(by=BY, at=HALF_PAST, visit=visit)
    undo = lambda: undo_check_out(by=BY, at=HALF_PAST, visit=visit)
    assert race.run(leave, leave) == ["done", "not_in"]
    assert race.run(undo, undo) == ["already_undone", "done"]
    undo_check_in(by=BY, at=HALF_PAST, visit=visit)
    record = lambda: record_visit(by=BY, at=HALF_PAST, client=client, arrived_at=nine, departed_at=HALF_PAST)
    assert race.run(record, record) == ["already_in", "done"]
    (minutes,) = [part.period for part in attended_in([client], WEEK.period)[client]]
    assert minutes.minutes == 30


def test_what_may_be_said_twice_is_kept_once(race: Race) -> None:
    staff, track = race.here.crowd.staff[1], race.here.track
    grant = lambda: agency.grant_role(by=BY, at=BEFORE, staff=staff, role=Role.NURSE)
    allow = lambda: setup.allow_tracks(by=BY, at=BEFORE, allowed=[(staff, track)])
    load = lambda: load_rows(by=BY, at=BEFORE)
    mornings = [WorkingTime(0, NINE, NINE + 180), WorkingTime(2, NINE, NINE + 180)]
    work = lambda: agency.set_working_hours(by=BY, at=BEFORE, staff=staff, hours=mornings)
    before = Parameter.objects.count()
    for attempt in (grant, allow, load, *[work] * 5):
        assert race.run(attempt, attempt) == ["done", "done"]
    assert WorkingHours.objects.filter(staff=staff).count() == 2
    assert RoleGrant.objects.filter(staff=staff, role=Role.NURSE).count() == 1
    assert StaffTrack.objects.filter(staff=staff, track=track).count() == 1
    assert Entry.objects.filter(action="policy.load_rows").count() == 1
    assert Parameter.objects.count() - before == Entry.objects.get(action="policy.load_rows").details["rows"]
