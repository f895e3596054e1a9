"""History of a record: each change with its fields before and after, for whom they are, and of nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepdown.agency.actions import add_time_off, grant_role
from stepdown.agency.models import StaffMember
from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.audit.context import action
from stepdown.audit.queries import entries_about, reads_of
from stepdown.audit.terms import Actor
from stepdown.people.actions import add_contact, add_way, change_way, record_call
from stepdown.people.models import Way
from stepdown.people.terms import CallOutcome, CallReason, NewCall, NewContact, NewWay, WayKind
from stepdown.safety.actions import restrict_contact
from stepdown.safety.models import ContactRestriction
from stepdown.safety.terms import NewRestriction
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.test_client import plain

SignedIn = Callable[[Role], Client]
HOME = NewWay(kind=WayKind.MOBILE, value="(216) 555-0101", may_use=True, may_leave_message=False, may_say_who=False)
CELL = NewWay(kind=WayKind.MOBILE, value="(216) 555-0102", may_use=True, may_leave_message=True, may_say_who=False)


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


def rows(response: HttpResponse) -> list[list[str]]:
    """The cells of every row of the page's tables."""
    assert response.status_code == 200
    found = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", response.content.decode(), re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)] for row in found]


def latest(client: int) -> str:
    """Where the newest thing done about a client is opened."""
    newest = max(one.entry for one in entries_about(client))
    return f"/clients/{client}/history/{newest}/"


def test_a_change_opens_to_its_fields_before_and_after(here: Agency, signed_in: SignedIn) -> None:
    client, now = here.clients[0], timezone.now()
    way = add_way(by=BY, at=now, client=client, way=HOME)
    change_way(by=BY, at=now, client=client, number=way, way=CELL)
    expected = [["Value", "(216) 555-0101", "(216) 555-0102"], ["May leave a message", "No", "Yes"]]
    assert rows(signed_in(Role.PROGRAM_DIRECTOR).get(latest(client))) == expected
    hidden = [[name, "Not shown", "Not shown"] for name, *_ in expected]
    assert rows(signed_in(Role.COMPLIANCE).get(latest(client))) == hidden  # as on the pages: no phone numbers
    page = signed_in(Role.ADMINISTRATOR).get(latest(client))
    assert (rows(page), b"Meadow" in page.content, b"555-010" in page.content) == (hidden, False, False)
    whole = signed_in(Role.ADMINISTRATOR).get(f"/clients/{client}/history/people.Way/{way}/")
    assert (b"555-010" in whole.content, b"RowChange" in whole.content) == (False, False)
    assert {one.page for one in reads_of(client)} == {"desk:one-change", "desk:record-history"}


def test_of_what_was_done_at_once_each_entry_tells_its_own(here: Agency, signed_in: SignedIn) -> None:
    client, now = here.clients[0], timezone.now()
    do_at_once(by=BY, at=now, client=client)
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    told = [rows(browser.get(f"/clients/{client}/history/{one.entry}/")) for one in entries_about(client)[:3]]
    said = sorted([value for name, value, *_ in one if name in {"Value", "Name"}] for one in told)
    assert said == [["(216) 555-0101"], ["(216) 555-0102"], ["Synthetic Sister"]]


@action
def do_at_once(*, by: Actor, at: datetime, client: int) -> None:
    """As an import does."""
    add_contact(by=by, at=at, client=client, contact=NewContact("Synthetic Sister", "sister"))
    for way in (HOME, CELL):
        add_way(by=by, at=at, client=client, way=way)


def test_of_the_other_client_of_a_restriction_nothing_is_said(here: Agency, signed_in: SignedIn) -> None:
    first, second = here.clients[:2]
    now = timezone.now()
    restrict_contact(by=BY, at=now, restrictions=[NewRestriction(first, second, now.date(), reason="Synthetic")])
    said = rows(signed_in(Role.PROGRAM_DIRECTOR).get(latest(first)))
    assert ["Somebody else"] in [row[1:] for row in said]
    row = ContactRestriction.objects.get()
    assert (
        signed_in(Role.PROGRAM_DIRECTOR)
        .get(f"/clients/{first}/history/safety.ContactRestriction/{row.pk}/")
        .status_code
        == 200
    )


