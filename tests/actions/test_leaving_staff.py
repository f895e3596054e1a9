"""Leaving on a day to come: up to its midnight everything holds, after it nothing, whether or not the worker came by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from stepdown.agency import actions, queries
from stepdown.agency.models import ServiceAccount, StaffMember, User
from stepdown.agency.terms import NewDuty, NewServiceAccount, Role, ServiceScope
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, Refused
from stepdown.policy.actions import load_rows
from tests.actions.world import AT, BY, MONDAY, World, somebody, told, world

pytestmark = pytest.mark.django_db
PASSWORD = "synthetic-lantern-47"
FRIDAY = MONDAY + timedelta(days=4)
LAST_MINUTE = datetime(2026, 3, 7, 5, 59, tzinfo=UTC)
"""23:59 on Friday in Chicago."""
MIDNIGHT = LAST_MINUTE + timedelta(minutes=1)


@pytest.fixture
def here() -> World:
    made = world()
    load_rows(by=BY, at=AT)
    return made


@pytest.fixture
def leaver(here: World) -> int:
    """Somebody with everything: a sign-in, a second factor, a browser, a service account. Returns the user."""
    staff = here.staff[0]
    user = actions.make_sign_in(by=BY, at=AT, email="l@example.test", password=PASSWORD, name="x", staff=staff)
    actions.set_roles(by=BY, at=AT, staff=staff, roles=[Role.COMPLIANCE])
    Authenticator.objects.create(user_id=user, type=Authenticator.Type.TOTP, data={"secret": "synthetic"})
    UserSession.objects.create(user_id=user, session_key="k", ip="127.0.0.1", user_agent="x", data={})
    return user


def service(user: int, name: str = "Nightly") -> str:
    new = NewServiceAccount(name, "Synthetic", (ServiceScope.LEDGER,), date(2026, 6, 1))
    return actions.make_service_account(by=queries.actor_of(user), at=AT, new=new)[1]


def stands(here: World, user: int, token: str, at: datetime) -> tuple[bool, bool, bool]:
    """(they act, their program gets in, they may be planned) at a moment."""
    day = at.astimezone(ZoneInfo("America/Chicago")).date()
    return (
        bool(queries.actor_of(user, at=at).roles),
        queries.service_actor(token, at) is not None,
        queries.leader(here.staff[0], day) is not None,
    )


def test_up_to_midnight_everything_holds_and_then_nothing_though_no_job_ran(here: World, leaver: int) -> None:
    token = service(leaver)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    assert stands(here, leaver, token, LAST_MINUTE) == (True, True, True)
    assert stands(here, leaver, token, MIDNIGHT) == (False, False, False)
    assert StaffMember.objects.get(pk=here.staff[0]).active


def test_the_job_ends_it_all_once_the_day_is_over_there(here: World, leaver: int) -> None:
    token = service(leaver)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    assert actions.end_due_employments(by=BY, at=LAST_MINUTE) == []
    assert actions.end_due_employments(by=BY, at=MIDNIGHT) == [here.staff[0]]
    assert actions.end_due_employments(by=BY, at=MIDNIGHT) == []
    left = (
        User.objects.get(pk=leaver).is_active,
        Authenticator.objects.count(),
        UserSession.objects.count(),
        ServiceAccount.objects.filter(ended_at=None).count(),
        StaffMember.objects.get(pk=here.staff[0]).active,
    )
    assert left == (False, 0, 0, 0, False)
    assert queries.service_actor(token, AT) is None
    last = Entry.objects.latest("pk")
    assert (last.action, last.subject_id) == ("agency.end_due_employments", here.staff[0])


def test_a_day_that_is_over_ends_it_at_once(here: World, leaver: int) -> None:
    token = service(leaver)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert stands(here, leaver, token, AT) == (False, False, False)
    assert (Authenticator.objects.count(), UserSession.objects.count()) == (0, 0)


def test_who_was_to_leave_stays(here: World, leaver: int) -> None:
    token = service(leaver)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    actions.rehire(by=BY, at=AT, staff=here.staff[0])
    assert actions.end_due_employments(by=BY, at=MIDNIGHT) == []
    assert stands(here, leaver, token, MIDNIGHT) == (True, True, True)


def test_a_service_account_is_handed_over_by_who_renews_it_and_the_leaver_knows_no_token(
    here: World, leaver: int
) -> None:
    token = service(leaver)
    other = Actor("o@example.test", staff=here.staff[1], roles=frozenset({Role.COMPLIANCE}))
    (number,) = ServiceAccount.objects.values_list("pk", flat=True)
    fresh = actions.renew_service_account(by=other, at=AT, number=number, last_day=date(2026, 6, 1))
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    actions.end_due_employments(by=BY, at=MIDNIGHT)
    assert queries.service_actor(token, AT) is None
    assert queries.service_actor(fresh, MIDNIGHT) is not None


def test_what_they_leave_behind_is_told_before(here: World, leaver: int) -> None:
    service(leaver)
    behind = queries.leaves_behind(here.staff[0], AT)
    assert (behind.browsers, behind.factors, behind.services, behind.on_call_until) == (1, 1, ("Nightly",), None)


@pytest.mark.parametrize(("ends", "blocked"), [(MIDNIGHT, False), (MIDNIGHT + timedelta(hours=8), True)])
def test_on_call_beyond_the_last_day_is_given_to_somebody_else_first(
    here: World, ends: datetime, blocked: bool
) -> None:
    night = NewDuty(here.site, here.staff[0], MIDNIGHT - timedelta(hours=5), ends, "+1 202 555 0100")
    actions.plan_on_call(by=BY, at=AT, duties=[night])
    if not blocked:
        actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
        return
    with pytest.raises(Refused) as error:
        actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    assert told(error) == [("still_on_call", {"ends": ends})]


@pytest.mark.parametrize(("ends", "refused"), [(MIDNIGHT, False), (MIDNIGHT + timedelta(minutes=1), True)])
def test_who_leaves_is_put_on_call_up_to_their_last_midnight(here: World, ends: datetime, refused: bool) -> None:
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    night = NewDuty(here.site, here.staff[0], MIDNIGHT - timedelta(hours=5), ends, "+1 202 555 0100")
    if not refused:
        actions.plan_on_call(by=BY, at=AT, duties=[night])
        return
    with pytest.raises(Refused) as error:
        actions.plan_on_call(by=BY, at=AT, duties=[night])
    assert told(error) == [("not_employed", {})]


def test_who_leaves_is_no_administrator_to_count_on(here: World) -> None:
    for n, staff in enumerate(here.staff):
        actions.make_sign_in(by=BY, at=AT, email=f"{n}@example.test", password=PASSWORD, name="x", staff=staff)
        actions.set_roles(by=BY, at=AT, staff=staff, roles=[Role.ADMINISTRATOR])
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=FRIDAY)
    with pytest.raises(Refused) as error:
        actions.end_employment(by=BY, at=AT, staff=here.staff[1], last_day=FRIDAY)
    assert told(error) == [("last_administrator", {})]


def test_only_the_program_ends_what_is_due(here: World) -> None:
    with pytest.raises(NotAllowed):
        actions.end_due_employments(by=somebody(Role.ADMINISTRATOR, here.site), at=AT)
