"""What the app role may not do: make up, change or remove history. Run by the owner after every migration."""

from __future__ import annotations

import pgtrigger
from django.apps import apps
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from stepdown.audit.models import Seal
from stepdown.audit.record import AppendOnly, HistoryEvent
from stepdown.audit.terms import Kept

FRAMEWORK = {
    "django_migrations": "INSERT, UPDATE, DELETE, TRUNCATE",
    "django_content_type": "INSERT, UPDATE, DELETE, TRUNCATE",
    "auth_permission": "INSERT, UPDATE, DELETE, TRUNCATE",
    "auth_group": "INSERT, UPDATE, DELETE, TRUNCATE",
    "auth_group_permissions": "INSERT, UPDATE, DELETE, TRUNCATE",
    "agency_user_groups": "INSERT, UPDATE, DELETE, TRUNCATE",
    "agency_user_user_permissions": "INSERT, UPDATE, DELETE, TRUNCATE",
    "axes_accesslog": "UPDATE, DELETE, TRUNCATE",
}
"""Tables of libraries that the program only reads, or only adds to, and what is taken."""

_SAFE_PATH = "SET search_path = pg_catalog, public, pg_temp"


def history_tables() -> list[str]:
    """Every table that is only ever added to: history events, entries, chart reads, seals, epochs."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, HistoryEvent) or getattr(model, "kept", None) is Kept.HISTORY
    )


def added_to() -> list[type[Model]]:
    """What the app role writes itself. Events are written by triggers, epochs by migrations and a restore: by the owner."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly | Seal)]


def forbid_changing_history(cursor: CursorWrapper, app_role: str) -> None:
    """Leave `app_role` only what it needs of history: adding entries, chart reads and seals, numbered by the database.

    Also closes the ways around the triggers. Safe to run again.
    """
    role = '"' + app_role.replace('"', '""') + '"'
    tables = ", ".join(f'"{table}"' for table in history_tables())
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {tables} FROM {role}")
    for model in added_to():
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key)
        cursor.execute(f'GRANT INSERT ({columns}) ON "{model._meta.db_table}" TO {role}')
    for table, powers in FRAMEWORK.items():
        cursor.execute(f'REVOKE {powers} ON "{table}" FROM {role}')
    # django-axes notes the end of a sign-in in the row of its beginning.
    cursor.execute(f"GRANT UPDATE (logout_time) ON axes_accesslog TO {role}")
    _close_triggers(cursor, role)


def _close_triggers(cursor: CursorWrapper, role: str) -> None:
    """Triggers that write events do so as the owner; none can be fooled by settings or by temporary tables."""
    for model, trigger in pgtrigger.registered():
        function = f'"{trigger.get_pgid(model)}"()'
        event = getattr(trigger, "event_model", None) is not None
        cursor.execute(f"ALTER FUNCTION {function} SECURITY {'DEFINER' if event else 'INVOKER'} {_SAFE_PATH}")
        # Who may execute it could hang it on a temporary table, and write events of rows that never were.
        cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {role}")
    # pgtrigger lets any connection switch triggers off by a setting; nobody needs that here.
    cursor.execute(
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
        " LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN false; END'"
    )
