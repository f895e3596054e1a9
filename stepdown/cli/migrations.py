"""Bringing the database to this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

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

    with _only_what_changes():
        call_command("migrate", verbosity=verbosity, interactive=False)
    for model, trigger, _ in faulty_triggers():
        trigger.install(model)
    with connection.cursor() as cursor:
        forbid_changing_history(cursor, app_role)


LOOSE = ("constraints", "indexes", "triggers")
"""What hangs on a model and is nothing that another model, or its own columns, look at."""


@contextmanager
def _only_what_changes() -> Iterator[None]:
    """Let Django's picture of the models change only where a migration changes it.

    Django pictures everything anew that a new or changed model points to, and what that points to: nearly all there is,
    for each of our tables, constraints, indexes and triggers. An empty database takes a quarter of the time so, and
    becomes the same (tests/cli/test_migrations).
    """
    from django.db.migrations.state import ModelState, ProjectState

    add_model, reload_model, render = ProjectState.add_model, ProjectState.reload_model, ModelState.render

    def add_it_alone(self: ProjectState, model_state: ModelState) -> None:
        known = (model_state.app_label, model_state.name_lower) in self.models
        apps = None if known else self.__dict__.pop("apps", None)
        add_model(self, model_state)
        if apps is not None:
            self.__dict__["apps"] = apps
            apps.render_multiple([model_state])

    def remember(self: ModelState, apps: Any) -> Any:
        model: Any = render(self, apps)
        model.pictured = _bones(self)
        return model

    def hang_on(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        drawn: dict[str, Any] = self.apps.all_models[app_label] if "apps" in self.__dict__ else {}
        model, state = drawn.get(model_name.lower()), self.models[app_label, model_name.lower()]
        if model is None or model.pictured != _bones(state):
            reload_model(self, app_label, model_name, delay)
            return
        for name in LOOSE:
            setattr(model._meta, name, state.options.get(name, []))

    ways = {
        (ProjectState, "add_model"): add_it_alone,
        (ProjectState, "reload_model"): hang_on,
        (ModelState, "render"): remember,
    }
    before = {(kind, name): getattr(kind, name) for kind, name in ways}
    for (kind, name), way in ways.items():
        setattr(kind, name, way)
    try:
        yield
    finally:
        for (kind, name), way in before.items():
            setattr(kind, name, way)


def _bones(state: Any) -> tuple[object, ...]:
    """Everything of a model but what hangs on it."""
    options = {name: value for name, value in state.options.items() if name not in LOOSE}
    return dict(state.fields), state.bases, state.managers, options
