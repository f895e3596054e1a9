"""A client lets her mother be told when her groups are: previewed, narrowed, signed, asked, taken back. A subpoena arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.consent.models import Consent, Disclosure
from stepdown.people.actions import add_contact
from stepdown.people.queries import names_of
from stepdown.people.terms import NewContact
from stepdown.policy.actions import load_rows
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import NONE_FOUND, accessible, follow, look, shot

SignIn = Callable[[Role], None]
WHEN, CAME = "When their groups and sessions are", "Whether they came, and for how long"


def test_a_mother_may_be_told_then_no_longer(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    add_contact(by=BY, at=now, client=agency.clients[0], contact=NewContact("Synthetic Mother", "Mother"))
    sign_in(Role.CASE_MANAGER)
    page.goto(f"/clients/{agency.clients[0]}/consents/")
    assert accessible(page) == NONE_FOUND
    _ask(page, "neither confirm nor deny")
    follow(page, page.get_by_role("link", name="Have one signed"))
    assert accessible(page) == NONE_FOUND
    look(page, "consent-new")
    page.get_by_label("Who may be told").select_option(label="Synthetic Mother (Mother)")
    page.get_by_label("Support by people close to them").check()
    page.get_by_label(WHEN).check()
    page.get_by_label(CAME).check()
    page.get_by_label("Or what ends it").fill("the end of treatment")
    follow(page, page.get_by_role("button", name="Read the paper"))
    seen = page.locator(".seen").first
    expect(seen).to_contain_text(CAME)
    assert accessible(page) == NONE_FOUND
    look(page, "consent-paper")
    shot(page, "consent")
    follow(page, page.get_by_role("button", name="Change it"))
    page.get_by_label(CAME).uncheck()
    follow(page, page.get_by_role("button", name="Read the paper"))
    expect(seen).not_to_contain_text(CAME)
    page.get_by_label("They have read it").check()
    page.get_by_label("Their name, as their signature").fill("Synthetic Client")
    follow(page, page.get_by_role("button", name="Sign", exact=True))
    expect(page.locator("#messages")).to_contain_text("Signed.")
    assert Consent.objects.get().categories == ["identity", "schedule"]
    _ask(page, "Yes. Tell this, and nothing else.")
    look(page, "consent-answer")
    follow(page, page.get_by_role("link", name="Synthetic Mother"))
    assert accessible(page) == NONE_FOUND
    look(page, "consent-one")
    follow(page, page.get_by_role("button", name="Take it back"))
    expect(page.locator("#messages")).to_contain_text("Taken back.")
    _ask(page, "The consent was taken back.")
    follow(page, page.get_by_role("link", name="The whole accounting"))
    expect(page.get_by_role("region", name="Accounting of disclosures").get_by_role("row")).to_have_count(4)
    assert accessible(page) == NONE_FOUND
    look(page, "accounting")
    assert [row.allowed for row in Disclosure.objects.order_by("pk")] == [False, True, False]


def test_a_subpoena_arrives(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    """The front desk takes it in and says nothing; compliance holds the record, and the gate says no, then yes."""
    load_rows(by=BY, at=now)
    name = names_of(agency.clients)[agency.clients[0]]
    sign_in(Role.FRONT_DESK)
    page.goto("/legal/")
    expect(page.locator(".say")).to_contain_text("neither confirm nor deny")
    follow(page, page.get_by_role("link", name="Write down what came"))
    assert accessible(page) == NONE_FOUND
    page.get_by_label("From whom").fill("Synthetic County Court")
    page.get_by_label("A subpoena").check()
    page.get_by_label("Whom it is about").fill(name)
    page.get_by_label("What it asks for").fill("All records of the last year")
    look(page, "legal-new")
    follow(page, page.get_by_role("button", name="Write it down"))
    expect(page.locator("#messages")).to_contain_text("The compliance officer has it now")
    expect(page.locator("main")).not_to_contain_text(name)
    page.context.clear_cookies()
    sign_in(Role.COMPLIANCE)
    page.goto("/legal/")
    assert accessible(page) == NONE_FOUND
    look(page, "legal")
    follow(page, page.get_by_role("link", name="Subpoena"))
    page.get_by_label("Name or record number").fill(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, page.get_by_role("button", name=f"Link {name}"))
    expect(page.locator("main")).to_contain_text("Held until it is decided")
    assert accessible(page) == NONE_FOUND
    look(page, "legal-request")
    shot(page, "legal")
    _answer(page, "A subpoena alone is never enough")
    page.get_by_label("The court order, and its section").fill("Order of a judge, 2.64")
    _answer(page, "Yes. Tell this, and nothing else.")
    expect(page.locator("main")).to_contain_text("Disclosed by the gate")
    assert accessible(page) == NONE_FOUND
    look(page, "legal-decided")
    follow(page, page.get_by_role("link", name="In the accounting"))
    expect(page.get_by_role("region", name="Accounting of disclosures").get_by_role("row")).to_have_count(3)


def _answer(page: Page, answer: str) -> None:
    page.get_by_label("The subpoena").fill("Of this morning")
    page.get_by_label("Or somebody else").select_option(label="Court or lawyer")
    page.get_by_label("Whether they came").check()
    page.get_by_label("What goes out, and how").fill("By courier")
    follow(page, page.get_by_role("button", name="Ask the gate"))
    expect(page.locator("#answer")).to_contain_text(answer)


def _ask(page: Page, answer: str) -> None:
    page.get_by_label("Whom").select_option(label="Synthetic Mother (Mother)")
    page.get_by_label("What for").select_option(label="Support by people close to them")
    page.get_by_label(WHEN).check()
    follow(page, page.get_by_role("button", name="Ask"))
    expect(page.locator("#answer")).to_contain_text(answer)
