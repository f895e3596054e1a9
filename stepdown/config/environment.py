"""What the `stepdown` command puts into the environment before the settings are read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from stepdown.audit.secret import new_key

FIELD_KEYS = "field-keys"
"""The file of field keys in the data folder, one a line, the newest first."""


def data_folder() -> Path:
    """Where the embedded database, the secret key and attachments live: STEPDOWN_DATA, else `.data` here."""
    return Path(os.environ.get("STEPDOWN_DATA") or Path.cwd() / ".data").resolve()


def prepare(*, demo: bool = False) -> None:
    """Name the settings, and give an installation without keys of its own ones that survive a restart.

    Production brings its keys in STEPDOWN_SECRET_KEY and STEPDOWN_FIELD_KEYS; elsewhere they are made once, in files
    only this user can read.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepdown.config.settings")
    os.environ.setdefault("STEPDOWN_DATA", str(data_folder()))
    if demo:
        os.environ["STEPDOWN_DEMO"] = "1"
    if "STEPDOWN_PRODUCTION" in os.environ:
        return
    if "STEPDOWN_SECRET_KEY" not in os.environ:
        os.environ["STEPDOWN_SECRET_KEY"] = _kept_key(data_folder() / "secret-key", lambda: secrets.token_urlsafe(50))
    if "STEPDOWN_FIELD_KEYS" not in os.environ:
        os.environ["STEPDOWN_FIELD_KEYS"] = ",".join(_kept_key(data_folder() / FIELD_KEYS, new_key).split())


def _kept_key(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
    return path.read_text().strip()
