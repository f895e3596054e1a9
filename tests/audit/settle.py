"""Waiting for other tests: the sealer stops before the oldest open transaction of the whole server."""

from __future__ import annotations

import time

from django.db import connection

PATIENCE = 600.0


def settle() -> None:
    """Return when every transaction up to now is finished, in any database: all that is written here can be sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (now,) = cursor.fetchone()
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [now])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise TimeoutError("a transaction stays open")
