"""Serves the pages. Migrations must have been applied; a worker should run beside it, because it seals history and
sends what is waiting. May be killed at any moment: what was answered with success is in the database.
"""

from __future__ import annotations

import argparse

from stepdown.cli.migrations import load_policy, refuse_pending_migrations
from stepdown.cli.start import refuse_strong_role, started

NAME = "serve"
SUMMARY = "serve the pages"
EXAMPLES = """\
Example:
  stepdown serve --port 8000
  STEPDOWN_PRODUCTION=1 STEPDOWN_HOSTS=iop.example.org stepdown serve --host 127.0.0.1 --workers 4

In production a reverse proxy ends TLS in front of it (docs/how-to/production.md).
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown serve`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: 8000; 0: any free one)")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer requests (default: 2)")


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP."""
    from stepdown.cli.pages import held_port, serve

    with started():
        refuse_strong_role()
        refuse_pending_migrations()
        load_policy("serve")
        with held_port(args.host, [args.port]) as port:
            said = f"Serving at {args.host}:{port}"
            return serve(args.host, port, workers=args.workers, ready=lambda: print(said, flush=True))
