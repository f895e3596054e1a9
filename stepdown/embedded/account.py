"""Under which operating-system user the server runs: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stepdown.embedded.errors import EmbeddedPostgresError

UNSHARE = ("unshare", "--user", "--map-user=65534", "--")
SYSTEM_USERS = ("stepdown-postgres", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """How to run a program for the server, and who owns the files.

    `prefix` is put before the command; `become` is the user id to change to first (None: stay as we are);
    `uid` is the owner of the server's files as this process sees it.
    """

    uid: int
    prefix: tuple[str, ...] = ()
    become: int | None = None

    def hand_over(self, path: Path) -> None:
        """Give a file or folder made by this process to the account."""
        if self.become is not None:
            os.chown(path, self.become, -1)


def account_for(pgdata: Path) -> Account:
    """Return the account that runs the server on this data folder, which need not exist yet."""
    me = os.geteuid()
    owner = pgdata.stat().st_uid if pgdata.exists() else me
    if me == 0:
        return Account(uid=owner, become=owner) if owner else _account_of_root()
    if owner != me:
        name = _name(owner)
        raise EmbeddedPostgresError(
            f"The database in {pgdata} belongs to the user {name}. Run this as that user: sudo -u {name} …"
        )
    return Account(uid=me)


def _account_of_root() -> Account:
    """Root runs the server in a user namespace where it is nobody; where these are barred, as a system user."""
    if _user_namespaces_work():
        return Account(uid=0, prefix=UNSHARE)
    for name in SYSTEM_USERS:
        try:
            uid = pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
        return Account(uid=uid, become=uid)
    raise EmbeddedPostgresError(
        "PostgreSQL does not run as root, and user namespaces are not allowed here. "
        "Run this as an ordinary user, or make a user for it: useradd --system stepdown-postgres"
    )


def _user_namespaces_work() -> bool:
    try:
        return subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"
