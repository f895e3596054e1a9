"""The triggers of a whole app in one step of its first migration."""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Install the triggers that the app's `CreateModel`s name in their options.

    `pgtrigger.migrations.AddTrigger` is for triggers that come later: each one renders every model related to its own
    again, and hundreds of them were most of the time a new database took.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: the options are in the state already."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Run each trigger's own SQL."""
        for (app, _), model in to_state.models.items():
            for trigger in model.options.get("triggers", ()) if app == app_label else ():
                with transaction.atomic(using=schema_editor.connection.alias):
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Nothing: a table goes with its triggers."""

    def describe(self) -> str:
        """What `migrate` prints."""
        return "Install the triggers of the app's tables"
