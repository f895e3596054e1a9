"""`stepdown import` and `export`: what they print, and the exit code they end with."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepdown.agency.queries import site_records
from stepdown.cli.demo import agency, reset
from stepdown.cli.errors import CannotRun
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.cli.conftest import Verb
from tests.transfer.iop_week.weeks import DROP, as_bytes, put, small_week

WHERE = ("--time-zone", "America/Chicago")
MONDAY = ("--monday", "2026-11-23")


@pytest.fixture
def week(tmp_path: Path) -> Path:
    path = tmp_path / "week.json"
    path.write_bytes(as_bytes(small_week()))
    return path


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(verb: Verb, week: Path) -> None:
    code, out, errors = verb("import", week, *MONDAY, *WHERE, "--dry-run")
    assert (code, out.splitlines()[:3], errors) == (0, ["Would make:", "       2 sites", "       3 rooms"], "")
    assert list(site_records()) == []


def test_in_twice_and_out(verb: Verb, week: Path, tmp_path: Path) -> None:
    code, out, errors = verb("import", week, *MONDAY, *WHERE)
    assert (code, out.splitlines()[0], errors) == (0, "Made:", "")
    again = (0, "This file was imported for this Monday before. Nothing changes.\n", "")
    assert verb("import", week, *MONDAY, *WHERE) == again
    text = canonical(parse(week.read_bytes()))
    assert verb("export", *MONDAY) == (0, text, "")
    assert verb("export", *MONDAY, "--out", tmp_path / "out.json") == (0, "", "")
    assert (tmp_path / "out.json").read_text() == text
    with pytest.raises(CannotRun, match="out.json can not be written: File exists"):
        verb("export", *MONDAY, "--out", tmp_path / "out.json")
    assert verb("export", "--monday", "2026-11-30")[0] == 1


def test_every_fault_is_told_with_its_place_and_its_mend(verb: Verb, tmp_path: Path) -> None:
    broken = small_week()
    put(broken, "rooms[0].site", "S9")
    put(broken, "clinicians[0].site", DROP)
    (tmp_path / "broken.json").write_bytes(as_bytes(broken))
    code, out, errors = verb("import", tmp_path / "broken.json", *MONDAY, *WHERE)
    lines = errors.splitlines()
    assert (code, out, lines[-1]) == (1, "", f"{(len(lines) - 1) // 2} faults in the week file. Nothing was written.")
    assert sorted(line.partition(":")[0] for line in lines[:-1:2]) == ["clinicians[0].site", "rooms[0].site"]
    assert all(line.startswith("    → ") for line in lines[1:-1:2])


def test_every_reason_is_told(verb: Verb, week: Path) -> None:
    code, out, errors = verb("import", week, "--monday", "2026-11-24", "--time-zone", "America/Nowhere")
    assert (code, out, len(errors.splitlines())) == (1, "", 2)


def test_a_file_that_is_not_there(verb: Verb, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="none.json can not be read: No such file or directory"):
        verb("import", tmp_path / "none.json", *MONDAY, *WHERE)


def test_the_demo_keeps_away_from_another_agency(verb: Verb, week: Path) -> None:
    verb("import", week, *MONDAY, *WHERE)
    with pytest.raises(CannotRun, match="holds an agency that is not the demo's"):
        agency()


def test_a_reset_never_touches_a_database_of_your_own(verb: Verb) -> None:
    with pytest.raises(CannotRun, match="DATABASE_URL names another one"):
        reset()


def test_migrate_has_nothing_to_do_twice(verb: Verb, committed: str) -> None:
    assert verb("migrate", "--check") == (0, "Nothing is pending.\n", "")
