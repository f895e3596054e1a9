"""Group mode: what everybody may see, what the PIN opens, and that nothing else opens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.schedule.actions.series import set_topics
from stepdown.session.models import Away, Leading
from stepdown.web.desk.here import AWAKE_UNTIL
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}
PIN = {"pin": "4711", "again": "4711"}
NAMES = re.compile("meadow|valley|thistle|oxbow|hyssop|pebble|R-0", re.IGNORECASE)


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def face(here: Agency) -> str:
    """The address of the group under way: Meadow Valley is here, Hyssop Pebble is missing."""
    return f"/sessions/{here.sessions[0]}/group/"


@pytest.fixture
def leader(signed_in: SignedIn) -> Client:
    return signed_in(Role.PROGRAM_DIRECTOR)


@pytest.fixture
def on(leader: Client, face: str) -> Client:
    """The leader's browser with the mode on."""
    assert leader.post(f"{face}enter/", PIN).status_code == 302
    return leader


@pytest.mark.parametrize(
    ("pin", "again", "trouble"),
    [
        ("471", "471", "Choose four to eight digits."),
        ("4711x", "4711x", "Choose four to eight digits."),
        ("123456789", "123456789", "Choose four to eight digits."),
        ("4711", "4712", "The two PINs differ."),
    ],
)
def test_a_pin_is_chosen_on_entering(pin: str, again: str, trouble: str, leader: Client, face: str) -> None:
    response = leader.post(f"{face}enter/", {"pin": pin, "again": again})
    assert (response.status_code, trouble in response.content.decode()) == (422, True)
    assert leader.get("/today/").status_code == 200, "the mode is not on"


def test_the_face_names_nobody(on: Client, face: str) -> None:
    for address in (face, f"{face}now/"):
        page = on.get(address).content.decode()
        assert (NAMES.search(page), "Relapse prevention" in page, "until 11:00 am" in page) == (None, True, True)
    whole = on.get(face).content.decode()
    assert re.findall(r'href="(?!/static|#)', whole) == [], "nothing leads elsewhere"
    assert "4711" not in str(dict(on.session)), "the PIN is kept hashed"


@pytest.mark.parametrize(
    "address",
    ["/", "/today/", "/clients/", "/week/", "/settings/", "/account/password/change/", "/sessions/{other}/group/"],
)
def test_everything_else_leads_back_to_the_face(address: str, on: Client, face: str, here: Agency) -> None:
    address = address.format(other=here.sessions[1])
    response = on.get(address)
    assert (response.status_code, response["Location"]) == (302, face)
    partial = on.get(address, headers=HTMX)
    assert (partial.status_code, partial["HX-Redirect"]) == (401, face)


def test_nothing_is_written_from_elsewhere(on: Client, face: str, here: Agency) -> None:
    response = on.post(f"/visits/{here.visits[0]}/out/")
    assert (response.status_code, response["Location"]) == (302, face)
    closed = on.get(f"/sessions/{here.sessions[0]}/close/")
    assert (closed.status_code, closed["Location"]) == (302, face), "closing needs the PIN first"
    on.post(f"{face}{here.clients[0]}/out/", {"reason": "nurse"})
    assert Away.objects.count() == 0


def test_the_pin_opens_the_roster_and_hiding_shuts_it(on: Client, face: str, here: Agency) -> None:
    opened = on.post(f"{face}open/", {"pin": "4711"}, headers=HTMX).content.decode()
    assert re.findall(r'roster-name">(\w+ \w+)', opened) == ["Hyssop Pebble", "Meadow Valley"]
    assert on.get(f"/sessions/{here.sessions[0]}/close/").status_code == 200
    on.post(f"{face}shut/", headers=HTMX)
    assert on.get(f"/sessions/{here.sessions[0]}/close/").status_code == 302
    assert NAMES.search(on.get(face).content.decode()) is None


def test_out_and_back_from_the_group_room(on: Client, face: str, here: Agency) -> None:
    on.post(f"{face}open/", {"pin": "4711"}, headers=HTMX)
    answer = on.post(f"{face}{here.clients[0]}/out/", {"reason": "nurse"}, headers=HTMX)
    away = Away.objects.get()
    assert (answer.status_code, away.reason, "With the nurse since" in answer.content.decode()) == (200, "nurse", True)
    on.post(f"{face}back/{away.pk}/", headers=HTMX)
    away.refresh_from_db()
    assert away.returned_at is not None


def test_five_wrong_pins_sign_out(on: Client, face: str) -> None:
    for left in (4, 3, 2, 1):
        answer = on.post(f"{face}open/", {"pin": "0000"}, headers=HTMX)
        said = f"That is not the PIN. {left} tries left, then you are signed out." in answer.content.decode()
        assert (answer.status_code, said, NAMES.search(answer.content.decode())) == (422, True, None)
    last = on.post(f"{face}open/", {"pin": "0000"}, headers=HTMX)
    assert last["HX-Redirect"] == "/account/login/"
    assert on.get(face).status_code == 302


def test_leaving_asks_for_the_pin(on: Client, face: str) -> None:
    assert on.post(f"{face}leave/", {"pin": "1234"}).status_code == 422
    assert on.get("/today/").status_code == 302
    left = on.post(f"{face}leave/", {"pin": "4711"})
    assert (left.status_code, left["Location"]) == (302, "/today/")
    assert on.get("/today/").status_code == 200


def test_signing_out_always_works(on: Client) -> None:
    assert on.post("/account/logout/").status_code == 302
    assert on.get("/today/")["Location"].startswith("/account/login/")


def test_the_mode_outlasts_the_group(on: Client, here: Agency, town: Town) -> None:
    ends = (here.at(11 * 60) - town.now).total_seconds()
    assert on.session.get_expiry_age() >= ends + 29 * 60


def test_nobody_is_signed_out_while_the_group_runs(on: Client, face: str, here: Agency) -> None:
    """The screen has a lock of its own; once the mode is left, doing nothing signs out again."""
    awake = datetime.fromtimestamp(on.session[AWAKE_UNTIL], UTC)
    assert awake == here.at(11 * 60) + timedelta(minutes=30)
    on.post(f"{face}leave/", {"pin": "4711"})
    assert AWAKE_UNTIL not in on.session


def test_closing_from_the_group_room_leads_back_to_the_face(on: Client, face: str, here: Agency, town: Town) -> None:
    on.post(f"{face}open/", {"pin": "4711"})
    form = {
        "ended": f"{here.week.place(town.now)[1] // 60:02}:{here.week.place(town.now)[1] % 60:02}",
        "reason": "Stood in",
    }
    response = on.post(f"/sessions/{here.sessions[0]}/close/", form | {f"there-{here.clients[0]}": "on"})
    assert (response.status_code, response["Location"]) == (302, face)
    assert Leading.objects.get().in_room == 1


def test_the_topic_of_the_day_is_read_from_across_the_room(here: Agency, town: Town, leader: Client) -> None:
    """The second group is still to come, and its curriculum has begun; Today says it too."""
    set_topics(by=BY, at=town.now, group=here.groups[1], topics=["A plan for a hard day"])
    assert "A plan for a hard day" in leader.get("/today/").content.decode()
    address = f"/sessions/{here.sessions[1]}/group/"
    leader.post(f"{address}enter/", PIN)
    assert "<h1>A plan for a hard day</h1>" in leader.get(f"{address}now/").content.decode()
