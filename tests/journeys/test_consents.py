"""A client lets her mother be told when her groups are: previewed, narrowed, signed, asked, taken back. A subpoena arrives."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import typst
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.audit.terms import Category
from stepdown.consent.models import Consent, Disclosure, Signature
from stepdown.consent.rules import drawn
from stepdown.kernel.week import zone_of
from stepdown.people.actions import add_contact, change_client
from stepdown.people.queries import details_of, names_of
from stepdown.people.terms import NewContact
from stepdown.policy.actions import load_rows
from stepdown.transfer.paper import typesetting
from stepdown.transfer.whole_record.reader import filled
from stepdown.transfer.whole_record.reading import read
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import NONE_FOUND, PICTURES, accessible, follow, look, shot

SignIn = Callable[[Role], None]
MY_CAME = "Whether I came, and for how long"
WHEN, CAME = "When their groups and sessions are", "Whether they came, and for how long"


def test_a_mother_may_be_told_then_no_longer(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    """Previewed as she would see it, narrowed, signed by drawing, copied, asked, taken back."""
    load_rows(by=BY, at=now)
    details = replace(details_of(BY, agency.clients[0]), date_of_birth=date(1990, 1, 1), languages=("en",))
    change_client(by=BY, at=now, client=agency.clients[0], details=details)
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
    page.get_by_label("Language of the paper").select_option(label="English")
    follow(page, page.get_by_role("button", name="Read the paper"))
    seen = page.locator("#as-seen")
    expect(seen.get_by_role("heading", level=2)).to_have_text("As Synthetic Mother would see it")
    expect(seen.locator(".seen").first).to_contain_text(MY_CAME)
    expect(seen).to_contain_text("Hours I came this week")
    assert accessible(page) == NONE_FOUND
    look(page, "consent-paper")
    follow(page, page.get_by_role("button", name=MY_CAME))
    expect(seen.locator(".seen").first).not_to_contain_text(MY_CAME)
    expect(seen).not_to_contain_text("Hours I came this week")
    page.get_by_label("They have read it").check()
    page.get_by_label("How they take it in").select_option(label="They said in their own words what they agree to")
    page.get_by_label("Their name, as their signature").fill("Synthetic Client")
    page.get_by_label("How they sign").select_option(label="By drawing it")
    _draw(page)
    look(page, "consent-drawn")
    shot(page, "consent")
    assert accessible(page) == NONE_FOUND
    follow(page, page.get_by_role("button", name="Sign", exact=True))
    expect(page.locator("#messages")).to_contain_text("Signed.")
    assert Consent.objects.get().categories == ["identity", "schedule"]
    assert drawn(Signature.objects.get().drawing)
    expect(page.get_by_role("img", name="Signature of Synthetic Client")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    look(page, "consent-one")
    with page.expect_download() as given:
        page.get_by_role("button", name="PDF, to print and give").click()
    assert given.value.path().read_bytes()[:5] == b"%PDF-"
    page.goto(f"/clients/{agency.clients[0]}/consents/")
    _ask(page, "Yes. Tell this, and nothing else.")
    look(page, "consent-answer")
    follow(page, page.get_by_role("link", name="Synthetic Mother"))
    follow(page, page.get_by_role("button", name="Take it back"))
    expect(page.locator("#messages")).to_contain_text("Taken back.")
    _ask(page, "The consent was taken back.")
    follow(page, page.get_by_role("link", name="The whole accounting"))
    expect(page.get_by_role("region", name="Accounting of disclosures").get_by_role("row")).to_have_count(5)
    assert accessible(page) == NONE_FOUND
    look(page, "accounting")
    assert [row.allowed for row in Disclosure.objects.order_by("pk")] == [False, True, True, False]


def _draw(page: Page) -> None:
    """A line too many, taken back; then a signature of two strokes."""
    sheet = page.get_by_role("img", name="Sheet to draw the signature on")
    sheet.scroll_into_view_if_needed()
    for points in [((0.9, 0.1), (0.9, 0.9)), "undo", ((0.1, 0.7), (0.2, 0.2), (0.3, 0.7)), ((0.35, 0.5), (0.6, 0.6))]:
        if points == "undo":
            page.get_by_role("button", name="Undo the last line").click()
            expect(page.locator("[name=drawing]")).to_have_value("")
            continue
        box = sheet.bounding_box()
        assert box is not None
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=5)
        page.mouse.up()


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


def test_a_right_of_access_request_is_filled(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    """Compliance takes it in at the desk, sees its last day, makes the record, hands it over and answers."""
    load_rows(by=BY, at=now)
    sign_in(Role.COMPLIANCE)
    page.goto(f"/clients/{agency.clients[0]}/consents/")
    follow(page, page.locator("main").get_by_role("link", name="Requests"))
    follow(page, page.get_by_role("link", name="They ask…"))
    assert accessible(page) == NONE_FOUND
    look(page, "request-new")
    page.get_by_label("Who asks").fill("Synthetic Client")
    follow(page, page.get_by_role("button", name="Write it down"))
    expect(page.locator("main")).to_contain_text("Answer by Jul 10, 2026")
    with page.expect_download() as handed:
        page.get_by_role("button", name="Make the copy").click()
    with zipfile.ZipFile(handed.value.path()) as archive:
        names = set(archive.namelist())
    assert (handed.value.suggested_filename, names) == ("record.zip", {"record.pdf", "record.json", "contents.txt"})
    page.reload()
    expect(page.locator("main")).to_contain_text("SHA-256")
    assert accessible(page) == NONE_FOUND
    look(page, "request")
    shot(page, "request")
    follow(page, page.get_by_role("button", name="Answer it"))
    expect(page.locator("main")).to_contain_text("Given, in person")
    look(page, "request-answered")
    page.goto("/requests/?show=answered")
    expect(page.get_by_role("region", name="Requests").get_by_role("row")).to_have_count(2)
    assert accessible(page) == NONE_FOUND
    look(page, "requests")
    if os.environ.get("STEPDOWN_SHOTS"):
        _picture(agency.clients[0])


def _picture(client: int) -> None:
    """The first page of the record, for the manual."""
    said = filled(read(client, frozenset(Category)), zone=zone_of("America/New_York"), lead=("A copy for the manual.",))
    inputs = {"said": json.dumps(said), "title": "Whole record", "language": "en"}
    made = typst.compile(
        typesetting.HERE / "record.typ", root=typesetting.HERE, format="png", ppi=80, sys_inputs=inputs
    )
    (PICTURES / "record.png").write_bytes(made[0] if isinstance(made, list) else made)


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
