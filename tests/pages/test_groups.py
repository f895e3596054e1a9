"""Groups: the list, a series made and tried first, changed from a day on, late joiners, ended; every refusal at once."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.people.queries import names_of
from stepdown.schedule.actions.booking import move_session
from stepdown.schedule.models import Enrollment, Group, GroupPattern, Participant, PlannedSession, Track
from stepdown.schedule.queries import stands
from stepdown.schedule.terms import Placement
from tests.factories.agency import BY, Agency
from tests.factories.crowd import longest_wait
from tests.factories.hours import free_at_any_time
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def here(town: Town) -> Agency:
    free_at_any_time(town.here, town.now)
    return town.here


def next_monday(agency: Agency) -> date:
    return agency.week.monday + timedelta(days=7)


def form(agency: Agency, **more: object) -> dict[str, object]:
    """A new group that meets on Mondays at five and Thursdays at five in the second room, from next Monday on."""
    sent = {
        "name": "Evening skills",
        "service": agency.services[0],
        "track": Track.objects.get(groups=agency.groups[0]).pk,
        "language": "en",
        "serves": "",
        "meets": "in_person",
        "capacity": 8,
        "minimum": 2,
        "starts_on": next_monday(agency).isoformat(),
        "last_day": "",
        "weeks": 4,
        "at_levels": ["2.1"],
        "topics": "Urges\nSleep\n\nMoney",
    }
    for place, day in enumerate((0, 3)):
        sent |= meeting(place, day, 17, agency.staff[1], agency.rooms[1])
    return sent | more


def meeting(place: int, day: int, hour: int, lead: int, room: int, replaces: int | str = "") -> dict[str, object]:
    row = {"weekday": day, "starts": f"{hour}:00", "minutes": 90, "room": room, "lead": lead, "co_lead": ""}
    return {f"m{place}-{name}": value for name, value in (row | {"replaces": replaces}).items()}


def made(agency: Agency, signed_in: SignedIn) -> Group:
    response = signed_in(Role.CLINICAL_SUPERVISOR).post("/groups/new/", form(agency) | {"save": "1"})
    assert response.status_code == 302, said(response, "li")
    return Group.objects.get(code="evening-skills")


def days_of(group: Group) -> list[tuple[date, bool, str]]:
    rows = PlannedSession.objects.filter(group=group).select_related("site", "topic").order_by("period")
    return [(stands.day_of(row), row.changed, row.topic.title if row.topic else "") for row in rows]


def test_a_series_that_ends_says_who_is_left_waiting_with_names_for_who_may_see_them(
    here: Agency, town: Town, signed_in: SignedIn
) -> None:
    """Three groups in a row on Mondays and Thursdays; without the second one there is an hour and a half between."""
    longest_wait(30, town.now)
    supervisor, client = signed_in(Role.CLINICAL_SUPERVISOR), here.clients[1]
    for name, starts in (("One", "16:00"), ("Two", "17:30"), ("Three", "19:00")):
        sent = form(here, name=name) | {"m0-starts": starts, "m1-starts": starts, "save": "1"}
        assert supervisor.post("/groups/new/", sent).status_code == 302
        join = f"/groups/{Group.objects.get(name=name).pk}/clients/{client}/join/"
        assert signed_in(Role.FRONT_DESK).post(join, headers=HTMX).status_code == 200
    path, last = f"/groups/{Group.objects.get(name='Two').pk}/end/", next_monday(here) + timedelta(days=6)
    days = [f"{one:%a, %b} {one.day} 5:30 – 7:00 pm" for one in (last + timedelta(days=1), last + timedelta(days=4))]
    for role, who in ((Role.CLINICAL_SUPERVISOR, f" {names_of([client])[client]}"), (Role.ADMINISTRATOR, "")):
        shown = signed_in(role).post(path, {"last_day": last, "preview": "1"})
        told = [f"Leaves a gap for 1 person: {day}, and on 2 more days at that time.{who}" for day in days]
        assert [line for line in said(shown, "p") if line.startswith("Leaves")] == told, role
    done = signed_in(Role.ADMINISTRATOR).post(path, {"last_day": last, "save": "1"}, follow=True)
    assert any(f"Leaves a gap for 1 person: {'; '.join(days)}." in line for line in said(done, "div"))


def test_the_list_is_searched_filtered_and_sorted(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.FRONT_DESK)
    names = lambda address: [text.split(" Closed")[0] for text in said(browser.get(address), "th")[5:]]
    assert names("/groups/") == ["Process group", "Relapse prevention"]
    assert names("/groups/?sort=-name") == ["Relapse prevention", "Process group"]
    assert names("/groups/?q=relapse") == ["Relapse prevention"]
    assert said(browser.get("/groups/?kind=closed"), "h2")[:1] == ["No group matches"]


def test_what_would_come_of_a_new_group_is_shown_and_not_saved(here: Agency, signed_in: SignedIn) -> None:
    shown = signed_in(Role.CLINICAL_SUPERVISOR).post("/groups/new/", form(here) | {"preview": "1"})
    assert shown.status_code == 200
    assert "8 sessions are made." in said(shown, "p")[-1] or "8 sessions are made." in " ".join(said(shown, "p"))
    assert Group.objects.filter(code="evening-skills").count() == 0
    assert 'value="Evening skills"' in shown.content.decode(), "what was typed is kept"


def test_a_group_is_made_with_its_sessions_and_topics(here: Agency, signed_in: SignedIn) -> None:
    group, monday = made(here, signed_in), next_monday(here)
    days = [monday + timedelta(days=7 * week + day) for week in range(4) for day in (0, 3)]
    topics = ["Urges", "Sleep", "Money"] * 3
    assert days_of(group) == [(day, False, topic) for day, topic in zip(days, topics, strict=False)]


def test_a_new_group_is_refused_with_every_reason(here: Agency, signed_in: SignedIn) -> None:
    sent = form(here, minimum=9) | meeting(1, 0, 18, here.staff[1], here.rooms[1]) | {"m0-lead": "", "save": "1"}
    refused = signed_in(Role.CLINICAL_SUPERVISOR).post("/groups/new/", sent)
    assert refused.status_code == 409
    blockers = [text for text in said(refused, "li") if text and text[0].isupper() and text.endswith(".")]
    assert len(blockers) >= 2, blockers
    assert Group.objects.filter(code="evening-skills").count() == 0


def test_from_a_day_on_the_rest_moves_and_what_was_changed_by_hand_stays(
    here: Agency, town: Town, signed_in: SignedIn
) -> None:
    group, monday = made(here, signed_in), next_monday(here)
    second = PlannedSession.objects.filter(group=group).order_by("period")[2]
    move_session(by=BY, at=town.now, session=second.pk, to=Placement(1, 18 * 60, here.staff[1], here.rooms[1]))
    first, last = GroupPattern.objects.filter(group=group).order_by("weekday")
    change = {"starts": (monday + timedelta(days=7)).isoformat(), "capacity": 10, "minimum": 2, "meets": "in_person"}
    change |= {"seen": f"{first.pk}-{last.pk}"} | meeting(0, 2, 17, here.staff[1], here.rooms[1], first.pk)
    change |= meeting(1, 3, 17, here.staff[1], here.rooms[1], last.pk)
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    shown = browser.post(f"/groups/{group.pk}/change/", change | {"preview": "1"})
    assert "These stay as they were changed by hand" in said(shown, "h3")
    assert browser.post(f"/groups/{group.pk}/change/", change | {"save": "1"}).status_code == 302
    assert [day for day, _, _ in days_of(group)] == [
        monday,
        monday + timedelta(days=3),
        monday + timedelta(days=8),  # the one changed by hand
        *(monday + timedelta(days=7 * week + day) for week, day in ((1, 3), (2, 2), (2, 3), (3, 2), (3, 3))),
    ]
    stale = browser.post(f"/groups/{group.pk}/change/", change | {"save": "1", "capacity": 11})
    assert (stale.status_code, said(stale, "strong")[0]) == (409, "Somebody else changed this group meanwhile")
    assert 'value="11"' in stale.content.decode(), "what was typed is kept"


def test_a_late_joiner_has_a_seat_in_every_session_ahead_and_leaves_again(
    here: Agency, town: Town, signed_in: SignedIn
) -> None:
    group, client = made(here, signed_in), here.clients[0]
    browser = signed_in(Role.FRONT_DESK)
    found = browser.post(f"/groups/{group.pk}/clients/", {"q": "mead"}, headers=HTMX)
    assert "Meadow Valley" in said(found, "li")[0]
    from_ = (next_monday(here) + timedelta(days=7)).isoformat()
    joined = browser.post(f"/groups/{group.pk}/clients/{client}/join/", {"starts": from_}, headers=HTMX)
    assert joined.status_code == 200
    assert Participant.objects.filter(session__group=group, client=client, active=True).count() == 6
    again = browser.post(f"/groups/{group.pk}/clients/{client}/join/", {"starts": from_}, headers=HTMX)
    assert (again.status_code, Enrollment.objects.filter(group=group).count()) == (409, 1)
    on = (next_monday(here) + timedelta(days=14)).isoformat()
    assert browser.post(f"/groups/{group.pk}/clients/{client}/leave/", {"on": on}, headers=HTMX).status_code == 200
    assert Participant.objects.filter(session__group=group, client=client, active=True).count() == 2


def test_an_ended_group_is_expected_no_more(here: Agency, signed_in: SignedIn) -> None:
    group = made(here, signed_in)
    last = next_monday(here) + timedelta(days=6)
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    assert browser.post(f"/groups/{group.pk}/end/", {"last_day": last.isoformat(), "save": "1"}).status_code == 302
    assert PlannedSession.objects.filter(group=group, state="planned").count() == 2
    again = browser.post(f"/groups/{group.pk}/end/", {"last_day": (last + timedelta(days=7)).isoformat(), "save": "1"})
    assert again.status_code == 409


@pytest.mark.parametrize(("role", "named"), [(Role.FRONT_DESK, True), (Role.ADMINISTRATOR, False)])
def test_only_who_may_see_clients_sees_the_roster(role: Role, named: bool, here: Agency, signed_in: SignedIn) -> None:
    group = made(here, signed_in)
    path = f"/groups/{group.pk}/clients/{here.clients[0]}/join/"
    signed_in(Role.FRONT_DESK).post(path, {"starts": next_monday(here).isoformat()}, headers=HTMX)
    page = signed_in(role).get(f"/groups/{group.pk}/")
    assert ("Meadow Valley" in page.content.decode()) == named
