"""Tables in and out by command: the exit code, what is said, and that stopping costs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepdown.people.models import Client
from stepdown.transfer.imports import work
from stepdown.transfer.sheets.catalogue import CHAPTERS, SHEETS
from tests.cli.conftest import Verb
from tests.transfer.sheets.files import FILES

CLIENTS = FILES["clients"]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    for table, text in FILES.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def with_site(verb: Verb, files: Path) -> Verb:
    assert verb("import-csv", "sites", files / "sites.csv")[0] == 0
    return verb


def test_in_and_out(with_site: Verb, files: Path, tmp_path: Path) -> None:
    code, said, _ = with_site("import-csv", "clients", files / "clients.csv")
    assert (code, said) == (0, "3 rows: 3 new, 0 here already. Written.\n")
    assert with_site("export-csv", "clients") == (0, CLIENTS, "")
    assert with_site("export-csv", "clients", tmp_path / "out.csv")[0] == 0
    assert ((tmp_path / "out.csv").read_text(), oct((tmp_path / "out.csv").stat().st_mode)) == (CLIENTS, "0o100600")


def test_twice_is_once(with_site: Verb, files: Path) -> None:
    with_site("import-csv", "clients", files / "clients.csv")
    code, said, _ = with_site("import-csv", "clients", files / "clients.csv")
    assert (code, said) == (0, "3 rows: 0 new, 3 here already. Nothing changes.\n")


def test_a_header_only_is_no_fault(with_site: Verb, files: Path) -> None:
    (files / "clients.csv").write_text(CLIENTS.splitlines()[0] + "\n")
    nothing = (0, "The file has a header and no rows under it. Nothing changes.\n", "")
    assert with_site("import-csv", "clients", files / "clients.csv") == nothing


def test_a_dry_run_writes_nothing(with_site: Verb, files: Path) -> None:
    code, said, _ = with_site("import-csv", "clients", files / "clients.csv", "--dry-run")
    assert (code, said) == (0, "3 rows: 3 new, 0 here already. No fault; nothing was written.\n")
    assert Client.objects.count() == 0


def test_faults_are_told_and_written_down(with_site: Verb, files: Path, tmp_path: Path) -> None:
    (files / "clients.csv").write_text(CLIENTS.replace("1990-01-31", "=31.1.90").replace("Tee", "Bee"))
    wanted = tmp_path / "faults.csv"
    code, said, told = with_site("import-csv", "clients", files / "clients.csv", "--faults", wanted)
    assert (code, said) == (1, "")
    assert told == (
        "line 2, date_of_birth “=31.1.90”: This is no day of the calendar.\n"
        "    → Write year-month-day, as 2026-03-31.\n"
        "1 faults in 3 rows. Nothing was written.\n"
    )
    assert wanted.read_text() == (
        "line,column,value,problem,mend\n"
        '2,date_of_birth,\'=31.1.90,This is no day of the calendar.,"Write year-month-day, as 2026-03-31."\n'
    )
    assert Client.objects.count() == 0


def test_stopped_and_gone_on_with(with_site: Verb, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(work, "_batches", interrupt)
        with pytest.raises(KeyboardInterrupt):
            with_site("import-csv", "clients", files / "clients.csv")
    code, said, told = with_site("import-csv", "clients", files / "clients.csv")
    assert (code, said) == (0, "3 rows: 3 new, 0 here already. Written.\n")
    assert "Going on with the rows that were read before." in told


@pytest.mark.parametrize(
    "words", [("import-csv", "nothing", __file__), ("export-csv", "nothing"), ("csv-template", "nothing")]
)
def test_a_table_that_is_none(verb: Verb, words: tuple[str, ...]) -> None:
    code, said, told = verb(*words)
    assert (code, said) == (1, "")
    assert told.startswith("There is no table of that name. (table: nothing, tables: sites, programs, rooms")


def test_templates(verb: Verb) -> None:
    code, said, _ = verb("csv-template")
    listed = [line.split()[0] for line in said.splitlines() if line.startswith("  ")]
    assert (code, listed) == (0, list(SHEETS))
    assert [line for line in said.splitlines() if line[:1].strip()] == list(CHAPTERS)
    assert verb("csv-template", "series") == (0, "code,name\nrelapse,Relapse prevention\n", "")
