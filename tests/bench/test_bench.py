"""The benchmarks run: each at a scale of seconds, on this test's own database, so that none is found broken when asked for.

`start` and `races` start what tests of their own start already; here only that what they call is there.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from bench import gate, imports, pages, races, seals, start, tables, wall
from bench.__main__ import MEASUREMENTS, main
from bench.agency import Span, files
from tests.conftest import url

ROOT = Path(__file__).parents[2]
SHOWN = ("today", "ledger", "week", "clients", "client", "session", "admissions")


@pytest.fixture
def environment(committed: str, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stepdown.config.settings",
        "DATABASE_URL": url(committed, "app"),
        "DATABASE_OWNER_URL": url(committed, "owner"),
        "STEPDOWN_DATA": str(tmp_path),
        "STEPDOWN_DEMO": "1",
        "STEPDOWN_SECRET_KEY": "synthetic",
    }


def count(database: str, table: str) -> int:
    with psycopg.connect(url(database, "superuser")) as session:
        (found,) = session.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)  # type: ignore[arg-type]
        return int(found)


def test_every_measurement_has_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(MEASUREMENTS.values()) == [
        gate.measure,
        start.measure,
        tables.measure,
        imports.measure,
        wall.measure,
        pages.measure,
        seals.measure,
        races.measure,
    ]
    assert main(["nonsense"]) == 2
    assert "no measurement called nonsense" in capsys.readouterr().out
    assert (ROOT / "tests" / "actions" / "test_races.py").is_file()


def test_who_leaves_is_in_no_track_any_more() -> None:
    span = Span(date(2026, 1, 5), datetime(2026, 1, 22, 15, tzinfo=UTC), a_week=2)
    sheets = {name: list(csv.DictReader(data.decode().splitlines())) for name, data in files(span)}
    left = {row["client"]: row["discharged_on"] for row in sheets["stays"]}
    assert Counter(left.values()) == {"": 24, "2026-01-12": 2, "2026-01-19": 2}
    assert {row["client"]: row["ends"] for row in sheets["track_clients"]} == left


def test_a_table_is_imported(committed: str, environment: dict[str, str]) -> None:
    found = tables.imported(environment, 20)
    assert count(committed, "people_client") == 20
    assert 0 < found.both < found.processor * 1000
    assert found.megabytes > 10
    assert tables.attended(environment, 40) > 0
    assert (count(committed, "session_visit"), count(committed, "session_segment")) == (40, 40)


def test_the_gate_answers() -> None:
    assert [gate.answers(consents, 0.01) > 0 for consents in (1, 100)] == [True, True]


def test_history_is_sealed_and_verified(committed: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "bench.seals", "300"]
    said = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.startswith("300 rows under 1 seals verified in ")


def test_a_week_is_imported(committed: str, environment: dict[str, str]) -> None:
    week = ROOT / "docs" / "tutorial" / "small-week.json"
    assert imports.rows_of(week) > 5
    assert imports.imported(environment, week) > 0
    assert count(committed, "people_client") == 3


def test_an_agency_is_seeded_and_its_pages_asked(
    committed: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seeding = [sys.executable, "-W", "ignore", "-m", "bench.seeded", "1", "3"]
    made = subprocess.run(seeding, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    seats, sessions = (count(committed, f"schedule_{table}") for table in ("participant", "plannedsession"))
    assert (sessions, count(committed, "schedule_sessionstaff")) == (2 * 270, 2 * 270)
    assert 36 * 6 < seats <= 36 * 18
    assert made.stdout.startswith("36 clients, ")
    for name, value in {**environment, "STEPDOWN_BENCH_ROUNDS": "1", "STEPDOWN_BENCH_PAGES": ",".join(SHOWN)}.items():
        monkeypatch.setenv(name, value)
    found = pages.asked(url(committed, "app"))
    assert set(found) == set(SHOWN)
    *lines, last = pages.compared(found, found)
    assert [line.split()[0] for line in lines] == sorted(SHOWN)
    assert last.startswith(f"{len(SHOWN)} pages, ")
    asking = [sys.executable, "-W", "ignore", "-m", "bench.wall"]
    told = subprocess.run(
        asking, env={**environment, "STEPDOWN_BENCH_ROUNDS": "1"}, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "a client's page for one site",
        "a client's page for all sites",
    ]
