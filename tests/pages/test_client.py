"""One client: the same minutes as on the ledger, the week by the day, what was ordered; every opening is recorded."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import CriteriaEdition, NewProgram, Role
from stepdown.audit.queries import Opened, entries_about, reads_of
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.episode.actions import change_level, discharge, hold
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.ledger.queries import weeks_of
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.session.actions import record_visit
from stepdown.web.desk.happened import ACTIONS, PAGES
from stepdown.web.desk.templatetags.wording import actor_words, units_words
from tests.factories.agency import BY, IOP, Agency
from tests.laws.tree import SOURCE
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
PHP = LevelOfCare.PARTIAL_HOSPITALIZATION


def plain(part: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part))).strip()


def text(response: HttpResponse) -> str:
    """The words of the page's main part."""
    return plain(response.content.decode().split("<main", 1)[-1])


def facts(response: HttpResponse) -> dict[str, str]:
    """Everything the page says as a term and its description."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", response.content.decode(), re.DOTALL)
    return {plain(term): plain(description) for term, description in found}


@pytest.fixture
def clinic(signed_in: SignedIn) -> Client:
    return signed_in(Role.CLINICIAN)


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


def test_the_header(here: Agency, clinic: Client) -> None:
    response = clinic.get(f"/clients/{here.clients[0]}/")
    page = response.content.decode()
    assert re.findall(r"<title>(.*?)</title>", page) == ["Client · Stepdown"]
    assert [plain(one) for one in re.findall(r"<h1>.*?</h1>", page, re.DOTALL)] == ["Meadow Valley they/them"]
    said = facts(response)
    about = {
        name: said[name] for name in ("Record number", "Site", "Languages", "Primary clinician", "Phone", "Tracks")
    }
    assert about == {
        "Record number": "R-0001",
        "Site": "R House",
        "Languages": "Spanish, English",
        "Primary clinician": "Gorse Valley, LCSW",
        "Phone": "(202) 555-0150",
        "Tracks": "R day track",
    }
    since = here.week.monday - timedelta(days=21)
    standing = f"Intensive outpatient (2.1) Intensive outpatient · since {since:%b} {since.day}, {since.year}"
    assert standing in text(response)


def test_who_does_not_call_sees_no_number(here: Agency, signed_in: SignedIn) -> None:
    assert "Phone" not in facts(signed_in(Role.BILLER).get(f"/clients/{here.clients[0]}/"))


def test_the_level_is_named_as_the_programme_s_edition_says(town: Town, clinic: Client) -> None:
    here, at = town.here, town.now - timedelta(days=10)
    day_program = NewProgram(here.site, "Day program", (PHP,), CriteriaEdition.FOURTH)
    (program,) = open_programs(by=BY, at=at, programs=[day_program])
    change_level(by=BY, at=at, stays=[NewStay(here.clients[1], program, PHP, here.week.monday)])
    assert "High-intensity outpatient (2.5) Day program" in text(clinic.get(f"/clients/{here.clients[1]}/"))


# The week


def on_hold(town: Town, client: int) -> None:
    hold(by=BY, at=town.now, holds=[NewHold(client, HoldReason.HOSPITAL, town.here.week.monday)])


def prescribed_anew(town: Town, client: int) -> None:
    """A new prescription that begins on this week's last day: the week's promise is still Monday's."""
    lines = (PrescribedLine(town.here.services[0], 1, 60),)
    last = town.here.week.days[6]
    prescribe(by=BY, at=town.now, prescriptions=[NewPrescription(client, last, Modality.IN_PERSON, 60, 60, lines)])


def attended(town: Town, client: int) -> None:
    at = town.here.at
    record_visit(by=BY, at=town.now, client=client, arrived_at=at(9 * 60), departed_at=at(9 * 60 + 50))


def nothing(town: Town, client: int) -> None: ...


