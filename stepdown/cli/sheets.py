"""Makes the sheets for when nothing works, as the worker does each night: for each building the contact tree, the rosters of
the coming days, whom to call and what helpers must know, and blank sign-in sheets. One PDF file each, with client records.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from stepdown.cli.errors import CannotRun
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started

NAME = "sheets"
SUMMARY = "sheets on paper for when nothing works"
EXAMPLES = """\
Example:
  stepdown sheets
  stepdown sheets --to /media/usb

Readable by this account alone, or sealed for the keys in STEPDOWN_SHEETS_FOR. Old ones are taken away after some days.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown sheets`."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where (default: STEPDOWN_SHEETS_TO)")


def run(args: argparse.Namespace) -> int:
    """Make them, and say where they are."""
    with started():
        from django.conf import settings

        from stepdown.audit.terms import system
        from stepdown.audit.wall import reading
        from stepdown.transfer.downtime.folder import write_all
        from stepdown.transfer.sealed_file import NoKeyError

        refuse_strong_role()
        refuse_pending_migrations()
        folder, by = args.to or settings.SHEETS_TO, system("sheets")
        try:
            with reading(by):
                written = write_all(folder, by=by, at=datetime.now(UTC), to=settings.SHEETS_FOR)
        except NoKeyError as error:
            raise CannotRun(f"STEPDOWN_SHEETS_FOR: {error}") from error
        except OSError as error:
            raise CannotRun(f"{folder} can not be written: {error.strerror}") from error
    print("\n".join(map(str, written)) or "There is no building to make sheets for.")
    return 0
