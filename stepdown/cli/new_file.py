"""A file that was not there before, for the account that wrote it alone: what it holds may be about clients."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stepdown.cli.errors import CannotRun


def write_new(path: Path, text: Iterable[str]) -> None:
    """Write `text`, piece by piece. Raises CannotRun where something stands at `path` already, or nothing can."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotRun(f"{path} can not be written: {error.strerror}") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(text)
