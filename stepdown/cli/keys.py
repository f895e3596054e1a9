"""Keys that lie outside the database. Those for secrets in it (the seeds of second factors): a copy of the database alone
opens nothing, and without them everybody needs a new second factor. The one for backups: without it no sealed backup comes
back. Keep a copy of each apart from the backups, on paper or a stick, in another place.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime

from stepdown.audit.secret import KeyState, new_key
from stepdown.cli.errors import CannotRun
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started
from stepdown.config.environment import FIELD_KEYS, data_folder

NAME = "keys"
SUMMARY = "for secrets in the database: new, renew; for backups: backup"
EXAMPLES = """\
Example:
  stepdown keys new         a new key, which goes in front of the others; start the program anew
  stepdown keys renew       everything under the new key; afterwards take the old ones away

Do both once a year, and when somebody leaves who could read the keys. Once, for backups: the key goes into a file that leaves this machine, its address into STEPDOWN_BACKUP_TO:
  stepdown keys backup > /media/usb/stepdown-backup.key
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown keys`."""
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    for name, summary, do in (
        ("new", "a new key for secrets", new),
        ("renew", "every secret under the newest key", renew),
        ("backup", "a key for backups, to be kept elsewhere", for_backups),
    ):
        one = parts.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        one.set_defaults(do=do)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    code: int = args.do()
    return code


def new() -> int:
    """Make a key: into the file of the data folder where the keys live there, else on the screen."""
    if "STEPDOWN_FIELD_KEYS" in os.environ or "STEPDOWN_PRODUCTION" in os.environ:
        print(new_key())
        print(
            "Put it first in STEPDOWN_FIELD_KEYS, a comma behind it, start the program anew; then: stepdown keys renew"
        )
        return 0
    path = data_folder() / FIELD_KEYS
    if not path.exists():
        raise CannotRun(f"There are no keys in {path} yet; the first start makes one.")
    fresh = path.with_name(f".{FIELD_KEYS}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{new_key()}\n{path.read_text()}")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    print(f"A new key stands first in {path}. Start the program anew; then: stepdown keys renew")
    return 0


def for_backups() -> int:
    """Print a key for backups; its address goes to the person at the screen, also when the key goes into a file."""
    from stepdown.transfer.sealed_file import new_key as new_pair

    secret, address = new_pair()
    print(f"# Opens Stepdown's backups made for {address}\n{secret}")
    print(f"Keep the key away from this machine. Its address, for STEPDOWN_BACKUP_TO: {address}", file=sys.stderr)
    return 0


def renew() -> int:
    """Bring every secret under the newest key."""
    with started(reads_as=NAME):
        from django.conf import settings

        from stepdown.agency.actions import renew_secrets
        from stepdown.agency.queries import secrets_kept
        from stepdown.audit.terms import system

        refuse_strong_role()
        refuse_pending_migrations()
        renewed = renew_secrets(by=system("keys"), at=datetime.now(UTC), keys=settings.FIELD_KEYS)
        lost = secrets_kept(settings.FIELD_KEYS)[KeyState.LOST]
    print(f"{renewed} brought under the newest key.")
    if lost:
        print(f"{lost} are under a key that is not here: put it back behind the others, and run this again.")
        return 1
    if len(settings.FIELD_KEYS) > 1:
        print("The other keys open nothing in the database any more. Older backups still need them.")
    return 0
