"""Every job reads and acts as a named part of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections

from stepdown.audit.terms import Actor, system
from stepdown.audit.wall import reading


@contextmanager
def job(label: str) -> Iterator[Actor]:
    """Run one job as `system:label`, on a connection that was looked at first; yields the actor."""
    close_old_connections()
    by = system(label)
    try:
        with reading(by):
            yield by
    finally:
        close_old_connections()
