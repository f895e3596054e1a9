"""Sheets for when nothing works: what stands on them, through the gate, and the files: private, sealed, taken away."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from stepdown.agency import queries as agency
from stepdown.agency.models import StaffMember
from stepdown.audit.models import Entry
from stepdown.audit.terms import Category
from stepdown.cli.checks import history
from stepdown.people.actions import add_contact, add_way, record_fact
from stepdown.people.terms import EmergencyKind, NewContact, NewEmergencyFact, NewWay, WayKind
from stepdown.transfer.downtime import sheets as made
from stepdown.transfer.downtime.folder import newest, write_all
from stepdown.transfer.downtime.parts import BLANK_LINES, PARTS, contact_tree, emergencies, rosters
from stepdown.transfer.sealed_file import is_sealed, new_key, open_file
from tests.factories.agency import BY, Agency, small_agency

NOW = datetime.fromisoformat("2026-06-10T10:10-04:00")


@pytest.fixture
def here(db: None) -> Agency:
    return small_agency(NOW)


def asked(here: Agency) -> made.Asked:
    return made._asked(BY, agency.site_row(here.site), NOW)[0]


def test_a_roster_for_every_session_of_the_days_to_come(here: Agency) -> None:
    first = rosters(asked(here))[0]
    assert first.lead.startswith("Wednesday, June 10, 2026. Room 1. Led by ")
    names = {sheet.name for sheet in asked(here).clients.values()}
    listed = [row[0].partition(" (")[0] for one in rosters(asked(here)) for row in one.rows if row[0]]
    assert set(listed) == names
    assert [row[1:3] for row in first.rows] == [("", "")] * len(first.rows), "room to write"


def test_whom_to_call_for_everybody_and_what_is_safe_to_say(here: Agency) -> None:
    client = next(iter(asked(here).clients))
    contact = add_contact(
        by=BY, at=NOW, client=client, contact=NewContact("Synthetic Sister", "sister", emergency=True)
    )
    add_way(by=BY, at=NOW, client=client, way=NewWay(WayKind.MOBILE, "(216) 555-0101", contact, may_say_who=True))
    add_way(by=BY, at=NOW, client=client, way=NewWay(WayKind.WORK, "(216) 555-0102", contact, may_use=False))
    record_fact(by=BY, at=NOW, client=client, fact=NewEmergencyFact(EmergencyKind.ALLERGY, "Penicillin", "hives"))
    (section,) = emergencies(asked(here))
    (row,) = [row for row in section.rows if "Synthetic Sister" in row[1]]
    assert "Synthetic Sister, sister: (216) 555-0101 (may say who calls)" in row[1].splitlines()
    assert ("555-0102" in row[1], "Allergy: Penicillin: hives" in row[2].splitlines()) == (False, True)


def test_the_contact_tree_begins_with_emergencies(here: Agency) -> None:
    tree, staff = contact_tree(asked(here))
    assert [row[:2] for row in tree.rows[:2]] == [("Danger to life", "911"), ("Crisis line, call or text", "988")]
    assert {row[0] for row in staff.rows} == set(
        StaffMember.objects.filter(site=here.site).values_list("name", flat=True)
    )


def test_the_gate_is_asked_and_a_pdf_is_made(here: Agency) -> None:
    paper = made.make_sheets(by=BY, at=NOW, site=agency.site_row(here.site))
    entry = Entry.objects.latest("pk")
    assert (paper[:5], entry.action, entry.details["door"]) == (b"%PDF-", "consent.release", "sheets")
    assert entry.details["people"] == len(asked(here).clients) > 0


def test_files_are_private_or_sealed_and_old_ones_are_taken_away(here: Agency, tmp_path: Path) -> None:
    site, folder = agency.site_row(here.site), tmp_path / "sheets"
    (first,) = write_all(folder, by=BY, at=NOW - timedelta(days=7, hours=1))
    assert (first.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    secret, address = new_key()
    (second,) = write_all(folder, by=BY, at=NOW, to=[address])
    assert (sorted(folder.iterdir()), newest(folder, site)) == ([second], NOW)
    assert is_sealed(second)
    (tmp_path / "key").write_text(secret)
    open_file(second, tmp_path / "open.pdf", tmp_path / "key")
    assert (tmp_path / "open.pdf").read_bytes()[:5] == b"%PDF-"


def test_what_a_killed_worker_left_behind_goes_and_a_folder_that_is_not_there_is_said(
    here: Agency, tmp_path: Path
) -> None:
    site, folder = agency.site_row(here.site), tmp_path / "sheets"
    (first,) = write_all(folder, by=BY, at=NOW - timedelta(hours=1))
    draft = first.rename(first.with_suffix(".pdf.new"))
    assert newest(folder, site) is None
    (second,) = write_all(folder, by=BY, at=NOW)
    assert (list(folder.iterdir()), draft.exists()) == ([second], False)
    assert newest(tmp_path / ("x" * 300), site) is None, "the file system refuses to look"


@contextmanager
def full_at(most: int) -> Iterator[None]:
    """A disk on which no file gets larger than this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_full_disk_keeps_last_nights_and_leaves_no_half(here: Agency, tmp_path: Path, sealed: bool) -> None:
    """Half a sealed file had the name of a whole one, and counted as last night's sheets."""
    to = [new_key()[1]] if sealed else []
    (first,) = write_all(tmp_path, by=BY, at=NOW - timedelta(days=1), to=to)
    with full_at(1000), pytest.raises(OSError, match="too large"):
        write_all(tmp_path, by=BY, at=NOW, to=to)
    assert (list(tmp_path.iterdir()), newest(tmp_path, agency.site_row(here.site))) == (
        [first],
        NOW - timedelta(days=1),
    )


@pytest.mark.parametrize("at", ["2026-11-01T00:30-04:00", "2026-03-08T23:30-04:00", "2026-03-07T23:30-05:00"])
def test_days_that_the_clock_changes(here: Agency, at: str) -> None:
    now = datetime.fromisoformat(at)
    days = made._asked(BY, agency.site_row(here.site), now)[0].days
    assert list(days) == [now.date(), now.date() + timedelta(days=1)]


def test_an_app_that_helpers_need_has_its_part() -> None:
    """Safety plans and medication lists: the day their tables come, so does their part."""
    titles, models = {part.title for part in PARTS}, {model._meta.label for model in apps.get_models()}
    to_come = {"safety.SafetyPlan": "Safety plans", "medication.Medication": "Medication lists"}
    assert {title for label, title in to_come.items() if label in models} == titles & set(to_come.values())
    assert Category.COUNSELING_NOTES not in {one for part in PARTS for one in part.says}
    assert BLANK_LINES > 0


def test_the_doctor_misses_last_nights(
    here: Agency, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHEETS_TO = tmp_path
    monkeypatch.setattr(history, "first_sealed", lambda: NOW)
    (told,) = history.sheets()
    assert (told.ok, told.found) == (False, f"last night's are missing: {agency.site_row(here.site).code} (none)")
    write_all(tmp_path, by=BY, at=datetime.now(NOW.tzinfo))
    assert [one.found for one in history.sheets()] == ["last night's are there"]
