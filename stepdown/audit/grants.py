"""What the app role may not do: change or remove history. Run by the owner after every migration."""

from __future__ import annotations

from django.apps import apps
from django.db.backends.utils import CursorWrapper

from stepdown.audit.record import HistoryEvent
from stepdown.audit.terms import Kept


def history_tables() -> list[str]:
    """Every table that is only ever added to: history events, entries, chart reads, seals, epochs."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, HistoryEvent) or getattr(model, "kept", None) is Kept.HISTORY
    )


def forbid_changing_history(cursor: CursorWrapper, app_role: str) -> None:
    """Take UPDATE, DELETE and TRUNCATE on all history tables from `app_role`."""
    tables = ", ".join(f'"{table}"' for table in history_tables())
    quoted = app_role.replace('"', '""')
    cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM "{quoted}"')