@pytest.mark.parametrize("week", [-1, 0, 1], ids=["last week", "this week", "next week"])
@pytest.mark.parametrize(
    ("client", "happens"),
    [(0, nothing), (0, on_hold), (0, prescribed_anew), (1, nothing), (2, nothing), (2, attended)],
    ids=["here", "on hold", "prescribed anew", "left", "missing", "attended"],
)
def test_the_ring_shows_the_ledger_s_minutes(
    client: int, happens: Callable[[Town, int], None], week: int, town: Town, clinic: Client
) -> None:
    number = town.here.clients[client]
    happens(town, number)
    monday = town.here.week.monday + timedelta(days=7 * week)
    response = clinic.get(f"/clients/{number}/?week={monday.isoformat()}")
    line = weeks_of([number], Week(monday, town.here.zone), now=response.wsgi_request.now)[number]
    assert response.context["minutes"] == line


def test_the_ring_in_words(town: Town, clinic: Client) -> None:
    attended(town, town.here.clients[2])
    page = clinic.get(f"/clients/{town.here.clients[2]}/").content.decode()
    label = re.findall(r'<svg[^>]*role="img" aria-label="([^"]*)"', page)
    assert label == ["50 min attended and 2 h scheduled of 9 h prescribed this week"]


def days(response: HttpResponse) -> dict[str, str]:
    """What each day of the week says, by its name."""
    (week,) = re.findall(r'<ol class="week-days">(.*?)</ol>', response.content.decode(), re.DOTALL)
    found = [day.split("</h3>", 1) for day in week.split('<div class="week-day">')[1:]]
    return {plain(name): plain(rest) for name, rest in found}


def test_the_week_by_the_day(town: Town, clinic: Client) -> None:
    attended(town, town.here.clients[2])
    today = town.here.week.days[town.here.today]
    said = days(clinic.get(f"/clients/{town.here.clients[2]}/"))
    assert said[f"{today:%A}"] == (
        f"{today:%b} {today.day} · today 9:00 – 11:00 am Relapse prevention Room 1 · Gorse Valley, LCSW 50 min"
        " In the building 9:00 am to 9:50 am, 50 min counted"
    )
    others = {day: words.partition(" ")[2].partition(" ")[2] for day, words in said.items() if day != f"{today:%A}"}
    assert set(others.values()) == {"Nothing planned"}
    assert len(said) == (5 if today.weekday() < 5 else 6)


def test_somebody_who_is_here(here: Agency, clinic: Client) -> None:
    assert "Here since 9:00 am; minutes count at check-out" in text(clinic.get(f"/clients/{here.clients[0]}/"))


def test_the_week_before_and_after(here: Agency, clinic: Client) -> None:
    address, monday = f"/clients/{here.clients[0]}/", here.week.monday
    page = clinic.get(f"{address}?week={here.week.days[3].isoformat()}").content.decode()
    week = timedelta(days=7)
    links = re.findall(r'href="(\?week=[^"]*)"', page)
    assert links == [f"?week={(monday - week).isoformat()}", f"?week={(monday + week).isoformat()}"]
    later = text(clinic.get(address + links[1]))
    after = monday + week
    assert f"Week of {after:%b} {after.day}, {after.year} This week" in later


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-31", "soon", "2026-02-30"])
def test_a_week_that_makes_no_sense_is_this_one(asked: str, here: Agency, clinic: Client) -> None:
    response = clinic.get(f"/clients/{here.clients[0]}/?week={asked}")
    assert (response.status_code, response.context["week"]) == (200, here.week)


# Ordered and authorized


def test_the_authorization(here: Agency, clinic: Client) -> None:
    said = facts(clinic.get(f"/clients/{here.clients[0]}/"))
    ends = here.week.monday + timedelta(days=23)
    left = (ends + timedelta(days=1) - here.week.days[here.today]).days
    assert (said["Covers"], said["Number"]) == ("3 days a week", "SYN-1")
    assert said["Until"] == f"{ends:%b} {ends.day}, {ends.year} {left} days left"


