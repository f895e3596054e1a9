"""The tutorial's small week: three synthetic clients, two groups, one site and video."""

from __future__ import annotations

from datetime import UTC, date, datetime

from stepdown.audit.terms import system
from stepdown.transfer.exporter import export_week
from stepdown.transfer.importer import import_week
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.laws.tree import ROOT

FILE = ROOT / "docs" / "tutorial" / "small-week.json"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
BY = system("test")


def test_the_file_stands_in_its_canonical_form() -> None:
    """The tutorial compares it with an export by `diff`."""
    assert canonical(parse(FILE.read_bytes())) == FILE.read_text(encoding="utf-8")


def test_it_comes_back_as_it_came(db: None) -> None:
    result = import_week(by=BY, at=AT, data=FILE.read_bytes(), monday=MONDAY, zone="America/Chicago")
    assert result.counts == {
        "sites": 2,
        "rooms": 2,
        "services": 3,
        "staff": 2,
        "groups": 2,
        "clients": 3,
        "contact_restrictions": 1,
        "group_sessions": 2,
        "individual_sessions": 2,
        "attendances": 4,
    }
    assert export_week(by=BY, at=AT, monday=MONDAY) == FILE.read_text(encoding="utf-8")
