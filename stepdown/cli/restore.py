"""Brings a backup back. Every part is compared with the manifest before anything is touched; the restored database is
built beside the old one, its rows counted, its history verified, and only then takes the old one's name.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stepdown.cli.errors import CannotRun
from stepdown.cli.start import started

if TYPE_CHECKING:
    from django.conf import LazySettings

NAME = "restore"
SUMMARY = "a backup back into the database"
EXAMPLES = """\
Example:
  stepdown restore stepdown-20261122-020000.tar
  stepdown restore stepdown-20261122-020000.tar.age --key /media/usb/stepdown-backup.key --replace
  stepdown restore stepdown-20261122-020000.tar --drill

A drill proves that the backup would come back, beside the database in use, and leaves nothing behind: once a month.
For a restore, stop serve, demo and worker first. Afterwards: stepdown doctor
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown restore`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `stepdown backup` wrote")
    parser.add_argument("--key", type=Path, help="the file with the key of a sealed backup")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--into-empty", action="store_true", help="only into a database without tables (the default)")
    how.add_argument("--drill", action="store_true", help="prove it, in a database that is dropped again")
    how.add_argument("--replace", action="store_true", help="in the place of a database, which is kept by another name")


def run(args: argparse.Namespace) -> int:
    """Restore, and say what was done."""
    with started(reads_as=NAME):
        from django.conf import settings

        from stepdown.audit.terms import system
        from stepdown.cli.migrations import load_policy, migrate_connected
        from stepdown.transfer.backup import BackupError
        from stepdown.transfer.owner import current_role
        from stepdown.transfer.restore import restore

        if not settings.DATABASE_OWNER_URL:
            raise CannotRun("Restoring is done as the owner of the tables: set DATABASE_OWNER_URL.")
        app_role = current_role()
        try:
            done = restore(
                args.file,
                by=system("restore"),
                at=datetime.now(UTC),
                owner_url=settings.DATABASE_OWNER_URL,
                app_role=app_role,
                attachments=settings.DATA / "files",
                replace=args.replace,
                key=args.key,
                drill=args.drill,
                migrate=lambda: migrate_connected(app_role, verbosity=0),
            )
        except BackupError as error:
            raise CannotRun(str(error)) from error
        if not args.drill:
            load_policy("restore")
            done += _sign(settings)
    print("\n".join([*done, "Nothing was changed." if args.drill else "Now run: stepdown doctor"]))
    return 0


def _sign(settings: LazySettings) -> list[str]:
    """Sign what was restored: the heads before told of what came after the backup."""
    from stepdown.audit.seals.heads import write_head

    try:
        write_head(settings.HEADS_TO, keys=settings.FIELD_KEYS, at=datetime.now(UTC), reason="restored")
    except OSError as error:
        return [f"{settings.HEADS_TO} can not be written ({error.strerror}): stepdown doctor --accept restored"]
    return []