def test_an_authorization_outlives_a_discharge(town: Town, clinic: Client) -> None:
    leaves = Discharge(town.here.clients[0], town.here.week.monday, DischargeReason.COMPLETED)
    discharge(by=BY, at=town.now, discharges=[leaves])
    said = facts(clinic.get(f"/clients/{town.here.clients[0]}/"))
    assert (said["Level of care"], said["Number"]) == ("Intensive outpatient (2.1)", "SYN-1")


UNITS = [
    (UnitKind.DAY, UnitPeriod.WEEK, 5, "5 days a week"),
    (UnitKind.DAY, UnitPeriod.WEEK, 1, "1 day a week"),
    (UnitKind.MINUTE, UnitPeriod.WEEK, 360, "6 h a week"),
    (UnitKind.MINUTE, UnitPeriod.WEEK, 585, "9 h 45 min a week"),
    (UnitKind.MINUTE, UnitPeriod.WHOLE, 45, "45 min in all"),
    (UnitKind.HOUR, UnitPeriod.WHOLE, 90, "90 hours in all"),
    (UnitKind.SESSION, UnitPeriod.WHOLE, 1, "1 session in all"),
]


@pytest.mark.parametrize(("kind", "period", "number", "words"), UNITS)
def test_minutes_authorized_are_said_in_hours(kind: UnitKind, period: UnitPeriod, number: int, words: str) -> None:
    assert units_words(Units(kind, period, number)) == words


def test_no_authorization_holds(here: Agency, town: Town, clinic: Client) -> None:
    later = here.week.monday + timedelta(days=70)
    response = clinic.get(f"/clients/{here.clients[0]}/?week={later.isoformat()}")
    assert "No authorization holds that week." in text(response)
    units = (Units(UnitKind.MINUTE, UnitPeriod.WEEK, 540),)
    authorize(by=BY, at=town.now, authorizations=[NewAuthorization(here.clients[0], IOP, later, None, units)])
    again = facts(clinic.get(f"/clients/{here.clients[0]}/?week={later.isoformat()}"))
    assert (again["Covers"], again["Until"]) == ("9 h a week", "No end on record")


def test_the_prescription(here: Agency, clinic: Client) -> None:
    response = clinic.get(f"/clients/{here.clients[0]}/")
    assert "Individual counselling 1 × 1 h Relapse prevention 3 × 2 h 40 min" in text(response)
    assert facts(response)["A week"] == "9 h, at least 9 h"


def test_on_hold(town: Town, clinic: Client) -> None:
    on_hold(town, town.here.clients[0])
    said = text(clinic.get(f"/clients/{town.here.clients[0]}/"))
    assert f"In hospital On hold since {town.here.week.monday:%b}" in said
    assert "On hold. No hours are expected." in said


# What is recorded of the reading


def test_opening_it_is_recorded_once_with_its_page(here: Agency, clinic: Client) -> None:
    client = here.clients[0]
    assert reads_of(client) == ()
    clinic.get(f"/clients/{client}/")
    clinic.get(f"/clients/{client}/?week=2026-01-05")
    (read,) = reads_of(client)
    assert read == Opened(f"clinician.{here.site}@example.org", "desk:client", "on_call", 2, read.last)


@pytest.mark.parametrize("end", ["", "history/"])
def test_a_record_of_another_site_is_neither_shown_nor_recorded(end: str, town: Town, clinic: Client) -> None:
    stranger = town.there.clients[0]
    assert clinic.get(f"/clients/{stranger}/{end}").status_code == (403 if end else 404)
    assert clinic.get(f"/clients/4711471/{end}").status_code == (403 if end else 404)
    assert (reads_of(stranger), reads_of(4711471)) == ((), ())


# History


def lines(response: HttpResponse) -> list[list[str]]:
    """The cells of every row of the tables of a page."""
    found = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", response.content.decode(), re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)] for row in found]


def test_who_was_in_a_file_that_somebody_made_sees_it(here: Agency, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.COMPLIANCE), here.clients[0]
    assert browser.post("/ledger/export/", {"recipient": "0", "purpose": "payment"}).status_code == 200
    assert browser.post("/settings/files/clients/export/").status_code == 200
    opened = [row[:2] for row in lines(browser.get(f"/clients/{client}/history/")) if "File" in row[1]]
    assert sorted(page for _, page in opened) == ["File of a table", "File of the ledger"]


