"""Trying an action out: it runs as it would, its result is read, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rehearsal() -> Iterator[None]:
    """What an action does inside is taken back at the end; read what it made before that. Sends nothing: the outbox is
    a table too.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
