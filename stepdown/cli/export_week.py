"""Writes a week in the format iop-week/1, as canonical JSON: an imported week comes back equal to the canonical form of
the file it came from. Names of people are not in it, but who attends what is client data.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from stepdown.cli.import_week import day, tell_obstacles
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.new_file import write_new
from stepdown.cli.start import refuse_strong_role, started

NAME = "export"
SUMMARY = "a week out, as a file"
EXAMPLES = """\
Example:
  stepdown export --monday 2026-11-23 --out week.json
  stepdown export --monday 2026-11-23 --name "Week 120" | diff - week-before.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown export`."""
    parser.add_argument("--monday", type=day, required=True, help="first day of the week, as 2026-11-23")
    parser.add_argument("--name", help="which week, where several begin on that Monday")
    parser.add_argument("--out", type=Path, help="the file to write (default: print it); it must not exist")


def run(args: argparse.Namespace) -> int:
    """Export, or say why not."""
    with started(reads_as=NAME):
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.terms import Refused, system
        from stepdown.transfer.exporter import export_week

        try:
            text = export_week(by=system("export"), at=datetime.now(UTC), monday=args.monday, name=args.name)
        except Refused as refused:
            return tell_obstacles(refused)
    if args.out is None:
        print(text, end="")
    else:
        write_new(args.out, [text])
    return 0
