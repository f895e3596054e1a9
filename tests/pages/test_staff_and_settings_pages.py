"""Staff: credentials that run out, caseload, week. Settings: numbers in words, filters, what holds here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.actions import end_employment, hire, make_service_account
from stepdown.agency.queries import actor_of, staff_rows
from stepdown.agency.terms import CredentialRow, NewCredential, NewServiceAccount, NewStaff, Role, ServiceScope
from stepdown.policy import queries as policy
from stepdown.policy.actions import load_rows
from stepdown.policy.terms import Scope, Value
from stepdown.web.desk.policy import Row
from stepdown.web.desk.staff import Credential
from tests.factories.agency import BY, user
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("until", "ended", "soon"),
    [
        (None, False, False),
        (DAY - timedelta(days=1), True, False),
        (DAY, False, True),
        (DAY + timedelta(days=30), False, True),
        (DAY + timedelta(days=31), False, False),
    ],
)
def test_when_a_credential_runs_out(until: date | None, ended: bool, soon: bool) -> None:
    held = Credential.on(CredentialRow("LCSW", "TX", "", date(2020, 1, 1), until, supervision_required=False), DAY)
    assert (held.ended, held.soon) == (ended, soon)


def test_the_list_says_what_runs_out_and_finds_by_name_and_role(town: Town, signed_in: SignedIn) -> None:
    ends = town.here.week.day_near(town.now) + timedelta(days=10)
    credential = NewCredential("LPC", date(2020, 1, 1), ends)
    row = NewStaff("Ottoline Quill", town.here.site, ("en", "es"), (Role.NURSE,), credentials=(credential,))
    hire(by=BY, at=town.now, staff=[row])
    browser = signed_in(Role.FRONT_DESK)
    for asked in ("q=quill", "q=OTTO&role=nurse"):
        page = browser.get(f"/staff/?{asked}")
        cells = ["Nurse", "LPC Runs out in 10 days", "English, Spanish", "0", "0 h", "0"]
        assert said(page, "td") == cells
    assert said(browser.get("/staff/?q=quill&role=biller"), "h2")[:1] == ["Nobody matches"]


def test_a_person_with_their_week(town: Town, signed_in: SignedIn) -> None:
    page = signed_in(Role.FRONT_DESK).get(f"/staff/{town.here.staff[0]}/")
    week = [text for text in said(page, "strong") if text]
    assert week[-2:] == ["Relapse prevention", "Individual counselling"]


def test_a_role_given_stands_before_the_others_and_is_undone_with_one_tap(town: Town, signed_in: SignedIn) -> None:
    administrator, director = signed_in(Role.ADMINISTRATOR), signed_in(Role.PROGRAM_DIRECTOR)
    (nurse,) = [row for row in staff_rows([town.here.site]) if row.user == town.users[Role.NURSE]]
    before = len(director.get("/staff/changes/").context["rows"])
    given = {"roles": ["nurse", "administrator"]}
    page = administrator.post(f"/staff/{nurse.id}/roles/", given, follow=True)
    (message,) = map(str, page.context["messages"])
    assert message == "Saved. Told to Synthetic compliance, Synthetic program director, who can undo it."
    row = director.get("/staff/changes/").context["rows"][0]
    assert len(director.get("/staff/changes/").context["rows"]) == before + 1
    assert "Given: Administrator." in " ".join(director.get("/staff/changes/cards/").content.decode().split())
    assert row.id not in [one.id for one in administrator.get("/staff/changes/").context["rows"]]
    assert administrator.post(f"/staff/changes/{row.id}/undo/").status_code == 409
    director.post(f"/staff/changes/{row.id}/undo/")
    assert [one.roles for one in staff_rows([town.here.site], staff=nurse.id)] == [(Role.NURSE,)]
    settled = administrator.get("/staff/changes/").context["settled"][0]
    assert (settled.id, settled.undone) == (row.id, True)


def test_who_leaves_is_shown_what_ends_and_can_stay(town: Town, signed_in: SignedIn) -> None:
    director = signed_in(Role.PROGRAM_DIRECTOR)
    (nurse,) = [row for row in staff_rows([town.here.site]) if row.user == town.users[Role.NURSE]]
    page = director.get(f"/staff/{nurse.id}/leave/")
    assert dict(page.context["facts"])["Sign-in"] == nurse.email
    on_call = "They are on call until"
    refused = director.post(f"/staff/{nurse.id}/leave/", {"last_day": town.here.week.day_near(town.now).isoformat()})
    assert (refused.status_code, on_call in refused.content.decode()) == (422, True)
    soon = (town.here.week.day_near(town.now) + timedelta(days=3)).isoformat()
    director.post(f"/staff/{nurse.id}/leave/", {"last_day": soon})
    assert "works here until" in director.get(f"/staff/{nurse.id}/").content.decode()
    assert signed_in(Role.NURSE).get("/today/").status_code == 200
    director.post(f"/staff/{nurse.id}/return/")
    assert "works here until" not in director.get(f"/staff/{nurse.id}/").content.decode()


def value(number: str, unit: str, *, key: str = "x.y", source: str = "s", **scope: str) -> Value:
    return Value(key, Decimal(number), unit, Scope(**scope), date(2023, 1, 1), None, source, verified=True, note="")


AMOUNTS = [
    ("540", "minutes/week", "9 h a week"),
    ("570", "minutes/week", "9 h 30 min a week"),
    ("180", "minutes", "3 h"),
    ("45", "minutes", "45 minutes"),
    ("15", "people", "15 people"),
    ("1", "claims/day", "1 claim a day"),
    ("3", "business days", "3 business days"),
    ("4", "edition", "Fourth edition"),
]


@pytest.mark.parametrize(("number", "unit", "amount"), AMOUNTS)
def test_amounts_in_words(number: str, unit: str, amount: str) -> None:
    assert Row.of(value(number, unit)).amount == amount


def test_scope_and_source_in_words() -> None:
    source = "Rule 65D - http://flrules.elaws.us/rule/65D ; see also the manual"
    row = Row.of(
        value("1", "days", source=source, jurisdiction="US-FL", payer="medi-cal", level_of_care="2.1", edition="asam-4")
    )
    assert row.scope == ("Florida", "Medi Cal", "Intensive outpatient (2.1)", "Fourth edition")
    assert row.source == (
        ("Rule 65D", ""),
        ("flrules.elaws.us", "http://flrules.elaws.us/rule/65D"),
        ("see also the manual", ""),
    )


def test_settings_are_searched_and_filtered(town: Town, signed_in: SignedIn) -> None:
    load_rows(by=BY, at=town.now)
    browser = signed_in(Role.BILLER)
    every = shown(browser.get("/settings/policy/"))
    tip = shown(browser.get("/settings/policy/?show=unverified&q=TIP+47"))
    assert len(every) == len(policy.all_values())
    assert tip == [value for value in policy.all_values("TIP 47") if not value.verified]


def shown(page: HttpResponse) -> list[Value]:
    return [row.value for _, rows in page.context["families"] for row in rows]


def test_what_holds_here_names_each_number_once(town: Town, signed_in: SignedIn) -> None:
    load_rows(by=BY, at=town.now)
    page = signed_in(Role.BILLER).get("/settings/here/?level=2.1&edition=asam-4&population=adult&day=2026-11-23")
    rows = page.context["rows"]
    assert len({row.value.key for row in rows}) == len(rows) > 0
    assert [row.amount for row in rows if row.value.key == "hours.weekly_minimum"] == ["9 h a week"]


def test_a_service_account_says_its_last_day_and_why_it_stopped(town: Town, signed_in: SignedIn) -> None:
    """The day its owner chose, not the midnight after it; and not a day to come for one whose owner left."""
    owner = actor_of(user(town.here, Role.COMPLIANCE, town.now, email="leaves@example.org"))
    browser = signed_in(Role.ADMINISTRATOR)
    load_rows(by=BY, at=town.now)
    new = NewServiceAccount("Nightly \u202ereversed", "Synthetic", (ServiceScope.LEDGER,), date(2026, 7, 1))
    make_service_account(by=owner, at=town.now, new=new)
    pages = [browser.get(f"/{where}/").content.decode() for where in ("settings/service-accounts", "staff/access")]
    assert [("Jul 1, 2026" in page, "Jul 2" in page) for page in pages] == [(True, False)] * 2
    pages.append(browser.get("/staff/changes/cards/").content.decode())
    assert ["<bdi>Nightly \u202ereversed</bdi>" in page for page in pages] == [True] * 3
    end_employment(by=BY, at=town.now, staff=owner.staff or 0, last_day=town.now.date() - timedelta(days=1))
    stopped = browser.get("/settings/service-accounts/").content.decode()
    assert ("Ended Jun 10, 2026" in stopped, "Jul 1" in stopped) == (True, False)
