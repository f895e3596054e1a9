"""Brings in a week file in the format iop-week/1: its sites, rooms, staff, groups and clients become an agency with
invented names, and its last week becomes the published week that begins on the Monday you give. All faults of a broken
file are listed at once. All or nothing; importing the same file twice changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stepdown.cli.errors import CannotRun
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started
from stepdown.kernel.week import YEARS

if TYPE_CHECKING:
    from stepdown.audit.terms import Refused
    from stepdown.transfer.iop_week.faults import BrokenWeekFile

NAME = "import"
SUMMARY = "a week file in"
EXAMPLES = """\
Example:
  stepdown import week-120.json --monday 2026-11-23 --time-zone America/Chicago --dry-run
  stepdown import week-120.json --monday 2026-11-23 --time-zone America/Chicago

Exit code 1 when the file is refused: each line says where, what is wrong, and how to mend it.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown import`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the week file (JSON)")
    parser.add_argument("--monday", type=day, required=True, help="first day of the week, as 2026-11-23")
    parser.add_argument("--time-zone", required=True, help="where the clock hangs, as America/Chicago")
    parser.add_argument(
        "--dry-run", action="store_true", help="check everything, say what would be made, write nothing"
    )


def day(text: str) -> date:
    """A day as 2026-11-23 in YEARS; raises what argparse tells in a sentence."""
    try:
        given = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-11-23") from None
    if given.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{given.isoformat()} is not between 1900 and 2200")
    return given


def run(args: argparse.Namespace) -> int:
    """Import, or say why not."""
    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise CannotRun(f"{args.file} can not be read: {error.strerror}") from error
    with started(reads_as=NAME):
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.terms import Refused, system
        from stepdown.transfer.importer import import_week, preview
        from stepdown.transfer.iop_week.faults import BrokenWeekFile

        try:
            seen = preview(data, monday=args.monday, zone=args.time_zone)
            if not args.dry_run:
                by, at = system("import"), datetime.now(UTC)
                import_week(by=by, at=at, data=data, monday=args.monday, zone=args.time_zone)
        except BrokenWeekFile as broken:
            return tell_faults(broken)
        except Refused as refused:
            return tell_obstacles(refused)
    if seen.already:
        print("This file was imported for this Monday before. Nothing changes.")
        return 0
    print("Would make:" if args.dry_run else "Made:")
    for what, count in seen.counts.items():
        print(f"  {count:>6} {what}")
    return 0


def tell_faults(broken: BrokenWeekFile) -> int:
    """Print every fault with its place and how to mend it; the exit code."""
    for fault in broken.faults:
        print(f"{fault.place}: {fault.problem}\n    → {fault.mend}", file=sys.stderr)
    print(f"{broken}. Nothing was written.", file=sys.stderr)
    return 1


WORDS = {
    "not_a_monday": "The day given with --monday is not a Monday.",
    "unknown_time_zone": "The time zone is not known. Use a name such as America/Chicago.",
    "name_taken_by_other_content": "Another file with this name was imported. Change `name` in the file.",
    "imported_for_other_monday": "This file was imported for another Monday. A file becomes one agency, once.",
    "clock_skips_a_start": "In that week the clocks change, and a start falls into the hour that does not exist.",
    "no_such_week": "There is no week that begins on that Monday.",
    "several_weeks": "Several weeks begin on that Monday. Choose one with --name.",
    "not_in_the_format": "The week holds times that the format can't tell.",
    "no_such_table": "There is no table of that name.",
    "import_under_way": "This file is being imported at this moment.",
    "not_checked": "The file was not checked without a fault.",
    "already_written": "The file is written already.",
    "busy": "Somebody else is writing at the same moment. Try again.",
}


def tell_obstacles(refused: Refused) -> int:
    """Print every reason in a sentence; the exit code."""
    for obstacle in refused.obstacles:
        about = ", ".join(f"{key}: {_short(value)}" for key, value in obstacle.about.items())
        sentence = WORDS.get(str(obstacle.blocker), f"Refused: {obstacle.blocker}.")
        print(f"{sentence}{f' ({about})' if about else ''}", file=sys.stderr)
    return 1


def _short(value: object) -> str:
    """A value for one line: of a long list its first three, and how many more."""
    if not isinstance(value, list | tuple | set | frozenset):
        return str(value)
    first = [str(item) for item in list(value)[:3]]
    return "; ".join(first) + (f"; and {len(value) - 3} more" if len(value) > 3 else "")
