"""The embedded PostgreSQL manager: standard library only, see README.md."""

from stepdown.embedded.binaries import find_binaries
from stepdown.embedded.cluster import Cluster
from stepdown.embedded.errors import EmbeddedPostgresError
from stepdown.embedded.server import Role, Server, prepare_database

__all__ = ["Cluster", "EmbeddedPostgresError", "Role", "Server", "find_binaries", "prepare_database"]
