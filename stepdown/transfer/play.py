"""Play a dump into an empty database of any supported version of PostgreSQL.

pg_restore sets parameters that only servers of its own version know. So it writes its script, and psql plays it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from stepdown.embedded import find_binaries
from stepdown.transfer.backup import BackupError
from stepdown.transfer.owner import program_environment

_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


def play(dump: Path, url: str) -> None:
    """Fill the database at `url` from a dump in pg_dump's custom format, all or nothing. Raises BackupError."""
    script = [str(find_binaries() / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    player = [str(find_binaries() / "psql"), "--no-psqlrc", "--quiet", "--no-password", "--single-transaction"]
    player += ["--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with tempfile.TemporaryFile() as said:
        with (
            subprocess.Popen(script, stdout=subprocess.PIPE, stderr=said) as written,
            subprocess.Popen(
                player, env=program_environment(url), stdin=subprocess.PIPE, stdout=said, stderr=said
            ) as played,
        ):
            assert written.stdout
            assert played.stdin
            with suppress(BrokenPipeError), played.stdin:
                _copy(written.stdout, played.stdin)
                if written.wait():
                    played.kill()  # a script that ends early would be committed
        if written.returncode or played.returncode:
            said.seek(0)
            raise BackupError(
                f"The backup could not be loaded; the old database is as it was.\n{said.read().decode().strip()}"
            )


def _copy(script: IO[bytes], player: IO[bytes]) -> None:
    """Hand the script on, without the parameter in its first lines that older servers do not know."""
    for line in script:
        if line != _UNKNOWN_BEFORE_17:
            player.write(line)
        if line.startswith(b"CREATE"):
            break
    shutil.copyfileobj(script, player)
