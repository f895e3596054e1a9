"""Getting ready to work: the database first, then Django, then a look at whom we are connected as."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from stepdown.cli.errors import CannotRun
from stepdown.config.database import database
from stepdown.config.environment import prepare


@contextmanager
def started(*, demo: bool = False, reads_as: str = "") -> Iterator[None]:
    """A database that answers, and Django set up on it, until the end of the block.

    `reads_as`: the part of the program that reads the whole agency there; without it, nothing about clients is seen but
    inside `reading` (a server, above all).

    Raises EmbeddedPostgresError when the embedded database can't start, and CannotRun when the data folder can't be
    used, an address is none, or inside the block the database stops answering or refuses this role.
    """
    try:
        prepare(demo=demo)
    except OSError as error:
        raise CannotRun(f"The data folder can not be used: {error}. Choose another one with STEPDOWN_DATA.") from error
    _refuse_odd_addresses()
    with database():
        import django
        from django.core.exceptions import ImproperlyConfigured

        try:
            django.setup()
        except ImproperlyConfigured as error:
            raise CannotRun(str(error)) from error
        from django.db import OperationalError, ProgrammingError, connections
        from psycopg import OperationalError as DriverError
        from psycopg.errors import InsufficientPrivilege

        from stepdown.audit.terms import system
        from stepdown.audit.wall import reading

        try:
            with reading(system(reads_as)) if reads_as else nullcontext():
                yield
        except (OperationalError, DriverError) as error:
            raise CannotRun(f"The database does not answer: {error}\nRun: stepdown doctor") from error
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            raise CannotRun(
                f"The application's role lacks a right: {error.__cause__.diag.message_primary}. "
                "As an administrator of the server, run stepdown/embedded/roles.sql once more "
                "(docs/how-to/production.md)."
            ) from error
        finally:
            connections.close_all()


def _refuse_odd_addresses() -> None:
    """Raise CannotRun when an address names no PostgreSQL database. It is not shown: it may hold a password."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        address = os.environ.get(name)
        if address and not address.startswith(("postgresql://", "postgres://")):
            raise CannotRun(f"{name} is no address such as postgresql://stepdown_app@db.example.org/stepdown.")


def refuse_strong_role() -> None:
    """Raise CannotRun when DATABASE_URL names a role that the walls in the database do not hold against."""
    from django.db import OperationalError

    from stepdown.audit.queries import powers_of_this_role

    try:
        powers = powers_of_this_role()
    except OperationalError as error:
        raise CannotRun(f"The database does not answer: {error}Check DATABASE_URL, then: stepdown doctor") from error
    if powers:
        raise CannotRun(
            f"DATABASE_URL names a role that {' and '.join(powers)}. History could be changed by it. "
            "Use the application role there, and the owner in DATABASE_OWNER_URL (docs/how-to/production.md)."
        )


@contextmanager
def as_owner() -> Iterator[str]:
    """Connect as the owner of the tables until the end of the block; yields the application role's name.

    Raises CannotRun when DATABASE_OWNER_URL is not set.
    """
    from django.conf import settings

    from stepdown.transfer.owner import as_role, current_role

    if not settings.DATABASE_OWNER_URL:
        raise CannotRun("This needs the owner of the tables: set DATABASE_OWNER_URL (docs/how-to/production.md).")
    app_role = current_role()
    with as_role(settings.DATABASE_OWNER_URL):
        yield app_role
