"""Loads a list of codes that make a record more than ordinarily private: a CSV file with a code in its first column, such
as CMS's own lists of substance use codes (diagnoses, procedures, HCPCS and CPT, DRGs). The header says whose codes they
are. An edition is in force from a day on; codes that stood on the one before and are not on it end that day. The same
edition twice changes nothing.
"""

from __future__ import annotations

import argparse
import csv
from datetime import UTC, datetime
from pathlib import Path

from stepdown.cli.errors import CannotRun
from stepdown.cli.import_week import day, tell_obstacles
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started

NAME = "import-codes"
SUMMARY = "a list of sensitive codes in, as a CSV file"
EXAMPLES = """\
Example:
  stepdown import-codes codes-icd-10-diagnosis.csv --starts 2015-10-01
  stepdown import-codes hiv.csv --starts 2026-10-01 --label hiv
"""
HEADS = {
    "ICD-10-CM": "icd-10-cm",
    "ICD-10-PCS": "icd-10-pcs",
    "CPT": "hcpcs",
    "HCPCS": "hcpcs",
    "MS-DRG": "ms-drg",
}
"""What the first word of the header begins with, and whose codes it means."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown import-codes`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    parser.add_argument("--starts", type=day, required=True, help="the day from which it is in force, as 2015-10-01")
    parser.add_argument("--label", default="part2", help="what its codes make of a record (default: part2)")


def run(args: argparse.Namespace) -> int:
    """Load, and say how many codes began and ended."""
    with started(reads_as=NAME):
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.terms import Refused, system
        from stepdown.consent.actions import load_codes
        from stepdown.consent.terms import CodeSystem, Label, NewCodeList

        whose, codes = read(args.file)
        if args.label not in set(Label):
            raise CannotRun(f"There is no label {args.label}. There are: {', '.join(Label)}.")
        edition = NewCodeList(CodeSystem(whose), Label(args.label), args.starts, codes, args.file.name)
        try:
            began, ended = load_codes(by=system("import-codes"), at=datetime.now(UTC), edition=edition)
        except Refused as refused:
            return tell_obstacles(refused)
    print(f"{len(codes)} codes of {whose}: {began} began, {ended} ended.")
    return 0


def read(path: Path) -> tuple[str, tuple[str, ...]]:
    """Whose codes a file holds, and the codes. Raises CannotRun for a file that is none of this kind."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = [row[0].strip() for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise CannotRun(f"{path} can not be read as a list of codes: {type(error).__name__}.") from error
    whose = next((system for word, system in HEADS.items() if head.startswith(word)), None)
    if whose is None:
        raise CannotRun(f"The header of {path} names none of {', '.join(HEADS)}.")
    return whose, tuple(code for code in rows if code)