def test_all_that_happened_to_a_record(here: Agency, signed_in: SignedIn) -> None:
    client, now = here.clients[0], timezone.now()
    contact = add_contact(by=BY, at=now, client=client, contact=NewContact("Synthetic Sister", "sister"))
    way = add_way(by=BY, at=now, client=client, way=HOME)
    change_way(by=BY, at=now, client=client, number=way, way=CELL)
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    said = rows(browser.get(f"/clients/{client}/history/people.Way/{way}/"))
    assert [row[0] for row in said] == [
        "Value", "May leave a message",
        "Kind", "Value", "May be used", "May leave a message", "May say who calls",
    ]  # fmt: skip
    assert ["Kind", "Mobile"] in said
    assert ["Name", "Synthetic Sister"] in rows(browser.get(f"/clients/{client}/history/people.Contact/{contact}/"))


@pytest.mark.parametrize("kind", ["people.Way", "people.Nothing", "agency.Site", "audit.Entry", "people.way'"])
def test_no_record_of_another_client_and_no_other_table(kind: str, town: Town, signed_in: SignedIn) -> None:
    client, stranger = town.here.clients[:2]
    way = add_way(by=BY, at=timezone.now(), client=stranger, way=HOME)
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    assert browser.get(f"/clients/{client}/history/{kind}/{way}/").status_code == 404
    entry = entries_about(stranger)[0].entry
    assert browser.get(f"/clients/{client}/history/{entry}/").status_code == 404
    assert browser.get(f"/settings/history/people.Way/{way}/").status_code == 404
    assert Way.objects.filter(pk=way, client=stranger).exists()


def test_staff_with_their_roles_and_days_away(here: Agency, signed_in: SignedIn) -> None:
    staff, now = StaffMember.objects.filter(site=here.site)[0], timezone.now()
    grant_role(by=BY, at=now, staff=staff.pk, role=Role.PEER_SPECIALIST)
    add_time_off(by=BY, at=now, staff=staff.pk, first_day=date(2026, 7, 1), last_day=date(2026, 7, 3))
    page = signed_in(Role.ADMINISTRATOR).get(f"/settings/history/agency.StaffMember/{staff.pk}/")
    assert f"{staff.name}: what changed" in page.content.decode()
    said = rows(page)
    assert (["Role", "Peer specialist"] in said, ["First day", "Jul 1, 2026"] in said) == (True, True)
    assert ["Staff", staff.name] in said


def test_what_is_nobodys_setting_has_no_history_there(here: Agency, signed_in: SignedIn) -> None:
    for kind in ("people.SavedView", "agency.User", "schedule.PlannedSession"):
        assert signed_in(Role.ADMINISTRATOR).get(f"/settings/history/{kind}/1/").status_code == 404


def test_what_a_field_points_to_is_called_by_name(here: Agency, signed_in: SignedIn) -> None:
    client, now = here.clients[0], timezone.now()
    contact = add_contact(by=BY, at=now, client=client, contact=NewContact("Synthetic Sister", "sister"))
    way = add_way(by=BY, at=now, client=client, way=replace(HOME, contact=contact))
    director = StaffMember.objects.get(user__email=f"program_director.{here.site}@example.org")
    assert director.user_id
    made = NewCall(client, CallReason.MISSING_TODAY, CallOutcome.REACHED, way)
    call = record_call(by=actor_of(director.user_id), at=now, call=made)
    said = rows(signed_in(Role.PROGRAM_DIRECTOR).get(f"/clients/{client}/history/people.ContactAttempt/{call}/"))
    assert ["Way", "(216) 555-0101"] in said
    assert ["Called by", director.name] in said
    assert ["Contact", "Synthetic Sister"] in rows(
        signed_in(Role.PROGRAM_DIRECTOR).get(f"/clients/{client}/history/people.Way/{way}/")
    )
    assert (
        b"555-0101"
        not in signed_in(Role.COMPLIANCE).get(f"/clients/{client}/history/people.ContactAttempt/{call}/").content
    )


def test_who_acted_is_called_by_name(here: Agency, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.COMPLIANCE), here.clients[0]
    browser.get(f"/clients/{client}/")
    name = StaffMember.objects.get(user__email=f"compliance.{here.site}@example.org").name
    said = rows(browser.get(f"/clients/{client}/history/"))
    assert [row[0] for row in said if row[1] == "History"] == [name]


def test_as_many_queries_for_many_changes_as_for_one(here: Agency, signed_in: SignedIn) -> None:
    client, now = here.clients[0], timezone.now()
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    way = add_way(by=BY, at=now, client=client, way=HOME)
    address = f"/clients/{client}/history/people.Way/{way}/"
    counts = []
    for _ in range(2):
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        counts.append(len(captured))
        for turn in range(8):
            change_way(by=BY, at=now, client=client, number=way, way=CELL if turn % 2 else HOME)
    assert counts[0] == counts[1]
