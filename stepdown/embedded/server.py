"""A running server as its users see it: addresses, programs, databases."""

import enum
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from stepdown.embedded.binaries import environment, find_binaries
from stepdown.embedded.errors import EmbeddedPostgresError

Role = Literal["app", "owner", "superuser"]
ROLE_NAMES: dict[Role, str] = {"app": "stepdown_app", "owner": "stepdown_owner", "superuser": "postgres"}
ROLES_SQL = Path(__file__).with_name("roles.sql")


class Answer(enum.IntEnum):
    """What `pg_isready` says, by its exit code."""

    READY = 0
    NOT_YET = 1
    SILENT = 2


@dataclass(frozen=True)
class Server:
    """A server that takes connections. `owned`: this process started it, and stops it."""

    sockets: Path
    binaries: Path
    log: Path
    owned: bool

    def url(self, database: str = "stepdown", *, role: Role = "app") -> str:
        """Return the address of a database for libpq, psycopg and django-environ; no password is needed.

        The socket folder stands in the query, as django-environ does not decode it in the host's place; the port is
        named so that a PGPORT in the environment changes nothing.
        """
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{ROLE_NAMES[role]}@/{quote(database, safe='')}?host={host}&port=5432"


def ask(binaries: Path, sockets: Path) -> Answer:
    """Ask the server behind this socket folder whether it takes connections."""
    where = [f"--host={sockets}", "--port=5432", "--dbname=postgres", "--username=postgres"]
    command = [str(binaries / "pg_isready"), "--quiet", "--timeout=3", *where]
    code = subprocess.run(command, env=environment(), capture_output=True, check=False).returncode
    return Answer(code) if code in (Answer.READY, Answer.NOT_YET) else Answer.SILENT


def prepare_database(server: Server | str, name: str) -> None:
    """Make the roles (once) and a database of this name with extensions and grants; harmless to repeat.

    `server`: ours, or the address of an administrator's connection to any PostgreSQL from 15 on (its password belongs
    into ~/.pgpass: other users of the machine can see an address on the command line).
    What is done stands in `roles.sql`. Raises EmbeddedPostgresError with PostgreSQL's own words.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise EmbeddedPostgresError(f"“{name}” is no database name: use up to 63 of a-z, 0-9 and _.")
    if isinstance(server, Server):
        psql, url = server.binaries / "psql", server.url("postgres", role="superuser")
    else:
        psql, url = find_binaries() / "psql", server
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--set=name={name}", f"--file={ROLES_SQL}"]
    alone = ["--set=alone=1"] if isinstance(server, Server) else []
    command = [str(psql), *options, *alone, f"--dbname={url}"]
    answer = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if answer.returncode:
        raise EmbeddedPostgresError(f"The database {name} could not be prepared.\n{answer.stderr.strip()}")
