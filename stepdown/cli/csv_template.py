"""Prints a CSV file to begin with: the header of a table, and one example row to write over; docs/reference/csv.md says
what each column holds. Without a table it lists the tables, in the order in which an agency is set up: a file may only name what the files before it brought in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stepdown.cli.errors import CannotRun
from stepdown.cli.import_week import tell_obstacles

if TYPE_CHECKING:
    from stepdown.transfer.sheets.sheet import Sheet

NAME = "csv-template"
SUMMARY = "a CSV file to begin with"
EXAMPLES = """\
Example:
  stepdown csv-template
  stepdown csv-template clients > clients.csv
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown csv-template`."""
    parser.add_argument("table", nargs="?", metavar="TABLE", help="which table, as clients (default: list them)")


def run(args: argparse.Namespace) -> int:
    """Print; no database is needed."""
    from stepdown.config.environment import prepare

    try:
        prepare()
    except OSError as error:
        raise CannotRun(f"The data folder can not be used: {error}. Choose another one with STEPDOWN_DATA.") from error
    import django

    django.setup()
    from stepdown.audit.terms import Refused
    from stepdown.transfer.sheets.catalogue import CHAPTERS
    from stepdown.transfer.table_csv import template_text

    if args.table is None:
        print("\n\n".join(_chapter(name, sheets) for name, sheets in CHAPTERS.items()))
        return 0
    try:
        sys.stdout.write(template_text(args.table))
    except Refused as refused:
        return tell_obstacles(refused)
    return 0


def _chapter(name: str, sheets: Iterable[Sheet]) -> str:
    """The tables of a chapter, each with the first sentence about it."""
    return "\n".join([name, *(f"  {sheet.name:<22}{sheet.about.partition('. ')[0].rstrip('.')}" for sheet in sheets)])
