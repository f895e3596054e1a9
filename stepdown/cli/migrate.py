"""Brings the database to this version: applies migrations as the owner, takes the right to change history from the
application's role again, and loads the policy rows that came with this version. Harmless to repeat.
"""

from __future__ import annotations

import argparse

from stepdown.cli.start import started

NAME = "migrate"
SUMMARY = "bring the database to this version"
EXAMPLES = """\
Example:
  stepdown backup && stepdown migrate && stepdown doctor

With a database of your own, DATABASE_OWNER_URL must name the role that owns the tables.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown migrate`."""
    parser.add_argument("--check", action="store_true", help="only list what is pending; exit code 1 when there is any")


def run(args: argparse.Namespace) -> int:
    """Migrate, or with --check say what would be done."""
    from stepdown.cli.migrations import migrate, pending

    with started():
        if args.check:
            names = pending()
            print("\n".join(names) or "Nothing is pending.")
            return 1 if names else 0
        migrate()
    return 0
