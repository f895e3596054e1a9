"""The forms of Settings and Staff: what was typed stays, all that is wrong is told, nobody overwrites the unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.terms import NewRoom, Role
from stepdown.schedule.models import PlannedSession
from tests.factories.agency import BY
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def seen(page: HttpResponse) -> str:
    match = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert match
    return match[1]


def text(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


ROOM = {"name": "Willow", "code": "W", "capacity": "8"}


def test_a_form_opened_before_somebody_else_saved_is_told(town: Town, admin: Client) -> None:
    room = town.here.rooms[0]
    address = reverse("desk:change-room", args=[room])
    opened = seen(admin.get(address))
    actions.change_room(by=BY, at=town.now, room=room, to=NewRoom(town.here.site, "R0", "Room 1", 30))
    told = admin.post(address, {**ROOM, "seen": opened})
    assert (told.status_code, "Somebody else changed this meanwhile." in text(told)) == (422, True)
    assert 'value="Willow"' in told.content.decode()
    assert agency.room(room).capacity == 30  # type: ignore[union-attr]
    again = admin.post(address, {**ROOM, "seen": seen(told)})
    assert (again.status_code, agency.room(room).capacity) == (302, 8)  # type: ignore[union-attr]


def test_every_fault_at_once_with_what_was_typed(town: Town, admin: Client) -> None:
    address = reverse("desk:add-program")
    told = admin.post(address, {"name": "", "monday": "nine", "tuesday": "9-12", "sunday": "5-4"})
    assert told.status_code == 422
    assert set(told.context["form"].errors) == {
        "name", "site", "levels", "edition", "population", "treats", "monday", "sunday",
    }  # fmt: skip
    assert 'value="9-12"' in told.content.decode()


def test_what_an_action_refuses_stands_above_the_form(town: Town, admin: Client) -> None:
    told = admin.post(reverse("desk:add-room", args=[town.here.site]), {**ROOM, "code": "R0"})
    assert (told.status_code, "The code R0 is in use. Choose another." in text(told)) == (422, True)
    assert 'value="Willow"' in told.content.decode()


@pytest.mark.parametrize("kind", ["room", "service"])
def test_retiring_is_undone_with_one_button(town: Town, admin: Client, kind: str) -> None:
    number = town.here.rooms[0] if kind == "room" else town.here.services[0]
    page = admin.post(reverse(f"desk:retire-{kind}", args=[number]), follow=True)
    undo = reverse(f"desk:restore-{kind}", args=[number])
    assert f'action="{undo}"' in page.content.decode()
    assert "Retired" in text(page)
    assert "Retired" not in text(admin.post(undo, follow=True))


def test_a_closure_taken_back_stands_in_the_form_again(town: Town, admin: Client) -> None:
    day = town.here.week.monday + timedelta(days=21)
    made = actions.close_site(
        by=BY, at=town.now, site=town.here.site, first_day=day, last_day=day, reason="Works & more"
    )
    page = admin.post(reverse("desk:take-back-closure", args=[made]), follow=True)
    match = re.search(r'href="([^"]+first_day=[^"]+)"', page.content.decode())
    assert match
    form = admin.get(match[1].replace("&amp;", "&")).context["form"]
    assert [form[name].value() for name in ("first_day", "last_day", "reason")] == [str(day), str(day), "Works & more"]


def test_closing_days_says_what_is_planned_on_them(town: Town, admin: Client) -> None:
    """Today's sessions that are still ahead, of this site only; on a day without sessions there is nothing to say."""
    today = town.here.week.day_near(town.now)
    ahead = PlannedSession.objects.filter(site=town.here.site, state="planned", period__startswith__gt=town.now).count()
    asked = {"first_day": str(today), "last_day": str(today + timedelta(days=13)), "reason": "Heating fails"}
    page = admin.post(reverse("desk:add-closure"), asked, follow=True)
    number = "1 session is planned" if ahead == 1 else f"{ahead} sessions are planned"
    assert (ahead > 0, number in text(page)) == (True, True)
    later = today + timedelta(days=60)
    none = admin.post(
        reverse("desk:add-closure"), asked | {"first_day": str(later), "last_day": str(later)}, follow=True
    )
    assert ("on the calendar" in text(none), "planned on" in text(none)) == (True, False)


def test_somebody_who_left_is_found_among_those_who_left(town: Town, admin: Client) -> None:
    staff = town.here.staff[0]
    page = admin.get(reverse("desk:end-employment", args=[staff]))
    today = town.here.week.day_near(town.now)
    assert "Hand over first: clients" in text(page)
    admin.post(reverse("desk:end-employment", args=[staff]), {"last_day": str(today)})
    address = reverse("desk:staff-member", args=[staff])
    assert address not in admin.get("/staff/").content.decode()
    assert address in admin.get("/staff/?left=1").content.decode()
    assert "works here no longer" in text(admin.get(address))
    admin.post(reverse("desk:rehire", args=[staff]))
    assert address in admin.get("/staff/").content.decode()


def test_a_director_hires_but_makes_no_administrator(town: Town, signed_in: SignedIn) -> None:
    director = signed_in(Role.PROGRAM_DIRECTOR)
    new = {"name": "Robin Alder", "site": town.here.site, "languages": ["en"], "roles": ["administrator"]}
    told = director.post(reverse("desk:hire"), new)
    assert (told.status_code, set(told.context["form"].errors)) == (422, {"roles"})
    made = director.post(reverse("desk:hire"), {**new, "roles": ["nurse"]})
    (row,) = agency.staff_rows([town.here.site], search="Robin Alder")
    assert (made.headers["Location"], row.roles) == (reverse("desk:staff-member", args=[row.id]), (Role.NURSE,))


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (Role.ADMINISTRATOR, {"details", "hours", "credentials", "away", "roles", "sign-in", "leave"}),
        (Role.PROGRAM_DIRECTOR, {"details", "hours", "credentials", "away", "leave"}),
        (Role.CLINICAL_SUPERVISOR, {"hours", "credentials", "away"}),
        (Role.COMPLIANCE, {"credentials"}),
        (Role.CLINICIAN, set()),
        (Role.FRONT_DESK, set()),
    ],
)
def test_a_role_sees_the_buttons_it_may_press(town: Town, signed_in: SignedIn, role: Role, buttons: set[str]) -> None:
    staff = town.here.staff[0]
    page = signed_in(role).get(reverse("desk:staff-member", args=[staff])).content.decode()
    offered = set(re.findall(rf'href="/staff/{staff}/([\w-]+)/(?:\d+/)?"', page))
    assert offered == buttons


@pytest.mark.parametrize("name", ["places", "programs", "services", "closures", "on-call", "licenses"])
def test_who_only_reads_settings_sees_no_button(town: Town, signed_in: SignedIn, name: str) -> None:
    page = signed_in(Role.BILLER).get(reverse(f"desk:{name}")).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert re.findall(r'<form method="post"[^>]*>|button-primary', main) == []


def test_an_emergency_number_is_read_by_everybody(town: Town, signed_in: SignedIn) -> None:
    page = signed_in(Role.PEER_SPECIALIST).get(reverse("desk:on-call"))
    assert "(202) 555-0100" in text(page)
