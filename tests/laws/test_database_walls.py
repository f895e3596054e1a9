"""The walls stand in the database itself, as it is installed, and the app's role can't pass them."""

from __future__ import annotations

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from stepdown.audit.grants import FRAMEWORK, added_to, history_tables
from tests.laws.tree import our_models

UNGUARDED = {
    "audit.ChartRead": "a read is no action, and must be recorded all the same",
}
GUARDED_COLUMNS = {"agency.User": ("id", "email", "name", "is_active", "is_superuser", "demo")}
"""Signing in writes last_login, and a better hash of the same password, outside any action; all else is guarded."""
PROMISED = {
    "away_one_at_a_time",
    "leader_in_one_place",
    "care_team_one_at_a_time",
    "client_in_one_place",
    "enrollment_once",
    "episode_one_at_a_time",
    "hold_one_at_a_time",
    "on_call_one_at_a_time",
    "policy_one_value_a_day",
    "prescription_one_at_a_time",
    "room_in_one_place",
    "segment_counts_a_minute_once",
    "staff_in_one_place",
    "stay_one_at_a_time",
    "track_enrollment_once",
    "visit_one_at_a_time",
}
"""What must never overlap; the last word on two people pressing the button at once."""


def fetch(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def triggers(name: str) -> dict[str, str]:
    """Table → the trigger's definition, for every enabled trigger of that name (pgtrigger adds a hash)."""
    return dict(
        fetch(
            "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname LIKE %s AND tgenabled IN ('O', 'A') AND NOT tgisinternal",
            f"pgtrigger_{name}_%",
        )
    )  # type: ignore[arg-type]


def powers(table: str) -> list[str]:
    """What the connected role may do to a table, beyond reading it."""
    wanted = ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"]
    return [power for power in wanted if fetch("SELECT has_table_privilege(%s, %s)", table, power) == [(True,)]]


def describe(model: type[Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", our_models(), ids=describe)
def test_writes_to_it_happen_in_an_action(db: None, model: type[Model]) -> None:
    definition = triggers("only_in_actions").get(model._meta.db_table)
    if describe(model) in UNGUARDED:
        assert definition is None
    else:
        assert definition is not None
        of = f" OF {', '.join(columns)}" if (columns := GUARDED_COLUMNS.get(describe(model))) else ""
        assert f" BEFORE INSERT OR DELETE OR UPDATE{of} OR TRUNCATE ON " in definition


@pytest.mark.parametrize("table", history_tables())
def test_history_is_only_added_to(db: None, table: str) -> None:
    assert " BEFORE DELETE OR UPDATE OR TRUNCATE ON " in triggers("append_only")[table]
    assert powers(table) == []


@pytest.mark.parametrize("table", history_tables())
def test_the_database_numbers_history(db: None, table: str) -> None:
    """The app names every column but the key, and only where it writes: events and epochs are the owner's."""
    columns = fetch(
        "SELECT attname::text, has_column_privilege(attrelid, attnum, 'INSERT') FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        table,
    )
    by_the_app = table in {model._meta.db_table for model in added_to()}
    assert dict(columns) == {name: by_the_app and name != "id" for name, _ in columns}  # type: ignore[arg-type]


SAY = "SELECT set_config('stepdown.action', 'x', true), set_config('stepdown.actor', 'x', true)"
SAY_ALL = f"""{SAY}, set_config('pghistory.context_id', '00000000-0000-0000-0000-000000000001', true),
    set_config('pghistory.context_metadata', '{{"action": "x"}}', true)"""
SITE = "INSERT INTO agency_site (code, name, time_zone, virtual, jurisdiction) VALUES ('S', 'x', 'UTC', false, 'US')"
ENTRY = "action, actor, request, context_id, occurred_at, subject_kind, subject_id, details"
VALUES = "'x', 'x', '', gen_random_uuid(), now(), 'x', 1, '{}'"
ATTACKS: dict[str, tuple[list[str], str]] = {
    "an epoch that ends sealing": (
        [SAY_ALL, "INSERT INTO audit_epoch (began_at, reason, floors) VALUES (now(), 'x', '{}')"],
        "permission denied for table audit_epoch",
    ),
    "an event by hand": (
        [SAY_ALL, "INSERT INTO agency_siteevent (pgh_id, pgh_label) VALUES (-1, 'insert')"],
        "permission denied for table agency_siteevent",
    ),
    "an entry with a number": (
        [SAY_ALL, f"INSERT INTO audit_entry (id, {ENTRY}) VALUES (-1, {VALUES})"],
        "permission denied for table audit_entry",
    ),
    "an action without a context": ([SAY, SITE], "writes to agency_site happen in an action"),
    "triggers switched off by a setting": (
        ["SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger), true)", SITE],
        "writes to agency_site happen in an action",
    ),
    "a catalogue of one's own": (
        [
            "CREATE TEMP TABLE pg_class AS SELECT oid, 'stepdown_app'::regrole::oid AS relowner FROM pg_class",
            "SET LOCAL search_path = pg_temp, public, pg_catalog",
            SITE,
        ],
        "writes to agency_site happen in an action",
    ),
    "a table of one's own that writes history": (
        ["CREATE TEMP TABLE own (LIKE agency_site)", "CREATE TRIGGER own AFTER INSERT ON own FOR EACH ROW {function}"],
        "permission denied for function",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_way_around_the_walls_is_closed(db: None, attack: str) -> None:
    statements, refused = ATTACKS[attack]
    function = triggers("insert_insert")["agency_site"].rpartition("EXECUTE")[2]
    *before, last = (statement.replace("{function}", f"EXECUTE{function}") for statement in statements)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match=refused), transaction.atomic():
            cursor.execute(last)


def test_the_database_says_when_an_entry_was_written(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SAY_ALL)
        cursor.execute(f"INSERT INTO audit_entry (xact, recorded_at, {ENTRY}) VALUES (3, 'epoch', {VALUES})")
    assert fetch("SELECT xact = pg_current_xact_id()::text::bigint, recorded_at = now() FROM audit_entry") == [
        (True, True)
    ]


def test_the_owner_writes_events_by_closed_functions(db: None) -> None:
    """Only the functions that write events act as their owner; nobody else may call any, and no path misleads them."""
    found = fetch(
        "SELECT DISTINCT prosecdef, proconfig::text, has_function_privilege(pg_proc.oid, 'EXECUTE'),"
        " tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_'"
        " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname LIKE 'pgtrigger_%%' ORDER BY 1"
    )
    path = '{"search_path=pg_catalog, public, pg_temp"}'
    assert found == [(False, path, False, False), (True, path, False, True)]


@pytest.mark.parametrize("table", FRAMEWORK)
def test_the_app_only_reads_what_libraries_set_up(db: None, table: str) -> None:
    assert powers(table) == (["INSERT"] if table == "axes_accesslog" else [])


@pytest.mark.parametrize("table", history_tables())
def test_the_app_is_refused_to_change_history(db: None, table: str) -> None:
    column = fetch("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", table)[0][0]
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DatabaseError, match="permission denied|is append-only"), transaction.atomic():
            fetch(statement)


def test_every_history_table_keeps_its_own_model_in_step(db: None) -> None:
    """A tracked model has all three history triggers."""
    tracked = {table.removesuffix("event") for table in history_tables() if table.endswith("event")}
    for what in ("insert_insert", "update_update", "delete_delete"):
        assert set(triggers(what)) == tracked


def test_the_app_role_owns_nothing_and_is_no_superuser(db: None) -> None:
    assert fetch("SELECT current_user::text") == [("stepdown_app",)]
    assert fetch(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles"
        " WHERE rolname = current_user"
    ) == [(False,) * 5]
    assert fetch("SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')") == []


def test_the_app_role_can_make_no_table(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        fetch("CREATE TABLE planted (id int)")


def test_every_promised_exclusion_is_there(db: None) -> None:
    declared = {c.name for m in our_models() for c in m._meta.constraints if isinstance(c, ExclusionConstraint)}
    installed = {name for (name,) in fetch("SELECT conname::text FROM pg_constraint WHERE contype = 'x'")}
    assert declared == installed == PROMISED


def test_every_excuse_is_for_a_model_that_is_there() -> None:
    assert UNGUARDED.keys() - {describe(model) for model in our_models()} == set()


def test_a_table_without_its_trigger_is_found(committed: str) -> None:
    """Planted as the owner: the trigger is dropped, and the question above is asked again."""
    from tests.conftest import point_django_at

    point_django_at(committed, "owner")
    ((name,),) = fetch(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'agency_site'::regclass AND tgname LIKE %s",
        "pgtrigger_only_in_actions_%",
    )
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}" ON agency_site')
    assert triggers("only_in_actions").get("agency_site") is None


def test_a_power_over_history_is_found(committed: str) -> None:
    from tests.conftest import point_django_at

    point_django_at(committed, "owner")
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE ON audit_entry TO stepdown_app")
    point_django_at(committed, "app")
    assert powers("audit_entry") == ["UPDATE"]
