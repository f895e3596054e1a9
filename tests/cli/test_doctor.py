"""Each check of the doctor passes on a sound installation, and each can be made to fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from stepdown.agency.actions import open_sites
from stepdown.agency.queries import number_to_call
from stepdown.agency.terms import NewSite
from stepdown.audit.actions import chart_read, enqueue, not_drained
from stepdown.audit.context import action
from stepdown.audit.models import ChartRead
from stepdown.audit.seals.heads import NAME, heads, write_head
from stepdown.audit.seals.sealing import seal
from stepdown.audit.terms import Actor, system
from stepdown.cli.checks import database, history, machine
from stepdown.cli.checks.result import Result
from stepdown.cli.doctor import accept, examine
from stepdown.cli.errors import CannotRun
from stepdown.cli.migrations import migrate_connected, refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role
from stepdown.policy.actions import load_rows
from stepdown.worker import timed
from tests.audit.settle import settle
from tests.conftest import point_django_at, url

BY = system("test")
CHECKS = [
    "database", "extensions", "migrations", "clock", "role", "locks", "policy", "constraints", "triggers", "wall", "secrets",
    "history", "unsealed", "heads", "outbox", "sheets", "mail",
    "disk", "static files",
]  # fmt: skip


@action
def send_later(*, by: Actor, at: datetime, kind: str) -> None:
    enqueue(kind, {}, at=at)


def owner(name: str, *statements: str, role: str = "owner") -> None:
    with psycopg.connect(url(name, role), autocommit=True) as session:
        for statement in statements:
            session.execute(statement)


def wrong(results: list[Result]) -> list[tuple[str, str]]:
    """What was found wrong; everything wrong says how to mend it."""
    assert all(one.mend for one in results if not one.ok)
    return [(one.check, one.found) for one in results if not one.ok]


def test_a_sound_installation(committed: str, settings: Settings, tmp_path: Path) -> None:
    settings.WHITENOISE_USE_FINDERS, settings.STATIC_ROOT = False, str(tmp_path)
    settings.HEADS_TO = tmp_path
    (tmp_path / "staticfiles.json").touch()
    load_rows(by=BY, at=datetime.now(UTC))
    chart_read(by=BY, client=7, page="desk:client")
    settle()
    results = examine()
    assert ([one.check for one in results], wrong(results)) == (CHECKS, [])
    assert history.seals()[1].found == "every row of history is sealed"  # the doctor sealed it
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert [one.found for one in history.signed_heads()] == [f"1 signed since {today}, the newest {today}; all hold"]


@pytest.mark.django_db
def test_a_sender_that_says_what_kind_of_place_writes(settings: Settings) -> None:
    """Words of treatment and the names of our own sites are told; nothing leaves meanwhile."""
    (site,) = open_sites(by=BY, at=datetime.now(UTC), sites=[NewSite("A", "Alder House", "UTC")])
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}
    settings.MAIL_FROM = ("hello@example.org", "Topaz")
    assert machine.mail()[0].mend == "no reminder leaves until a site has a phone number: Settings, Sites"
    (other,) = open_sites(by=BY, at=datetime.now(UTC), sites=[NewSite("B", "Birch", "UTC", phone="555 0100")])
    assert [number_to_call(one) for one in (site, other, 0)] == ["555 0100"] * 3
    assert (
        machine.mail()[0].ok,
        machine.mail()[0].found.endswith("; A without a number of its own: the agency's is given"),
    ) == (True, True)
    settings.MAIL_FROM = ("recovery@alderhouse.example", "")
    assert machine.mail()[0].mend.endswith("says nothing of: recover, Alder House")


def test_shipped_policy_rows_that_never_came_are_told(committed: str) -> None:
    [one] = database.policy_rows()
    assert (one.check, one.mend, "shipped rows are not loaded" in one.found) == (
        "policy",
        "run: stepdown migrate",
        True,
    )


def test_a_server_that_lets_a_transaction_lock_too_little(committed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(database.locks()) == []
    monkeypatch.setattr(database, "LOCKS", 257)
    assert wrong(database.locks()) == [("locks", "max_locks_per_transaction is 256")]


def test_a_database_that_does_not_answer(committed: str, settings: Settings) -> None:
    point_django_at("nowhere")
    results = examine()
    assert wrong(results)[0] == ("database", "does not answer")
    assert [one.check for one in results] == ["database", "disk", "static files"]


OLD_READ = (
    "ALTER TABLE audit_chartread DISABLE TRIGGER USER;"
    " INSERT INTO audit_chartread (actor, request, client_id, page, grounds, recorded_at)"
    " VALUES ('synthetic', '', 7, 'x', '', now() - interval '61 minutes');"
    " ALTER TABLE audit_chartread ENABLE TRIGGER USER"
)
DAMAGE: dict[str, tuple[str, str, Callable[[], list[Result]], tuple[str, str]]] = {
    "the program may change history": (
        "owner",
        "GRANT UPDATE ON audit_entry TO stepdown_app",
        database.roles,
        ("role", "the program's role may change audit_entry"),
    ),
    "an extension is gone": (
        "superuser",
        "DROP EXTENSION pg_trgm CASCADE",
        database.extensions,
        ("extensions", "missing: pg_trgm"),
    ),
    "a migration is pending": (
        "owner",
        "DELETE FROM django_migrations WHERE app = 'transfer'",
        database.migrations,
        ("migrations", "2 pending, first transfer.0001_initial"),
    ),
    "a constraint is gone": (
        "owner",
        "ALTER TABLE audit_seal DROP CONSTRAINT seal_forwards",
        database.constraints,
        ("constraints", "missing: audit_seal.seal_forwards"),
    ),
    "a constraint is not checked": (
        "superuser",
        "UPDATE pg_constraint SET convalidated = false WHERE conname = 'seal_forwards'",
        database.constraints,
        ("constraints", "missing: audit_seal.seal_forwards"),
    ),
    "a trigger is off": (
        "owner",
        "ALTER TABLE agency_site DISABLE TRIGGER pgtrigger_update_update_6b25d",
        database.triggers,
        ("triggers", "not as declared: agency_site.update_update (off)"),
    ),
    "a trigger is gone": (
        "owner",
        "DROP TRIGGER pgtrigger_append_only_a6b88 ON audit_entry",
        database.triggers,
        ("triggers", "not as declared: audit_entry.append_only (uninstalled)"),
    ),
    "a trigger does nothing any more": (
        "owner",
        "CREATE OR REPLACE FUNCTION pgtrigger_append_only_a6b88() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        database.triggers,
        ("triggers", "not as declared: audit_entry.append_only (changed)"),
    ),
    "nobody seals": (
        "owner",
        OLD_READ,
        history.seals,
        ("unsealed", "the oldest row without a seal is 61 min old"),
    ),
    "a job failed for good": (
        "owner",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('outbox', 'x', 'failed')",
        history.outbox,
        ("outbox", "1 jobs failed for good"),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found(committed: str, damage: str) -> None:
    role, statement, check, expected = DAMAGE[damage]
    if "DISABLE TRIGGER" in statement:  # pgtrigger ends the name with a hash
        statement = statement.replace("pgtrigger_update_update_6b25d", _trigger("agency_site", "update_update"))
    owner(committed, statement, role=role)
    assert wrong(check()) == [expected]


def test_a_wall_that_was_switched_off_is_found(committed: str) -> None:
    assert wrong(database.wall()) == []
    owner(committed, "ALTER TABLE people_client DISABLE ROW LEVEL SECURITY")
    assert wrong(database.wall()) == [("wall", "row-level security is off: people_client")]


def test_migrating_puts_triggers_back(committed: str) -> None:
    off, append_only = _trigger("agency_site", "update_update"), _trigger("audit_entry", "append_only")
    owner(
        committed,
        f"ALTER TABLE agency_site DISABLE TRIGGER {off}",
        f"CREATE OR REPLACE FUNCTION {append_only}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "GRANT UPDATE ON audit_entry TO stepdown_app",
    )
    assert len(wrong(database.triggers() + database.roles())) == 2
    point_django_at(committed, "owner")
    migrate_connected("stepdown_app", verbosity=0)
    point_django_at(committed)
    assert wrong(database.triggers() + database.roles()) == []


def _trigger(table: str, name: str) -> str:
    with connection.cursor() as cursor:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s"
        cursor.execute(query, [table, f"pgtrigger_{name}_%"])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("role", "powers"),
    [
        ("owner", "owns tables"),
        ("superuser", "is a superuser and bypasses row-level security and owns tables"),
    ],
)
def test_a_role_that_walls_do_not_hold(committed: str, role: str, powers: str) -> None:
    point_django_at(committed, role)
    assert wrong(database.roles()) == [("role", f"the program's role {powers}")]
    with pytest.raises(CannotRun, match=f"names a role that {powers}"):
        refuse_strong_role()


def test_an_old_database_is_not_served(committed: str) -> None:
    refuse_strong_role()
    refuse_pending_migrations()
    owner(committed, "DELETE FROM django_migrations WHERE app = 'transfer'")
    with pytest.raises(
        CannotRun, match="2 migrations are not applied, first transfer.0001_initial. Run: stepdown migrate"
    ):
        refuse_pending_migrations()


def test_changed_history(committed: str) -> None:
    chart_read(by=BY, client=7, page="desk:client")
    settle()
    seal(by=BY, at=datetime.now(UTC))
    owner(committed, "ALTER TABLE audit_chartread DISABLE TRIGGER USER", "DELETE FROM audit_chartread")
    ((check, found),) = wrong(history.seals())
    assert check == "history"
    assert "this batch has fewer rows than when it was sealed (sealed: 1 rows, now: 0); number " in found
    assert found.endswith(" UTC, is gone")


def test_changed_history_is_told_by_row_moment_and_field(committed: str) -> None:
    chart_read(by=BY, client=7, page="desk:client")
    settle()
    seal(by=BY, at=datetime.now(UTC))
    owner(committed, "ALTER TABLE audit_chartread DISABLE TRIGGER USER", "UPDATE audit_chartread SET client_id = 8")
    ((_, found),) = wrong(history.seals())
    number, moment = ChartRead.objects.values_list("pk", "recorded_at").get()
    expected = f"; number {number}, written {moment:%Y-%m-%d %H:%M} UTC, was changed: client_id"
    assert found[-len(expected) :] == expected


def test_what_signed_heads_say(committed: str, settings: Settings, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    settings.HEADS_TO = tmp_path
    assert [one.found for one in history.signed_heads()] == ["none signed yet: the worker signs the first one today"]
    chart_read(by=BY, client=7, page="desk:client")
    settle()
    seal(by=BY, at=now - timedelta(days=3))
    since = f"{now - timedelta(days=3):%Y-%m-%d}"
    late = ("heads", f"none was signed in {tmp_path}, though history is sealed since {since}")
    assert wrong(history.signed_heads()) == [late]
    write_head(tmp_path, keys=settings.FIELD_KEYS, at=now - timedelta(days=3))
    assert wrong(history.signed_heads()) == [("heads", f"none was signed since {since}")]
    timed.seal_history.func(0)
    assert wrong(history.signed_heads()) == []
    owner(committed, "ALTER TABLE audit_seal DISABLE TRIGGER USER", "DELETE FROM audit_seal")
    [(check, found)] = wrong(history.signed_heads())
    assert (check, found.partition(":")[0]) == (
        "heads",
        "the database is an older copy than a signed head, or its end was cut off",
    )
    timed.seal_history.func(0)  # seals anew, and does not sign for it
    assert (len(heads(tmp_path)), accept("restored by hand"), wrong(history.signed_heads())) == (2, 0, [])
    settings.HEADS_TO = tmp_path / NAME
    assert wrong(history.signed_heads()) == [("heads", f"{tmp_path / NAME} can not be read: Not a directory")]


def test_a_clock_that_is_wrong(committed: str) -> None:
    owner(
        committed,
        "CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
        " $$ SELECT pg_catalog.clock_timestamp() + interval '90 seconds' $$",
    )
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = public, pg_catalog")
    assert wrong(machine.clock()) == [("clock", "the database's clock and this machine's differ by 90 s")]


def test_a_time_zone_nobody_knows(committed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ZONE", "Synthetic/Nowhere")
    assert wrong(machine.clock()) == [("clock", "the database does not know the time zone Synthetic/Nowhere")]


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 2**80)
    assert [check for check, _ in wrong(machine.disk())] == ["disk"]


def test_static_files_not_built(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "SAMPLE_FILES", ("vendor/not-built.css",))
    assert wrong(machine.static_files()) == [("static files", "missing: vendor/not-built.css")]
    settings.WHITENOISE_USE_FINDERS, settings.STATIC_ROOT = False, str(tmp_path)
    settings.HEADS_TO = tmp_path
    assert wrong(machine.static_files()) == [("static files", f"missing: {tmp_path}/staticfiles.json")]


def test_messages_that_wait(committed: str) -> None:
    send_later(by=BY, at=datetime.now(UTC), kind="synthetic")
    assert (wrong(history.outbox()), history.outbox()[0].found) == ([], "1 messages wait")
    send_later(by=BY, at=datetime.now(UTC) - timedelta(hours=3), kind="synthetic")
    assert wrong(history.outbox()) == [("outbox", "2 messages wait, the oldest for 3 h")]
    not_drained(by=BY, at=datetime.now(UTC), message=1)
    assert wrong(history.outbox()) == [("outbox", "messages nobody takes: synthetic")]
