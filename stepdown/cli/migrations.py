"""Bringing the database to this version."""

from __future__ import annotations

from datetime import UTC, datetime

from stepdown.cli.errors import CannotRun
from stepdown.cli.start import as_owner


def pending() -> list[str]:
    """Names of the migrations that this program has and the database has not, in order, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_pending_migrations() -> None:
    """Raise CannotRun when the database is older than this program."""
    names = pending()
    if names:
        raise CannotRun(f"{len(names)} migrations are not applied, first {names[0]}. Run: stepdown migrate")


def migrate(*, verbosity: int = 1) -> None:
    """Apply every migration as the owner, take back the right to change history, and load the policy rows."""
    with as_owner() as app_role:
        migrate_connected(app_role, verbosity=verbosity)
    load_policy("migrate")


def load_policy(label: str) -> None:
    """Bring in the policy rows this version ships and the database has not; told in history as done by `label`."""
    from stepdown.audit.terms import system
    from stepdown.policy.actions import load_rows

    load_rows(by=system(label), at=datetime.now(UTC))


def migrate_connected(app_role: str, *, verbosity: int) -> None:
    """Migrate the database that Django is connected to, as its owner; `app_role` may not change its history.

    Triggers that somebody removed, changed or switched off are put back.
    """
    from django.core.management import call_command
    from django.db import connection

    from stepdown.audit.grants import forbid_changing_history
    from stepdown.cli.checks.database import faulty_triggers

    call_command("migrate", verbosity=verbosity, interactive=False)
    for model, trigger, _ in faulty_triggers():
        trigger.install(model)
    with connection.cursor() as cursor:
        forbid_changing_history(cursor, app_role)
