"""Writes one file with the whole database, the attachments and a manifest that names the hash of each part. Pages may
stay open. The file holds client records. With the address of a key (`--to`, or STEPDOWN_BACKUP_TO for every backup) only
who holds that key can read it; without one, your account can: then it must not leave the machine. For an organization that
keeps it for you (`--for`), its written agreement is asked for, and each client's accounting says so.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from stepdown.cli.errors import CannotRun
from stepdown.cli.start import started

NAME = "backup"
SUMMARY = "everything into one file"
EXAMPLES = """\
Example:
  stepdown backup
  stepdown keys backup > /media/usb/stepdown-backup.key      once; it prints the address for --to
  stepdown backup --to age1… --out /mnt/backups/stepdown-monday.tar.age
  stepdown backup --to age1… --for "Example Hosting"

Backups are never overwritten. A backup that was never restored is a hope: docs/how-to/backup-and-restore.md
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown backup`."""
    parser.add_argument(
        "--out",
        type=Path,
        help="the file (default: backups/stepdown-DATE-TIME.tar in the data folder; .age when sealed)",
    )
    parser.add_argument(
        "--to", action="append", metavar="ADDRESS", help="seal it for the key with this address; may repeat"
    )
    parser.add_argument(
        "--for", dest="keeper", default="", metavar="NAME", help="who keeps it, as among the recipients"
    )


def run(args: argparse.Namespace) -> int:
    """Seal what is not sealed yet, then write the backup."""
    with started(reads_as=NAME):
        from django.conf import settings
        from django.db import connection

        from stepdown.audit.seals.sealing import seal
        from stepdown.audit.terms import system
        from stepdown.transfer.backup import BackupError, backup

        if not settings.DATABASE_OWNER_URL:
            raise CannotRun("A backup is made as the owner of the tables: set DATABASE_OWNER_URL.")
        if "audit_seal" not in connection.introspection.table_names():
            raise CannotRun("There is nothing to back up: the database has no tables yet. Run: stepdown migrate")
        at = datetime.now(UTC)
        to = args.to or settings.BACKUP_TO
        name = f"stepdown-{at:%Y%m%d-%H%M%S}.tar{'.age' if to else ''}"
        out = args.out or _usual_folder(settings.DATA) / name
        _ask(args.keeper, at)
        seal(by=system("backup"), at=at)
        try:
            files = settings.DATA / "files"
            manifest = backup(out, owner_url=settings.DATABASE_OWNER_URL, attachments=files, at=at, to=to)
        except BackupError as error:
            raise CannotRun(str(error)) from error
    print(f"{out}\n{sum(manifest.rows.values())} rows, {len(manifest.parts) - 1} attachments.")
    print(f"Newest seal: {manifest.seal_head or 'none'}")
    print("Sealed: without the key nobody can read it." if to else "Not sealed: it must not leave this machine.")
    return 0


def _usual_folder(data: Path) -> Path:
    folder = data / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _ask(keeper: str, at: datetime) -> None:
    """Let the gate say whether everything may leave, and keep its answer."""
    from stepdown.audit.terms import NotFound, system
    from stepdown.transfer.whole import release_everything

    try:
        passed = release_everything(by=system("backup"), at=at, to=keeper)
    except NotFound:
        raise CannotRun(f"{keeper} is not among the recipients, or nobody made sure of its address.") from None
    if passed.withheld or passed.partly or (keeper and passed.not_needed):
        raise CannotRun(f"Nothing was written: no agreement with {keeper} lets it keep everybody's records today.")
