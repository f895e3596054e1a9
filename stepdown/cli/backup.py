"""Writes one file with the whole database, the attachments and a manifest that names the hash of each part. Pages may
stay open. The file holds client records: only your account can read it; encrypt it before it leaves the machine.
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
  stepdown backup --out /mnt/backups/stepdown-monday.tar

Backups are never overwritten. A backup that was never restored is a hope: docs/how-to/backup-and-restore.md
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown backup`."""
    parser.add_argument(
        "--out", type=Path, help="the file (default: backups/stepdown-DATE-TIME.tar in the data folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Seal what is not sealed yet, then write the backup."""
    with started():
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
        out = args.out or _usual_folder(settings.DATA) / f"stepdown-{at:%Y%m%d-%H%M%S}.tar"
        seal(by=system("backup"), at=at)
        try:
            manifest = backup(out, owner_url=settings.DATABASE_OWNER_URL, attachments=settings.DATA / "files", at=at)
        except BackupError as error:
            raise CannotRun(str(error)) from error
    print(f"{out}\n{sum(manifest.rows.values())} rows, {len(manifest.parts) - 1} attachments.")
    print(f"Newest seal: {manifest.seal_head or 'none'}")
    return 0


def _usual_folder(data: Path) -> Path:
    folder = data / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
