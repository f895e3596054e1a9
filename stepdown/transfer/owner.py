"""Talking to the database as another role, or to another database, for a while: migrate, backup, restore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

import environ
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def current_role() -> str:
    """The role Django is connected as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@contextmanager
def as_role(url: str) -> Iterator[None]:
    """Connect Django to `url` until the end of the block, then to what it was connected to before."""
    before = dict(connection.settings_dict)
    other = environ.Env.db_url_config(url)
    connection.close()
    connection.settings_dict.update({key: other.get(key, "") for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    connection.settings_dict["OPTIONS"] = {"application_name": "stepdown", **other.get("OPTIONS", {})}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def database_of(url: str) -> str:
    """The name of the database that an address names."""
    return str(conninfo_to_dict(url)["dbname"])


def with_database(url: str, name: str) -> str:
    """The same address with another database."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{quote(name, safe='')}", parts.query, ""))


def program_environment(url: str) -> dict[str, str]:
    """Environment for pg_dump and psql: where to connect, the password included, which an argv would show."""
    given = {_VARIABLES[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in _VARIABLES}
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | given | {"PGAPPNAME": "stepdown", "LC_ALL": "C"}
