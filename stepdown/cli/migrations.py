"""Bringing the database to this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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

    with _new_models_alone():
        call_command("migrate", verbosity=verbosity, interactive=False)
    for model, trigger, _ in faulty_triggers():
        trigger.install(model)
    with connection.cursor() as cursor:
        forbid_changing_history(cursor, app_role)


@contextmanager
def _new_models_alone() -> Iterator[None]:
    """Let Django's picture of the models grow by the new one alone when a migration creates a table.

    Django pictures everything anew that a new model points to, and what that points to: nearly all there is, for each
    of our tables. An empty database takes less than half the time so, and becomes the same (tests/cli/test_migrations).
    """
    from django.db.migrations.state import ModelState, ProjectState

    everything_anew = ProjectState.add_model

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        known = (model_state.app_label, model_state.name_lower) in self.models
        apps = None if known else self.__dict__.pop("apps", None)
        everything_anew(self, model_state)
        if apps is not None:
            self.__dict__["apps"] = apps
            apps.render_multiple([model_state])

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = everything_anew  # type: ignore[method-assign]
