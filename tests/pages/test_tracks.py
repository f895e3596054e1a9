"""Tracks: the list, one track made, changed and ended, its home group, who joins and leaves; every refusal told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.schedule.actions.rosters import join_tracks
from stepdown.schedule.actions.setup import create_tracks
from stepdown.schedule.models import Enrollment, Track, TrackBlock, TrackEnrollment
from stepdown.schedule.terms import Joining, NewTrack
from tests.factories.agency import BY, Agency
from tests.factories.hours import free_at_any_time
from tests.pages.conftest import Town
from tests.pages.reading import said
from tests.pages.test_groups import made as group_made

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    free_at_any_time(town.here, town.now)
    return town.here


def day_track(agency: Agency) -> Track:
    return Track.objects.get(groups=agency.groups[0])


def form(agency: Agency, **more: object) -> dict[str, object]:
    """An evening track on Mondays and Wednesdays, five to eight, with a break."""
    sent: dict[str, object] = {"name": "Evening", "site": agency.site, "language": "", "serves": "adult"}
    sent |= {"capacity": 12, "at_levels": ["2.1"], "any_leader": "on"}
    for place, day in enumerate((0, 2)):
        row = {"weekday": day, "starts": "17:00", "ends": "20:00", "break_starts": "18:20", "break_ends": "18:40"}
        sent |= {f"b{place}-{name}": value for name, value in row.items()}
    return sent | more


def seen(response: HttpResponse) -> str:
    """The mark of what the form showed."""
    return response.content.decode().split('name="seen" value="')[1].split('"')[0]


def test_a_track_is_made_shown_and_changed(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    response = browser.post("/tracks/new/", form(here))
    track = Track.objects.get(code="evening")
    assert (response.status_code, response["Location"]) == (302, f"/tracks/{track.pk}/")
    blocks = TrackBlock.objects.filter(track=track).values_list(
        "weekday", "starts", "ends", "break_starts", "break_ends"
    )
    assert list(blocks) == [(0, 1020, 1200, 1100, 1120), (2, 1020, 1200, 1100, 1120)]
    row = next(one for one in said(browser.get("/tracks/"), "tr") if one.startswith("Evening"))
    assert row == "Evening Mon, Wed, 5:00 pm to 8:00 pm5 h 20 min a week Intensive outpatient (2.1)Adults 0 0 of 12"
    mark = seen(browser.get(f"/tracks/{track.pk}/change/"))
    later = form(here, name="Evenings", capacity="") | {"b1-weekday": "", "seen": mark}
    assert browser.post(f"/tracks/{track.pk}/change/", later).status_code == 302
    track.refresh_from_db()
    assert (track.name, track.code, track.capacity, track.blocks.count()) == ("Evenings", "evening", None, 1)
    stale = browser.post(f"/tracks/{track.pk}/change/", later | {"name": "Nights"})
    assert stale.status_code == 422
    assert said(stale, "h1") == ["Change Evenings"]


def test_everything_wrong_is_told_and_what_was_typed_stays(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    response = browser.post("/tracks/new/", form(here, **{"b0-ends": "", "b1-break_ends": ""}))
    assert (response.status_code, response.content.decode().count("Fill this in.")) == (422, 2)
    wrong = form(here, **{"b0-ends": "16:00", "b1-break_ends": "21:00"})
    response = browser.post("/tracks/new/", wrong)
    assert response.status_code == 422
    told = [line for line in said(response, "li") if "hours" in line or "break" in line]
    assert told == [
        "These hours do not lie within one day.",
        "The break lies outside its block.",
        "The break lies outside its block.",
    ]
    assert 'value="16:00"' in response.content.decode()
    assert not Track.objects.filter(code="evening").exists()


def test_a_client_joins_the_track_and_its_groups_in_one_step(here: Agency, signed_in: SignedIn) -> None:
    track, client = day_track(here), here.clients[1]
    group = group_made(here, signed_in)
    browser = signed_in(Role.CASE_MANAGER)
    told = browser.post(f"/tracks/{track.pk}/clients/{client}/join/", {"groups": "1"})
    assert told.status_code == 409
    assert browser.post(f"/clients/{client}/schedule/tracks/{track.pk}/leave/", {}).status_code == 302
    assert TrackEnrollment.objects.get(client=client).ends is not None
    response = browser.post(f"/tracks/{track.pk}/clients/{client}/join/", {"groups": "1"}, follow=True)
    assert response.status_code == 200
    assert Enrollment.objects.filter(client=client).values_list("group", flat=True).get() == group.pk
    assert any(line.startswith("They have a seat in 8 sessions ahead.") for line in said(response, "div"))


def test_who_may_see_clients_sees_who_is_in_it(here: Agency, signed_in: SignedIn) -> None:
    address = f"/tracks/{day_track(here).pk}/"
    names = [name in signed_in(Role.CASE_MANAGER).get(address).content.decode() for name in ("Meadow", "Thistle")]
    hidden = [name in signed_in(Role.ADMINISTRATOR).get(address).content.decode() for name in ("Meadow", "Thistle")]
    assert (names, hidden) == ([True, True], [False, False])


def test_a_track_of_every_site_names_nobody_beyond_reach(here: Agency, town: Town, signed_in: SignedIn) -> None:
    """A client of the other site joins it too: counted, never named."""
    mine, other = here.clients[0], town.there.clients[0]
    (track,) = create_tracks(by=BY, at=town.now, tracks=[NewTrack("both", "Both houses", any_leader=True)])
    since = here.week.monday
    join_tracks(by=BY, at=town.now, joinings=[Joining(client, track, since) for client in (mine, other)])
    page = signed_in(Role.CASE_MANAGER).get(f"/tracks/{track}/").content.decode()
    links = [f'href="/clients/{client}/"' in page for client in (mine, other)]
    assert (links, "2 in it today." in page) == ([True, False], True)


def test_the_home_group_is_one_of_its_own(here: Agency, signed_in: SignedIn) -> None:
    browser, track = signed_in(Role.PROGRAM_DIRECTOR), day_track(here)
    assert browser.post(f"/tracks/{track.pk}/home/", {"group": here.groups[0]}).status_code == 302
    track.refresh_from_db()
    assert track.home_group_id == here.groups[0]
    browser.post("/tracks/new/", form(here))
    other = Track.objects.get(code="evening")
    assert browser.post(f"/tracks/{other.pk}/home/", {"group": here.groups[0]}).status_code == 409
    assert browser.post(f"/tracks/{track.pk}/home/", {"group": ""}).status_code == 302
    track.refresh_from_db()
    assert track.home_group_id is None


def test_a_track_ends_once_no_group_of_it_meets(here: Agency, signed_in: SignedIn) -> None:
    browser, track = signed_in(Role.PROGRAM_DIRECTOR), day_track(here)
    today = here.week.days[here.today]
    refused = browser.post(f"/tracks/{track.pk}/end/", {"on": today})
    assert refused.status_code == 422
    assert [line for line in said(refused, "li") if "Relapse prevention" in line]
    browser.post("/tracks/new/", form(here))
    empty = Track.objects.get(code="evening")
    assert browser.post(f"/tracks/{empty.pk}/end/", {"on": today}).status_code == 302
    empty.refresh_from_db()
    assert (empty.ends_on, "Evening" in browser.get("/tracks/").content.decode()) == (today, False)
    assert "Ended" in browser.get(f"/tracks/{empty.pk}/").content.decode()
    assert browser.post(f"/tracks/{empty.pk}/on/").status_code == 302
    assert "Evening" in browser.get("/tracks/").content.decode()


def test_a_track_that_is_to_end_says_its_last_day(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    browser.post("/tracks/new/", form(here))
    track = Track.objects.get(code="evening")
    ends = here.week.monday + timedelta(days=60)
    assert browser.post(f"/tracks/{track.pk}/end/", {"on": ends})["Location"] == f"/tracks/{track.pk}/"
    page = browser.get(f"/tracks/{track.pk}/").content.decode()
    last = ends - timedelta(days=1)
    assert [word in page for word in (f"Last day {last:%b} {last.day}", "Change…", "End…", "Let it go on")] == [
        True,
        True,
        False,
        True,
    ]
    assert "Evening" in browser.get("/tracks/").content.decode()


def test_leaving_asks_which_seats_end_with_it_and_is_undone(here: Agency, signed_in: SignedIn) -> None:
    track, client = day_track(here), here.clients[1]
    group = group_made(here, signed_in)
    browser = signed_in(Role.CASE_MANAGER)
    address = f"/clients/{client}/schedule/tracks/{track.pk}"
    browser.post(f"{address}/leave/")
    browser.post(f"/tracks/{track.pk}/clients/{client}/join/", {"groups": "1"})
    asked = browser.get(f"{address}/leave/?from=track", headers={"HX-Request": "true"})
    ticked = f'name="end" value="{group.pk}" checked'
    line = next(one for one in said(asked, "label") if one.startswith(group.name))
    assert (line, ticked in asked.content.decode()) == (f"{group.name} regular seat, 8 sessions ahead", True)
    later = here.week.monday + timedelta(days=8)
    again = browser.get(f"{address}/leave/?told=1&on={later}&shown={group.pk}")
    assert (said(again, "label"), ticked in again.content.decode()) == (
        [f"{group.name} regular seat, 7 sessions ahead"],
        False,
    )
    sent = {"on": later, "shown": group.pk, "end": group.pk}
    response = browser.post(f"{address}/leave/?from=track", sent, follow=True)
    assert response.redirect_chain[-1][0] == f"/tracks/{track.pk}/"
    assert any("7 seats ahead are free." in line for line in said(response, "div"))
    assert Enrollment.objects.get(client=client, group=group).ends == later
    undo = response.content.decode().split('class="notice-undo" method="post" action="')[-1].split('"')[0]
    back = browser.post(unescape(undo), follow=True)
    assert Enrollment.objects.get(client=client, group=group).ends is None
    assert any(line.startswith("They have a seat in 7 sessions ahead.") for line in said(back, "div"))
    assert TrackEnrollment.objects.filter(client=client, track=track, ends=None).count() == 1


def test_leaving_a_track_one_is_not_in_is_told_with_the_day_still_there(here: Agency, signed_in: SignedIn) -> None:
    track, client = day_track(here), here.clients[1]
    before = here.week.monday - timedelta(days=3000)
    response = signed_in(Role.CASE_MANAGER).post(f"/clients/{client}/schedule/tracks/{track.pk}/leave/", {"on": before})
    assert response.status_code == 422
    assert "The client is not enrolled there on that day." in said(response, "li")
    assert f'value="{before}"' in response.content.decode()
