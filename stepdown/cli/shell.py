"""Opens a Python prompt on the database, for maintainers. `by` is an actor with your operating-system name: reading
runs as that actor, and writing still needs an action, with `by=by` and `at=` a moment with its time zone.
"""

from __future__ import annotations

import argparse
import code
import getpass

from stepdown.cli.start import refuse_strong_role, started

NAME = "shell"
SUMMARY = "a Python prompt for maintainers"
EXAMPLES = """\
Example:
  stepdown shell
  echo "print(by.label)" | stepdown shell
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be said after `stepdown shell`."""


def run(args: argparse.Namespace) -> int:
    """Read and run Python until the end of the input."""
    with started():
        refuse_strong_role()
        from datetime import UTC, datetime

        from stepdown.audit.terms import system
        from stepdown.audit.wall import reading

        by = system(f"shell:{getpass.getuser()}")
        names = {"by": by, "datetime": datetime, "UTC": UTC}
        with reading(by):
            code.interact(
                banner="`by` is you. Writing needs an action: do(by=by, at=datetime.now(UTC), …)", local=names
            )
    return 0
