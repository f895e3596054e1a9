"""Is the database there, is it new enough, and do its walls stand?"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from pgtrigger.core import INSTALLED

from stepdown.agency.queries import secrets_kept
from stepdown.audit.grants import history_tables
from stepdown.audit.queries import powers_of_this_role
from stepdown.audit.secret import KeyState
from stepdown.cli.checks.result import Result

OLDEST = 15
LOCKS = 256
"""`max_locks_per_transaction`: an import is one transaction that locks every client it is about (docs/adr/0016)."""
EXTENSIONS = {"btree_gist", "pg_trgm"}
MIGRATE = "run: stepdown migrate"


def reachable() -> list[Result]:
    """The server answers and is new enough. The other checks only make sense after this one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000,"
                " current_setting('server_encoding'), current_user, current_database()"
            )
            version, major, encoding, role, name = cursor.fetchone()
    except DatabaseError:
        return [Result("database", "does not answer", "start PostgreSQL, or correct DATABASE_URL")]
    found = f"{name}, PostgreSQL {version}, {encoding}, as {role}"
    if major < OLDEST:
        return [Result("database", found, f"PostgreSQL {OLDEST} or later is needed: upgrade the server")]
    if encoding != "UTF8":
        return [Result("database", found, "make the database again with ENCODING 'UTF8', and restore a backup into it")]
    return [Result("database", found)]


def roles() -> list[Result]:
    """The program's role owns nothing and can't change history."""
    powers = powers_of_this_role()
    if powers:
        mend = "put the application role into DATABASE_URL; the owner belongs into DATABASE_OWNER_URL only"
        return [Result("role", f"the program's role {' and '.join(powers)}", mend)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)"
            " AND (has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(oid, 'UPDATE'))"
            " ORDER BY 1",
            [history_tables()],
        )
        open_tables = [name for (name,) in cursor.fetchall()]
    if open_tables:
        return [Result("role", f"the program's role may change {_some(open_tables)}", MIGRATE)]
    return [Result("role", "owns nothing, and may only add to history")]


def locks() -> list[Result]:
    """One transaction may lock as many clients as an import of some thousands is about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_locks_per_transaction')::int")
        (most,) = cursor.fetchone()
    mend = (
        f"set max_locks_per_transaction = {LOCKS} in postgresql.conf, or at your provider, and start the server again"
    )
    return [Result("locks", f"max_locks_per_transaction is {most}", "" if most >= LOCKS else mend)]


def extensions() -> list[Result]:
    """The extensions that constraints and search need."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        missing = sorted(EXTENSIONS - {name for (name,) in cursor.fetchall()})
    if missing:
        mend = "as an administrator: " + " ".join(f"CREATE EXTENSION {name};" for name in missing)
        return [Result("extensions", f"missing: {', '.join(missing)}", mend)]
    return [Result("extensions", ", ".join(sorted(EXTENSIONS)))]


def migrations() -> list[Result]:
    """The database is as new as the program."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        first = plan[0][0]
        return [Result("migrations", f"{len(plan)} pending, first {first.app_label}.{first.name}", MIGRATE)]
    return [Result("migrations", "all applied")]


def policy_rows() -> list[Result]:
    """The policy rows that this version ships have reached the database."""
    from stepdown.policy.queries import all_values, missing

    if behind := missing():
        return [Result("policy", f"{len(behind)} shipped rows are not loaded, first {behind[0].key}", MIGRATE)]
    return [Result("policy", f"{len(all_values())} rows")]


def constraints() -> list[Result]:
    """Every constraint that the models declare is in the database, and checked against all rows."""
    declared = {
        (model._meta.db_table, constraint.name) for model in apps.get_models() for constraint in model._meta.constraints
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, convalidated FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace UNION ALL"
            " SELECT indrelid::regclass::text, indexrelid::regclass::text, indisvalid FROM pg_index WHERE indisunique"
        )
        there = {(table.strip('"'), name.strip('"')) for table, name, valid in cursor.fetchall() if valid}
    missing = sorted(f"{table}.{name}" for table, name in declared - there)
    if missing:
        mend = "a person removed them, or a migration was faked: add them again as the owner, or restore a backup"
        return [Result("constraints", f"missing: {_some(missing)}", mend)]
    return [Result("constraints", f"{len(declared)} in place")]


def triggers() -> list[Result]:
    """Every trigger that writes history or refuses a write is there, as declared, and switched on."""
    if wrong := faulty_triggers():
        named = sorted(f"{model._meta.db_table}.{trigger.name} ({how})" for model, trigger, how in wrong)
        return [Result("triggers", f"not as declared: {_some(named)}", f"{MIGRATE}; then find out who did it")]
    return [Result("triggers", f"{len(pgtrigger.registered())} in place and on")]


def wall() -> list[Result]:
    """Row-level security is on wherever there is a policy, and there is one (docs/adr/0020)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND oid IN (SELECT polrelid FROM pg_policy) ORDER BY 1"
        )
        found = cursor.fetchall()
    off = [name for name, on in found if not on]
    if off or not found:
        mend = (
            "a person switched it off: as the owner, ALTER TABLE … ENABLE ROW LEVEL SECURITY; then find out who did it"
        )
        return [Result("wall", f"row-level security is off: {_some(off) if off else 'everywhere'}", mend)]
    return [Result("wall", f"row-level security around {len(found)} tables")]


def faulty_triggers() -> list[tuple[Any, pgtrigger.Trigger, str]]:
    """Triggers that are gone, off, of an older version, or whose function was changed in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
        )
        bodies = dict(cursor.fetchall())
    faulty = []
    for model, trigger in pgtrigger.registered():
        status, enabled = trigger.get_installation_status(model)
        body = bodies.get(trigger.get_pgid(model), "").strip()
        if status != INSTALLED:
            faulty.append((model, trigger, status.lower()))
        elif not enabled:
            faulty.append((model, trigger, "off"))
        elif body not in trigger.compile(model).install_sql:  # the status only compares a comment
            faulty.append((model, trigger, "changed"))
    return faulty


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"


def secrets() -> list[Result]:
    """Every secret can be opened, and is under the newest key."""
    kept = secrets_kept(settings.FIELD_KEYS)
    results = []
    if lost := kept[KeyState.LOST]:
        mend = "put the key back into STEPDOWN_FIELD_KEYS; without it: stepdown sign-in second-factor EMAIL --reset"
        results.append(Result("secrets", f"{lost} under a key that is not here", mend))
    if old := kept[KeyState.OLDER] + kept[KeyState.NONE]:
        results.append(Result("secrets", f"{old} under an older key, or under none", "run: stepdown keys renew"))
    return results or [Result("secrets", f"{kept[KeyState.NEWEST]} under the newest key")]
