"""Reading about history itself: who this connection is, and what waits in the outbox."""

from __future__ import annotations

from django.db import connection

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