def test_what_was_done_and_who_opened_the_record(here: Agency, signed_in: SignedIn) -> None:
    client = here.clients[0]
    signed_in(Role.CLINICIAN).get(f"/clients/{client}/")
    response = signed_in(Role.COMPLIANCE).get(f"/clients/{client}/history/", headers={"HX-Request": "true"})
    said = lines(response)
    today = here.week.days[here.today]
    (checked_in,) = [row for row in said if row[0] == "Checked in"]
    assert checked_in[1:2] == ["Stepdown (test)"]
    assert checked_in[2].startswith(f"{today:%b} {today.day}, {today.year}, 9:00 am · recorded ")
    done = [row[0] for row in said if row[0] in ACTIONS.values()]
    assert sorted(done) == sorted(ACTIONS[entry.action] for entry in entries_about(client))
    readers = [row[1:4] for row in said if row[1] in PAGES.values()]
    assert sorted(readers) == [
        ["Client page", "On call", "1"],
        ["History", "Works with everybody at the site", "1"],
    ]


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.PROGRAM_DIRECTOR, True), (Role.COMPLIANCE, True), (Role.CLINICIAN, False), (Role.FRONT_DESK, False)],
)
def test_history_is_offered_to_who_may_see_it(role: Role, offered: bool, here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(role).get(f"/clients/{here.clients[0]}/").content.decode()
    assert (f"/clients/{here.clients[0]}/history/" in page) == offered


def test_an_administrator_reads_history_without_a_name(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get(f"/clients/{here.clients[0]}/history/").content.decode()
    assert ("Meadow" in page, "Who opened this record" in page) == (False, True)


@pytest.mark.parametrize(
    ("label", "said"),
    [("system:import", "Stepdown (import)"), ("ana@example.org", "ana@example.org"), ("system:", "system:")],
)
def test_who_acted(label: str, said: str) -> None:
    assert actor_words(label) == said


def calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def names_a_client(call: ast.Call) -> bool:
    """`note(client=…)`, or `Noted(subject, client, …)`: one line of `notes`; or a step that seats clients."""
    if ast.unparse(call.func) in {"steps_series.plan", "steps_giving.seat_in"}:
        return True
    second = [argument for argument in call.args[1:2] if ast.unparse(argument) != "None"]
    given = any(word.arg == "client" for word in call.keywords) or bool(second)
    return ast.unparse(call.func) in {"note", "Noted", "steps.note_change"} and given


def about_clients(text: str) -> set[str]:
    """The actions of a module that write an entry about a client, themselves or through a function beside them."""
    functions = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    names = {name: {ast.unparse(call.func) for call in calls(node)} for name, node in functions.items()}
    found = {name for name, node in functions.items() if any(map(names_a_client, calls(node)))}
    for _ in functions:
        found |= {name for name in functions if names[name] & found}
    decorated = {n for n, f in functions.items() if "action" in [ast.unparse(d) for d in f.decorator_list]}
    return found & decorated


def test_every_action_about_a_client_is_worded() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "web" not in path.parts]
    found = {
        f"{path.relative_to(SOURCE).parts[0]}.{name}"
        for path in files
        for name in about_clients(path.read_text(encoding="utf-8"))
    }
    assert found == set(ACTIONS)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("note(client=x)", True),
        ("notes(rows=[Noted(('client', x), x) for x in y])", True),
        ("_beside(x)", True),
        ("note(subject=('site', x))", False),
        ("notes(rows=[Noted(('site', x), None, {})])", False),
    ],
)
def test_an_action_about_a_client_is_found(body: str, found: bool) -> None:
    text = f"def _beside(x):\n    note(client=x)\n@action\ndef act(x):\n    {body}\n"
    assert about_clients(text) == ({"act"} if found else set())
