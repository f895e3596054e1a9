"""Getting ready to work: the database first, then Django, then a look at whom we are connected as."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from stepdown.cli.errors import CannotRun
from stepdown.config.database import database
from stepdown.config.environment import prepare


@contextmanager
def started(*, demo: bool = False) -> Iterator[None]:
    """A database that answers, and Django set up on it, until the end of the block.

    Raises EmbeddedPostgresError when the embedded database can't start.
    """
    prepare(demo=demo)
    with database():
        import django

        django.setup()
        from django.db import connections

        try:
            yield
        finally:
            connections.close_all()


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
