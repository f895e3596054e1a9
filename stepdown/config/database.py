"""Which PostgreSQL this run uses, decided before Django loads: yours, or the embedded one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from stepdown.config.environment import data_folder
from stepdown.embedded import Cluster


@contextmanager
def database() -> Iterator[None]:
    """Have a database to talk to until the end of the block; DATABASE_URL and DATABASE_OWNER_URL name it.

    When DATABASE_URL is set it is taken as it is, and no server is ever started. Otherwise the embedded one in the
    data folder is started, or attached to when another process runs it. Raises EmbeddedPostgresError.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with Cluster(data_folder() / "postgres").running() as server:
        addresses = {"DATABASE_URL": server.url(role="app"), "DATABASE_OWNER_URL": server.url(role="owner")}
        os.environ.update(addresses)
        try:
            yield
        finally:
            for name in addresses:
                os.environ.pop(name, None)
