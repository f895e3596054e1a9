"""`stepdown`: one command, a verb for each thing an operator does. Each verb is a small module of its own."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from types import ModuleType

from stepdown.cli import (
    backup,
    csv_template,
    demo,
    doctor,
    export_csv,
    export_week,
    import_codes,
    import_csv,
    import_week,
    keys,
    migrate,
    restore,
    serve,
    sheets,
    shell,
    sign_in,
    worker,
)
from stepdown.cli.errors import CannotRun
from stepdown.embedded import EmbeddedPostgresError

VERBS: tuple[ModuleType, ...] = (
    demo, serve, worker, migrate, sign_in, csv_template, import_csv, export_csv, import_week, export_week, import_codes, doctor,
    backup, restore, keys, sheets, shell,
)  # fmt: skip
"""In the order of the help text: trying it out, running it, who may sign in, tables and weeks in and out, looking after it."""

EPILOG = """\
Try it:       stepdown demo
Run it:       stepdown migrate && stepdown serve        (and, beside it: stepdown worker)
First person: stepdown sign-in add --help
Look after:   stepdown doctor, stepdown backup

When DATABASE_URL is not set, a PostgreSQL of its own runs in the data folder (STEPDOWN_DATA, else .data here).
Exit code: 0 done; 1 something is wrong with what was looked at; 2 could not be done.
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line; `docs/reference/commands.md` is made from it."""
    whole = argparse.ArgumentParser(
        prog="stepdown",
        description="Runs an intensive outpatient programme, from a first call to an alumni check-in.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = whole.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in VERBS:
        name, summary = verb.NAME, verb.SUMMARY
        one = verbs.add_parser(
            name,
            help=summary,
            description=verb.__doc__,
            epilog=verb.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.arguments(one)
        one.set_defaults(run=verb.run)
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    args = parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):  # so that `finally` blocks run and no process stays behind
        signal.signal(number, _end)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except (CannotRun, EmbeddedPostgresError) as error:
        print(f"stepdown: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a full disk, a closed pipe: the file's name and the reason are all there is to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what could not be printed must not fail again at the end
        print(f"stepdown: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception:  # its text may quote a client's name, as the database's do; the log keeps its kind and its place
        logging.getLogger(__name__).critical("ended by an error of the program", exc_info=True)
        return 2
    return code


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
