"""The walls stand in the database itself, as it is installed, and the app's role can't pass them."""

from __future__ import annotations

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from stepdown.audit.grants import history_tables
from tests.laws.tree import our_models

UNGUARDED = {
    "agency.User": "signing in writes last_login outside any action",
    "audit.ChartRead": "a read is no action, and must be recorded all the same",
}
PROMISED = {
    "care_team_one_at_a_time",
    "client_in_one_place",
    "enrollment_once",
    "episode_one_at_a_time",
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
        assert " BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON " in definition


@pytest.mark.parametrize("table", history_tables())
def test_history_is_only_added_to(db: None, table: str) -> None:
    assert " BEFORE DELETE OR UPDATE OR TRUNCATE ON " in triggers("append_only")[table]
    assert powers(table) == ["INSERT"]


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
    assert powers("audit_entry") == ["INSERT", "UPDATE"]
