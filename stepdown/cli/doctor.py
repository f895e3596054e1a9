"""Looks at the whole installation: database, role, extensions, migrations, constraints, triggers, clock, disk, static
files, history and outbox. Says of each thing that is wrong how to mend it. At the end it seals what is not sealed yet.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stepdown.cli.errors import CannotRun
from stepdown.cli.start import started

if TYPE_CHECKING:
    from stepdown.cli.checks.result import Result

NAME = "doctor"
SUMMARY = "check the installation, and say how to mend it"
EXAMPLES = """\
Example:
  stepdown doctor
  stepdown doctor --json || mail -s "Stepdown needs you" admin@example.org

Exit code 1 when anything is wrong. Run it each day by a timer; on years of history it takes minutes.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown doctor`."""
    parser.add_argument(
        "--accept", metavar="WHY", help="sign the database as it is, after it was brought back from an older copy"
    )
    parser.add_argument("--json", action="store_true", help="for programs: a list of {check, found, mend, ok}")


def run(args: argparse.Namespace) -> int:
    """Run every check and print what was found."""
    with started():
        if args.accept:
            return accept(args.accept)
        results = examine()
    if args.json:
        print(json.dumps([{**asdict(one), "ok": one.ok} for one in results], indent=2))
    else:
        for one in results:
            print(f"{'ok   ' if one.ok else 'WRONG'} {one.check:<13} {one.found}")
            if not one.ok:
                print(f"{'':<20}→ {one.mend}")
    return 0 if all(one.ok for one in results) else 1


def accept(reason: str) -> int:
    """Sign that the database is as it should be from now on, though older heads say otherwise."""
    from django.conf import settings

    from stepdown.audit.seals.heads import write_head

    try:
        done = write_head(settings.HEADS_TO, keys=settings.FIELD_KEYS, at=datetime.now(UTC), reason=reason)
    except OSError as error:
        raise CannotRun(f"{settings.HEADS_TO} can not be written: {error.strerror}") from error
    print("Signed, with your reason. Run: stepdown doctor" if done else "There is no seal to sign yet.")
    return 0 if done else 1


def examine() -> list[Result]:
    """Every check's results. Without a database that answers and is migrated, only those that need none."""
    from django.conf import settings

    from stepdown.audit.seals.heads import write_head
    from stepdown.audit.seals.sealing import seal
    from stepdown.audit.terms import system
    from stepdown.audit.wall import reading
    from stepdown.cli.checks import database, history, machine

    results = database.reachable()
    always = (machine.disk, machine.static_files)
    if not results[0].ok:
        return results + [one for check in always for one in check()]
    with reading(system("doctor")):
        results += [one for check in (database.extensions, database.migrations, machine.clock) for one in check()]
        if all(one.ok for one in results):
            deep = (
                database.roles,
                database.locks,
                database.policy_rows,
                database.constraints,
                database.triggers,
                database.wall,
                database.secrets,
                history.seals,
                history.signed_heads,
                history.outbox,
                history.sheets,
                machine.mail,
            )
            results += [one for check in deep for one in check()]
            if all(one.ok for one in results if one.check in {"history", "heads"}):
                at = datetime.now(UTC)
                seal(by=system("doctor"), at=at)
                write_head(settings.HEADS_TO, keys=settings.FIELD_KEYS, at=at)
    return results + [one for check in always for one in check()]
