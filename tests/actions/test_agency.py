"""Setting up the agency: who may, what stands in the way, what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from stepdown.agency import actions
from stepdown.agency.models import Closure, Program, RoleGrant, Room, ServiceKind, Site, StaffMember, TimeOff, User
from stepdown.agency.queries import actor_of, sign_ins
from stepdown.agency.terms import (
    Delivery,
    NewCredential,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Role,
    SignIn,
    WorkingTime,
)
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from tests.actions.world import AT, BY, IOP, MONDAY, somebody, told, world

PASSWORD = "synthetic-lantern-47"
LATER = date(2026, 3, 4)


def test_sites_are_refused_with_every_reason(db: None) -> None:
    world()
    rows = [NewSite("S0", "x", "UTC"), NewSite("S2", "x", "Mars/Base"), NewSite("S2", "x", "UTC")]
    with pytest.raises(Refused) as error:
        actions.open_sites(by=BY, at=AT, sites=rows)
    assert told(error) == [
        ("code_taken", {"code": "S0"}),
        ("code_taken", {"code": "S2"}),
        ("unknown_time_zone", {"code": "S2", "time_zone": "Mars/Base"}),
    ]
    assert Site.objects.count() == 2


def test_programs_rooms_and_services_are_refused_with_every_reason(db: None) -> None:
    here = world()
    with pytest.raises(Refused) as error:
        actions.open_programs(by=BY, at=AT, programs=[NewProgram(here.site, "Days", ())])
    assert told(error) == [("name_taken", {"code": "Days"}), ("no_levels", {"name": "Days"})]
    with pytest.raises(Refused) as error:
        actions.add_rooms(by=BY, at=AT, rooms=[NewRoom(here.site, "R0", "x", 0)])
    assert told(error) == [("code_taken", {"code": "R0"}), ("no_capacity", {"code": "R0"})]
    with pytest.raises(Refused) as error:
        actions.offer_services(by=BY, at=AT, services=[NewService("process", "x", Delivery.GROUP, 0, ())])
    assert told(error) == [
        ("code_taken", {"code": "process"}),
        ("no_minutes", {"code": "process"}),
        ("no_credential_types", {"code": "process"}),
    ]
    assert (Program.objects.count(), Room.objects.count(), ServiceKind.objects.count()) == (1, 1, 1)


def test_the_same_code_or_name_may_be_used_at_another_site(db: None) -> None:
    here = world()
    actions.open_programs(by=BY, at=AT, programs=[NewProgram(here.elsewhere, "Days", (IOP,))])
    actions.add_rooms(by=BY, at=AT, rooms=[NewRoom(here.elsewhere, "R0", "Room", 1)])
    assert (Program.objects.count(), Room.objects.count()) == (2, 2)


def test_hiring_keeps_credentials_hours_and_roles(db: None) -> None:
    here = world()
    row = NewStaff(
        name="Cedar Mesa",
        site=here.site,
        languages=("en", "es"),
        roles=(Role.CLINICIAN, Role.CLINICIAN, Role.CLINICAL_SUPERVISOR),
        credentials=(NewCredential("LPC", date(2025, 1, 1), date(2027, 1, 1), "SYN", "IL"),),
        hours=(WorkingTime(0, 480, 720), WorkingTime(0, 720, 1020)),
        caseload_limit=15,
    )
    [number] = actions.hire(by=BY, at=AT, staff=[row])
    member = StaffMember.objects.get(pk=number)
    assert (member.name, member.languages, member.caseload_limit) == ("Cedar Mesa", ["en", "es"], 15)
    assert list(member.role_grants.order_by("pk").values_list("role", flat=True)) == [
        "clinician",
        "clinical_supervisor",
    ]
    assert list(member.credentials.values_list("type", "state", "valid_until")) == [("LPC", "IL", date(2027, 1, 1))]
    assert list(member.working_hours.values_list("weekday", "starts", "ends")) == [(0, 480, 720), (0, 720, 1020)]
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.subject_kind, entry.subject_id) == ("agency.hire", "staff", number)


def test_hiring_is_refused_with_every_reason(db: None) -> None:
    here = world()
    row = NewStaff(
        name="Cedar Mesa",
        site=here.site,
        languages=(),
        roles=(),
        credentials=(NewCredential("LPC", date(2026, 1, 2), date(2026, 1, 1)),),
        hours=(WorkingTime(0, 480, 720), WorkingTime(0, 700, 1020), WorkingTime(7, 0, 60), WorkingTime(1, 60, 60)),
    )
    with pytest.raises(Refused) as error:
        actions.hire(by=BY, at=AT, staff=[row])
    assert told(error) == [
        ("no_language", {"name": "Cedar Mesa"}),
        ("ends_before_start", {"name": "Cedar Mesa", "credential": "LPC"}),
        ("hours_not_within_a_day", {"weekday": 7, "starts": 0, "ends": 60}),
        ("hours_not_within_a_day", {"weekday": 1, "starts": 60, "ends": 60}),
        ("hours_overlap", {"weekday": 0, "starts": 700}),
    ]
    assert StaffMember.objects.count() == 2


def test_a_sign_in_is_who_the_member_of_staff_is(db: None) -> None:
    here = world()
    user = actions.make_sign_in(
        by=BY, at=AT, email="Birch@Example.test", password=PASSWORD, name="Birch Inlet", staff=here.staff[0]
    )
    assert User.objects.get().check_password(PASSWORD) is True
    actor = actor_of(user)
    assert (actor.label, actor.staff, actor.roles, actor.sites) == (
        "birch@example.test",
        here.staff[0],
        frozenset({"clinician"}),
        frozenset({here.site}),
    )


def test_a_sign_in_is_refused_with_every_reason(db: None) -> None:
    here = world()
    sign_in = partial(actions.make_sign_in, by=BY, at=AT, name="Birch Inlet", staff=here.staff[0])
    sign_in(email="birch@example.test", password=PASSWORD)
    with pytest.raises(Refused) as error:
        sign_in(email="BIRCH@example.test", password="password")
    assert told(error) == [
        ("email_taken", {}),
        ("has_sign_in", {"name": "Birch Inlet"}),
        ("weak_password", {"reasons": ["password_too_short", "password_too_common"]}),
    ]
    assert User.objects.count() == 1


def test_a_new_password_is_the_only_one_and_no_weak_one(db: None) -> None:
    user = actions.make_sign_in(by=BY, at=AT, email="birch@example.test", password=PASSWORD, name="Birch Inlet")
    actions.set_password(by=BY, at=AT, user=user, password="another-lantern-48")
    with pytest.raises(Refused) as error:
        actions.set_password(by=BY, at=AT, user=user, password="birch@example.test")
    assert told(error) == [("weak_password", {"reasons": ["password_too_similar"]})]
    account = User.objects.get()
    assert (account.check_password(PASSWORD), account.check_password("another-lantern-48")) == (False, True)


def test_a_second_factor_is_taken_away_with_its_codes_and_nobody_elses(db: None) -> None:
    birch, cedar = (
        actions.make_sign_in(by=BY, at=AT, email=f"{name}@example.test", password=PASSWORD, name=name)
        for name in ("birch", "cedar")
    )
    kinds = Authenticator.Type
    for user, kind in (
        (birch, kinds.TOTP),
        (birch, kinds.WEBAUTHN),
        (birch, kinds.RECOVERY_CODES),
        (cedar, kinds.TOTP),
    ):
        Authenticator.objects.create(user_id=user, type=kind, data={})
    assert [one.second_factor for one in sign_ins()] == [True, True]
    taken = ["recovery_codes", "totp", "webauthn"]
    assert actions.reset_second_factor(by=BY, at=AT, user=birch) == taken
    assert actions.reset_second_factor(by=BY, at=AT, user=birch) == []
    assert [one.second_factor for one in sign_ins()] == [False, True]
    told_of = Entry.objects.filter(action="agency.reset_second_factor").order_by("pk")
    assert [(one.subject_id, one.details) for one in told_of] == [(birch, {"removed": taken}), (birch, {"removed": []})]


def test_recovery_codes_alone_are_no_second_factor(db: None) -> None:
    user = actions.make_sign_in(by=BY, at=AT, email="birch@example.test", password=PASSWORD, name="Birch Inlet")
    Authenticator.objects.create(user_id=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert sign_ins() == (SignIn(user, "birch@example.test", "Birch Inlet", (), "", second_factor=False),)


def test_a_lock_is_lifted_at_every_address_for_one_account(db: None) -> None:
    user = actions.make_sign_in(by=BY, at=AT, email="birch@example.test", password=PASSWORD, name="Birch Inlet")
    for name, address in (("birch", "203.0.113.1"), ("birch", "203.0.113.2"), ("cedar", "203.0.113.1")):
        AccessAttempt.objects.create(username=f"{name}@example.test", ip_address=address, failures_since_start=5)
    assert [actions.lift_lock(by=BY, at=AT, user=user) for _ in range(2)] == [True, False]
    assert [one.username for one in AccessAttempt.objects.all()] == ["cedar@example.test"]


@pytest.mark.parametrize(
    "change", [partial(actions.set_password, password=PASSWORD), actions.reset_second_factor, actions.lift_lock]
)
def test_a_sign_in_that_is_not_there_is_not_found(db: None, change: Callable[..., object]) -> None:
    with pytest.raises(NotFound):
        change(by=BY, at=AT, user=1)


def test_a_role_is_granted_once(db: None) -> None:
    here = world()
    for _ in range(2):
        actions.grant_role(by=BY, at=AT, staff=here.staff[0], role=Role.NURSE)
    roles = RoleGrant.objects.filter(staff=here.staff[0]).order_by("pk")
    assert list(roles.values_list("role", flat=True)) == ["clinician", "nurse"]


def test_days_away_and_closures_hold_both_days(db: None) -> None:
    here = world()
    actions.add_time_off(by=BY, at=AT, staff=here.staff[0], first_day=MONDAY, last_day=MONDAY)
    actions.close_site(by=BY, at=AT, site=here.site, first_day=MONDAY, last_day=LATER, reason="Holiday")
    assert list(TimeOff.objects.values_list("staff", "first_day", "last_day")) == [(here.staff[0], MONDAY, MONDAY)]
    assert list(Closure.objects.values_list("site", "first_day", "last_day")) == [(here.site, MONDAY, LATER)]
    with pytest.raises(Refused) as error:
        actions.add_time_off(by=BY, at=AT, staff=here.staff[0], first_day=LATER, last_day=MONDAY)
    assert told(error) == [("ends_before_start", {"first_day": LATER, "last_day": MONDAY})]
    with pytest.raises(Refused) as error:
        actions.close_site(by=BY, at=AT, site=here.site, first_day=LATER, last_day=MONDAY, reason="Holiday")
    assert told(error) == [("ends_before_start", {"first_day": LATER, "last_day": MONDAY})]


def test_what_does_not_exist_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        actions.add_time_off(by=BY, at=AT, staff=0, first_day=MONDAY, last_day=MONDAY)
    with pytest.raises(NotFound):
        actions.close_site(by=BY, at=AT, site=0, first_day=MONDAY, last_day=MONDAY, reason="x")
    with pytest.raises(NotFound):
        actions.grant_role(by=BY, at=AT, staff=0, role=Role.NURSE)


@pytest.mark.parametrize("role", Role)
def test_who_may_set_up_the_agency(db: None, role: Role) -> None:
    here = world()
    by = somebody(role, here.site)
    may_change = role in (Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR)
    may_add_time_off = may_change or role is Role.CLINICAL_SUPERVISOR

    def tried(allowed: bool, *write: object) -> None:
        name, keywords = write
        assert isinstance(keywords, dict)
        call = getattr(actions, str(name))
        if allowed:
            call(by=by, at=AT, **keywords)
        else:
            with pytest.raises(NotAllowed):
                call(by=by, at=AT, **keywords)

    days = {"first_day": MONDAY, "last_day": MONDAY}
    tried(may_change, "open_sites", {"sites": [NewSite("S9", "x", "UTC")]})
    tried(may_change, "open_programs", {"programs": [NewProgram(here.site, "Evenings", (IOP,))]})
    tried(may_change, "add_rooms", {"rooms": [NewRoom(here.site, "R9", "x", 1)]})
    tried(may_change, "offer_services", {"services": [NewService("x", "x", Delivery.GROUP, 60, ("LPC",))]})
    tried(may_change, "hire", {"staff": [NewStaff("Cedar Mesa", here.site, ("en",), ())]})
    tried(may_change, "close_site", {"site": here.site, "reason": "x", **days})
    tried(may_add_time_off, "add_time_off", {"staff": here.staff[0], **days})
    tried(role is Role.ADMINISTRATOR, "grant_role", {"staff": here.staff[0], "role": Role.NURSE})
    sign_in = {"email": "x@example.test", "password": PASSWORD, "name": "x"}
    tried(role is Role.ADMINISTRATOR, "make_sign_in", sign_in)


def test_another_site_is_not_found(db: None) -> None:
    here = world()
    by = somebody(Role.CLINICAL_SUPERVISOR, here.elsewhere)
    with pytest.raises(NotFound):
        actions.add_time_off(by=by, at=AT, staff=here.staff[0], first_day=MONDAY, last_day=MONDAY)
    with pytest.raises(NotFound):
        actions.add_rooms(
            by=somebody(Role.ADMINISTRATOR, here.elsewhere), at=AT, rooms=[NewRoom(here.site, "R9", "x", 1)]
        )
