"""Writes one table as a CSV file, in the order of what names its rows: what was imported comes back. Most tables say who
is a client here: the file is protected by 42 CFR Part 2, and that it was made is written down.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from stepdown.cli.import_week import tell_obstacles
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.new_file import write_new
from stepdown.cli.start import refuse_strong_role, started

NAME = "export-csv"
SUMMARY = "a table out, as a CSV file"
EXAMPLES = """\
Example:
  stepdown export-csv clients clients.csv
  stepdown export-csv groups | diff groups-before.csv -
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown export-csv`."""
    parser.add_argument("table", metavar="TABLE", help="which table, as clients; stepdown csv-template lists them")
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="the file to write (default: print it); it must not exist"
    )


def run(args: argparse.Namespace) -> int:
    """Export, or say why not."""
    with started(reads_as=NAME):
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.terms import Refused, system
        from stepdown.transfer.table_csv import export_table, table_text

        try:
            export_table(by=system("export-csv"), at=datetime.now(UTC), table=args.table)
        except Refused as refused:
            return tell_obstacles(refused)
        if args.file is None:
            sys.stdout.writelines(table_text(args.table))
        else:
            write_new(args.file, table_text(args.table))
    return 0
