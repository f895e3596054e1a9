"""The short, private folder the server's Unix socket lives in: socket paths end at about 100 characters."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from stepdown.embedded.account import Account
from stepdown.embedded.errors import EmbeddedPostgresError

LONGEST = 103 - len("/.s.PGSQL.5432.lock")
"""103 characters fit into sun_path on macOS (107 on Linux)."""


def socket_folder(data: Path, account: Account) -> Path:
    """Return the folder for this data folder's socket: in the user's runtime folder where there is one, else in the
    temp folder.
    """
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    name = f"stepdown-{account.uid}-{digest}"
    return next(path for base in _bases(account) if len(str(path := base / name)) <= LONGEST)


def make_private(folder: Path, account: Account) -> None:
    """Make the 0700 folder; one that somebody else made there first is refused, not used."""
    try:
        folder.mkdir(mode=0o700)
        account.hand_over(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) & 0o077:
            raise EmbeddedPostgresError(f"{folder} exists and is not a private folder of ours. Remove it.") from None


def _bases(account: Account) -> list[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    bases = [Path(tempfile.gettempdir()), Path("/tmp")]
    if runtime and account.become is None and _is_ours(Path(runtime)):
        return [Path(runtime), *bases]
    return bases


def _is_ours(folder: Path) -> bool:
    """Tell whether this is a folder of the calling user; sudo can leave another user's in the environment."""
    return folder.is_dir() and folder.stat().st_uid == os.geteuid() and os.access(folder, os.W_OK | os.X_OK)
