"""Does what runs later: hands over what waits in the outbox, and seals history each minute. Ends on SIGTERM or Ctrl-C
after the job in hand. One is enough; a second one does no harm.
"""

from __future__ import annotations

import argparse

from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started

NAME = "worker"
SUMMARY = "do what runs later: outbox, seals"
EXAMPLES = """\
Example:
  stepdown worker
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be said after `stepdown worker`."""


def run(args: argparse.Namespace) -> int:
    """Work until told to end."""
    with started():
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.worker.run import work

        work(ready=lambda: print("working; Ctrl-C ends it", flush=True))
    return 0
