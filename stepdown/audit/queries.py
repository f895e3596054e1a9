"""Reading about history itself: who this connection is, and what waits in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from stepdown.audit.models import OutboxMessage

_POWERS = """
SELECT rolsuper, rolbypassrls, EXISTS (
    SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
       AND pg_has_role(current_user, relowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""
_WORDS = ("is a superuser", "bypasses row-level security", "owns tables")


def powers_of_this_role() -> list[str]:
    """What the connected role can do that the application's role must not, in words; empty is right."""
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        found = cursor.fetchone()
    return [words for words, has in zip(_WORDS, found, strict=True) if has]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message in the outbox that was not handed over yet; `attempts` counts the tries that failed."""

    id: int
    kind: str
    payload: dict[str, object]
    attempts: int
    created_at: datetime


def waiting(*, most: int = 500) -> Sequence[Waiting]:
    """The oldest messages of the outbox, in the order they were written."""
    fields = ("id", "kind", "payload", "attempts", "created_at")
    rows = OutboxMessage.objects.filter(drained_at=None).order_by("id").values_list(*fields)[:most]
    return [Waiting(*row) for row in rows]
