"""Opens a synthetic agency on this machine: starts a database, brings it to this version, makes the agency when
there is none yet, serves it at a free loopback port, and says where and who may sign in. All people in it are
invented. The next start keeps the data. Ctrl-C ends everything it started.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import webbrowser
from contextlib import ExitStack
from datetime import UTC, datetime

from stepdown.cli.errors import CannotRun
from stepdown.cli.start import refuse_strong_role, started
from stepdown.config.environment import data_folder
from stepdown.embedded.lock import try_lock

NAME = "demo"
SUMMARY = "try it: a synthetic agency on this machine"
EXAMPLES = """\
Example:
  stepdown demo
  stepdown demo --reset --port 8080
"""
PORTS = range(8000, 8100)
DEMO_SITE = "north"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown demo`."""
    parser.add_argument("--reset", action="store_true", help="throw the synthetic agency away and make a new one")
    parser.add_argument("--port", type=int, help="port to listen at (default: the first free one from 8000)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(args: argparse.Namespace) -> int:
    """Make and serve the synthetic agency until SIGINT, SIGTERM or SIGHUP."""
    if args.reset:
        reset()
    with started(demo=True), ExitStack() as stack:
        from stepdown.audit.terms import system
        from stepdown.audit.wall import reading
        from stepdown.cli.children import running
        from stepdown.cli.migrations import migrate, pending
        from stepdown.cli.pages import held_port, serve

        refuse_strong_role()
        if pending():
            print("Preparing the database …", flush=True)
            migrate(verbosity=0)
        with reading(system(NAME)):
            sign_ins = agency()
        wanted = [args.port] if args.port is not None else [*PORTS, 0]
        port = stack.enter_context(held_port("127.0.0.1", wanted))
        address = f"http://localhost:{port}/"  # by name: security keys and passkeys answer to no number

        def ready() -> None:
            stack.enter_context(running("worker"))  # not before: the first page should not wait for it
            print(f"\nStepdown, with a synthetic agency: {address}\n\n{sign_ins}\nCtrl-C ends it.", flush=True)
            if not args.no_browser and has_display():
                webbrowser.open(address)

        return serve("127.0.0.1", port, workers=1, ready=ready)


def agency() -> str:
    """Make the synthetic agency when the database is empty; who may sign in, as text.

    Raises CannotRun when the database holds an agency that is not the demo's: it may be of real people.
    """
    from stepdown.agency.queries import site_records
    from stepdown.demo.make import make_demo

    sites = {site.code for site in site_records()}
    if sites and DEMO_SITE not in sites:
        raise CannotRun(
            "The database holds an agency that is not the demo's. Choose another folder with STEPDOWN_DATA."
        )
    if not sites:
        print("Making the synthetic agency …", flush=True)
    return str(make_demo(at=datetime.now(UTC)))


def reset() -> None:
    """Throw away the demo's embedded database. Raises CannotRun while it is in use, or when it is not embedded."""
    if os.environ.get("DATABASE_URL"):
        raise CannotRun("--reset throws the embedded database away, but DATABASE_URL names another one.")
    folder = data_folder() / "postgres"
    if not folder.exists():
        return
    with try_lock(folder / "lock") as ours:
        if not ours:
            raise CannotRun(f"Another process uses the database in {folder}. End it first.")
        shutil.rmtree(folder / "cluster", ignore_errors=True)


def has_display() -> bool:
    """Whether there is a screen a browser could open on."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
