"""Plan, Coverage and Apart: the three tabs, their forms, what a refusal keeps; and the list of reviews due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.coverage.actions import authorize
from stepdown.coverage.models import Authorization, ReviewContact
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.plan.models import Prescription
from stepdown.policy.actions import load_rows
from stepdown.safety.models import ContactRestriction
from stepdown.safety.queries import must_not_meet
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.terms import NewSession, NewWeek
from tests.factories.agency import BY, IOP, Agency
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    """With the shipped policy rows: intensive outpatient care asks for nine hours."""
    load_rows(by=BY, at=town.now)
    return town.here


def order(here: Agency, sessions: int, *, reason: str = "", day: int = 0) -> dict[str, object]:
    """So many sessions of three hours a week, from today on."""
    return {
        "starts": (here.week.days[here.today] + timedelta(days=day)).isoformat(),
        "modality": "in_person",
        "ordered_by": here.staff[0],
        "ordered_on": "",
        "minimum_day": 180,
        f"sessions_{here.services[0]}": sessions,
        f"minutes_{here.services[0]}": 180,
        "reason": reason,
    }


def test_the_plan_says_who_ordered_what_and_what_the_level_asks_for(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.CASE_MANAGER).get(f"/clients/{here.clients[0]}/plan/")
    text = " ".join(said(page, "main"))
    assert "Intensive outpatient (2.1) asks for at least 9 h a week" in text
    assert "9 h of the order count" in text
    assert "Order hours" not in text


def test_hours_are_ordered_and_the_order_before_ends(here: Agency, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.CLINICIAN), here.clients[0]
    answer = browser.post(f"/clients/{client}/plan/order/", order(here, 4))
    assert (answer.status_code, answer["Location"]) == (302, f"/clients/{client}/plan/")
    rows = Prescription.objects.filter(client=client).order_by("starts")
    assert [(row.ends, row.minimum_week_minutes) for row in rows] == [(here.week.days[here.today], 540), (None, 540)]
    assert "12 h a week" not in " ".join(said(browser.get(answer["Location"]), "summary"))


def test_fewer_hours_are_refused_and_what_was_typed_stays(here: Agency, signed_in: SignedIn) -> None:
    client = here.clients[0]
    answer = signed_in(Role.CLINICIAN).post(f"/clients/{client}/plan/order/", order(here, 2))
    assert answer.status_code == 422
    assert f'name="sessions_{here.services[0]}" value="2"' in answer.content.decode()
    assert b'id="id_reason"' not in answer.content
    assert Prescription.objects.filter(client=client).count() == 1
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert b'id="id_reason"' in director.post(f"/clients/{client}/plan/order/", order(here, 2)).content
    done = director.post(f"/clients/{client}/plan/order/", order(here, 2, reason="Works nights"))
    assert done.status_code == 302
    assert "Works nights" in " ".join(said(director.get(done["Location"]), "dd"))


def test_an_order_is_ended_with_a_reason(here: Agency, signed_in: SignedIn) -> None:
    client = here.clients[0]
    number = Prescription.objects.get(client=client).pk
    address = f"/clients/{client}/plan/{number}/end/"
    browser = signed_in(Role.CLINICIAN)
    today = here.week.days[here.today]
    assert browser.post(address, {"on": today.isoformat(), "reason": ""}).status_code == 422
    assert browser.post(address, {"on": today.isoformat(), "reason": "Moved away"}).status_code == 302
    assert browser.post(address, {"on": today.isoformat(), "reason": "Moved away"}).status_code == 422
    assert browser.post(f"/clients/{here.clients[1]}/plan/{number}/end/", {}).status_code == 404


def test_an_authorization_is_recorded_and_a_talk_about_it(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.UTILIZATION_REVIEWER), here.clients[0]
    today = here.week.days[here.today]
    said_ = {
        "payer": "Acme Health",
        "number": "A-1",
        "level": "2.1",
        "starts": today.isoformat(),
        "last": (today + timedelta(days=13)).isoformat(),
        "units": 1,
        "kind": "session",
        "period": "week",
        "next_review": "",
    }
    assert browser.post(f"/clients/{client}/coverage/new/", said_).status_code == 302
    made = Authorization.objects.get(number="A-1")
    assert (made.ends, made.payer) == (today + timedelta(days=14), "Acme Health")
    call = {
        "when": f"{today.isoformat()}T08:00",
        "spoke_with": "J. Synthetic",
        "outcome": "pending",
        "told": "Tomorrow",
    }
    assert browser.post(f"/clients/{client}/coverage/{made.pk}/call/", call).status_code == 302
    assert ReviewContact.objects.get().occurred_at == here.at(8 * 60)
    text = " ".join(said(browser.get(f"/clients/{client}/coverage/"), "main"))
    assert "Acme Health" in text
    assert "Pending" in text
    assert "Spoke with J. Synthetic" in text
    desk = " ".join(said(signed_in(Role.FRONT_DESK).get(f"/clients/{client}/coverage/"), "main"))
    assert ("Acme Health" in desk, "Spoke with" in desk) == (True, False), "for a copay, and not why they come"
    wrong = browser.post(f"/clients/{client}/coverage/{made.pk}/call/", call | {"when": "2999-01-01T08:00"})
    assert (wrong.status_code, ReviewContact.objects.count()) == (422, 1)


def test_an_authorization_ends_early_and_stays_readable(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, client, today = signed_in(Role.UTILIZATION_REVIEWER), here.clients[0], here.week.days[here.today]
    row = NewAuthorization(client, IOP, today - timedelta(days=9), None, (), number="A-7", payer="Acme Health")
    (made,) = authorize(by=BY, at=town.now, authorizations=[row])
    address = f"/clients/{client}/coverage/{made}/end/"
    assert address in browser.get(f"/clients/{client}/coverage/").content.decode()
    early = browser.post(address, {"last": (today - timedelta(days=10)).isoformat()})
    assert (early.status_code, Authorization.objects.get(pk=made).ends) == (422, None)
    assert browser.post(address, {"last": "9999-12-31"}).status_code == 422
    assert browser.post(address, {"last": (today - timedelta(days=1)).isoformat()}).status_code == 302
    assert Authorization.objects.get(pk=made).ends == today
    page = browser.get(f"/clients/{client}/coverage/").content.decode()
    assert (address in page, "A-7" in page) == (False, True)
    assert browser.get(f"/clients/{here.clients[1]}/coverage/{made}/end/").status_code == 404


def test_units_used_and_left_and_more_than_authorized(here: Agency, town: Town, signed_in: SignedIn) -> None:
    """The second client came from nine to a quarter to ten, to no session that had begun or was over: nothing used."""
    rows = [
        NewAuthorization(
            here.clients[0],
            IOP,
            here.week.monday,
            None,
            (Units(UnitKind.SESSION, UnitPeriod.WEEK, 2), Units(UnitKind.MINUTE, UnitPeriod.WHOLE, 600)),
            payer="Acme Health",
        )
    ]
    authorize(by=BY, at=town.now, authorizations=rows)
    facts = said(signed_in(Role.BILLER).get(f"/clients/{here.clients[0]}/coverage/"), "dd")
    assert "0 used, 2 left" in facts
    assert "0 min used, 10 h left" in facts or "0 h used, 10 h left" in facts


def test_two_are_kept_apart_and_may_meet_again(here: Agency, town: Town, signed_in: SignedIn) -> None:
    one, other, _ = here.clients
    browser, today = signed_in(Role.CLINICIAN), here.week.days[here.today]
    found = browser.post(f"/clients/{one}/apart/find/", {"q": "this"}, headers={"HX-Request": "true"})
    assert "Thistle Oxbow" in " ".join(said(found, "li"))
    assert browser.post(f"/clients/{one}/apart/{other}/keep/", {"why": "Asked for"}).status_code == 302
    assert must_not_meet([one], today) == {one: frozenset({other})}
    assert browser.post(f"/clients/{one}/apart/{other}/keep/", {}).status_code == 409
    number = ContactRestriction.objects.get().pk
    when = (today + timedelta(days=1)).isoformat()
    ended = browser.post(f"/clients/{one}/apart/{number}/end/", {"on": when, "reason": "Both asked"})
    assert ended.status_code == 302
    assert must_not_meet([one], today + timedelta(days=1)) == {}
    assert "Meadow Valley" in " ".join(said(browser.get(f"/clients/{other}/apart/"), "main"))


def test_two_who_have_seats_together_already_are_told(here: Agency, town: Town, signed_in: SignedIn) -> None:
    """A restriction moves nobody: whoever makes it sees where the two would meet, until a seat is free."""
    one, other, third = here.clients
    week = here.week.next
    plan = open_week(by=BY, at=town.now, week=NewWeek("Ahead", week.monday, here.zone, 7, 0, 1440, 15))
    rows = [
        NewSession(here.groups[0], here.services[0], here.site, None, week.span(day, 600, 60), 8, here.staff[0], seated)
        for day, seated in ((0, (one, other)), (1, (one, third)))
    ]
    session, _ = publish_week(by=BY, at=town.now, week=plan, sessions=rows)
    browser = signed_in(Role.CLINICIAN)
    told = browser.post(f"/clients/{one}/apart/{other}/keep/", {"why": "Asked for"}, follow=True)
    assert "Both have seats in the sessions named here" in told.content.decode()
    page = " ".join(said(browser.get(f"/clients/{other}/apart/"), "li"))
    assert page.count("Both have a seat in ") == page.count("11:00 am") == 1
    assert browser.post(f"/week/session/{session}/clients/{other}/free/").status_code == 200
    assert "Both have a seat" not in " ".join(said(browser.get(f"/clients/{one}/apart/"), "li"))
    none = browser.post(f"/clients/{other}/apart/{third}/keep/", {}, follow=True)
    assert "They have no session in common ahead" in none.content.decode()


def test_reviews_due_lists_what_is_to_be_done(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, today = signed_in(Role.UTILIZATION_REVIEWER), here.week.days[here.today]
    assert said(browser.get("/reviews/"), "h2")[:1] == ["Nothing is due"]
    units = (Units(UnitKind.MINUTE, UnitPeriod.WEEK, 10),)
    row = NewAuthorization(here.clients[2], IOP, today, today + timedelta(days=3), units, payer="Acme Health")
    authorize(by=BY, at=town.now, authorizations=[row])
    page = browser.get("/reviews/")
    assert said(page, "th")[4:] == ["Hyssop Pebble"]
    work = " ".join(said(page, "li"))
    assert "beyond what is authorized. The hours stay; ask the payer." in work
    assert "The authorization ends on" in work
