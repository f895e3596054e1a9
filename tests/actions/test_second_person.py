"""Changes of who may do what: told to somebody else at once, found fine or undone by them; nobody waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator

from stepdown.agency import actions, queries
from stepdown.agency.models import AccessChange, RoleGrant, ServiceAccount, StaffMember, User
from stepdown.agency.terms import NewServiceAccount, NewStaff, Role, ServiceScope, StaffDetails
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, Refused
from stepdown.policy.actions import load_rows
from tests.actions.world import AT, BY, MONDAY, World, told, world

pytestmark = pytest.mark.django_db
PASSWORD = "synthetic-lantern-47"
PEOPLE = (("Ash", Role.ADMINISTRATOR), ("Bay", Role.COMPLIANCE), ("Clay", Role.CLINICIAN))


@pytest.fixture
def here() -> World:
    made = world()
    load_rows(by=BY, at=AT)
    return made


@pytest.fixture
def three(here: World) -> list[Actor]:
    """An administrator, a compliance officer and a clinician who can sign in."""
    found = []
    for name, role in PEOPLE:
        (staff,) = actions.hire(by=BY, at=AT, staff=[NewStaff(name, here.site, ("en",), (role,))])
        email = f"{name.lower()}@example.test"
        user = actions.make_sign_in(by=BY, at=AT, email=email, name=name, staff=staff, password=PASSWORD)
        found.append(queries.actor_of(user))
    for row in AccessChange.objects.all():
        actions.accept_access_change(
            by=Actor("z@example.test", roles=frozenset({Role.COMPLIANCE})), at=AT, change=row.pk
        )
    return found


def state(user: int, staff: int) -> tuple[object, ...]:
    """All that a change may touch."""
    return (
        User.objects.get(pk=user).is_active,
        StaffMember.objects.get(pk=staff).site_id,
        set(RoleGrant.objects.filter(staff=staff).values_list("role", flat=True)),
        ServiceAccount.objects.filter(ended_at=None).count(),
    )


def moved(by: Actor, here: World, clay: Actor) -> None:
    to = StaffDetails(name="Clay", site=here.elsewhere, languages=("en",))
    actions.change_staff(by=by, at=AT, staff=clay.staff or 0, to=to)


def roles(by: Actor, here: World, clay: Actor) -> None:
    actions.set_roles(by=by, at=AT, staff=clay.staff or 0, roles=[Role.PROGRAM_DIRECTOR])


CHANGES: dict[str, Callable[[Actor, World, Actor], object]] = {
    "roles": roles,
    "reach": moved,
    "sign_in_closed": lambda by, here, clay: actions.close_sign_in(by=by, at=AT, user=clay.user or 0),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_it_holds_at_once_is_told_to_the_other_and_undone_exactly(kind: str, here: World, three: list[Actor]) -> None:
    ash, bay, clay = three
    before = state(clay.user or 0, clay.staff or 0)
    CHANGES[kind](ash, here, clay)
    assert state(clay.user or 0, clay.staff or 0) != before
    assert [queries.changes_waiting(one) for one in (ash, bay)] == [0, 1]
    ((row,), _) = queries.access_changes(bay)
    assert (row.kind, row.by, row.name, row.mine) == (kind, "ash@example.test", "Clay", False)
    actions.undo_access_change(by=bay, at=AT, change=row.id)
    assert state(clay.user or 0, clay.staff or 0) == before
    assert queries.changes_waiting(bay) == 0
    names = Entry.objects.filter(subject_kind="staff", action="agency.undo_access_change").values_list(
        "actor", "details"
    )
    assert [(actor, details["changed_by"]) for actor, details in names] == [("bay@example.test", "ash@example.test")]
    with pytest.raises(Refused) as error:
        actions.undo_access_change(by=bay, at=AT, change=row.id)
    assert "change_settled" in [blocker for blocker, _ in told(error)]


def test_a_reset_second_factor_is_answered_by_closing_the_sign_in(three: list[Actor]) -> None:
    ash, bay, clay = three
    Authenticator.objects.create(user_id=clay.user, type=Authenticator.Type.TOTP, data={"secret": "synthetic"})
    actions.reset_second_factor(by=ash, at=AT, user=clay.user or 0)
    ((row,), _) = queries.access_changes(bay)
    actions.undo_access_change(by=bay, at=AT, change=row.id)
    assert (row.kind, User.objects.get(pk=clay.user).is_active) == ("second_factor_reset", False)


def test_a_service_account_is_ended_by_the_other(three: list[Actor]) -> None:
    ash, bay, _ = three
    new = NewServiceAccount("Nightly", "Numbers", (ServiceScope.LEDGER,), MONDAY)
    _, token = actions.make_service_account(by=ash, at=AT, new=new)
    ((row,), _) = queries.access_changes(bay)
    assert queries.service_actor(token, AT) is not None
    actions.undo_access_change(by=bay, at=AT, change=row.id)
    assert queries.service_actor(token, AT) is None


def test_nobody_settles_what_they_did_or_what_is_about_them(here: World, three: list[Actor]) -> None:
    ash, bay, clay = three
    actions.set_roles(by=ash, at=AT, staff=bay.staff or 0, roles=[Role.COMPLIANCE, Role.PROGRAM_DIRECTOR])
    change = AccessChange.objects.latest("pk").pk
    for by in (ash, bay):
        for do in (actions.accept_access_change, actions.undo_access_change):
            with pytest.raises(Refused) as error:
                do(by=by, at=AT, change=change)
            assert told(error) == [("own_change", {})]
    with pytest.raises(NotAllowed):
        actions.undo_access_change(by=clay, at=AT, change=change)
    assert queries.second_people(ash, bay.staff or 0) == ()
    assert queries.second_people(ash, clay.staff or 0) == ("Bay",)


def test_an_older_change_is_not_undone_over_a_later_one(here: World, three: list[Actor]) -> None:
    ash, bay, clay = three
    for given in ([Role.NURSE], [Role.NURSE, Role.PROGRAM_DIRECTOR]):
        actions.set_roles(by=ash, at=AT, staff=clay.staff or 0, roles=given)
    older, later = AccessChange.objects.filter(settled_at=None).order_by("pk").values_list("pk", flat=True)
    with pytest.raises(Refused) as error:
        actions.undo_access_change(by=bay, at=AT, change=older)
    assert told(error) == [("changed_again", {})]
    actions.undo_access_change(by=bay, at=AT, change=later)
    actions.undo_access_change(by=bay, at=AT, change=older)
    assert set(RoleGrant.objects.filter(staff=clay.staff).values_list("role", flat=True)) == {"clinician"}


def test_what_touches_nobody_who_can_sign_in_is_not_told(here: World) -> None:
    actions.set_roles(by=BY, at=AT, staff=here.staff[0], roles=[Role.ADMINISTRATOR])
    assert AccessChange.objects.count() == 0
    actions.make_sign_in(by=BY, at=AT, email="n@example.test", name="x", staff=here.staff[0])
    assert [(row.kind, row.given) for row in AccessChange.objects.all()] == [("sign_in_made", ["administrator"])]
