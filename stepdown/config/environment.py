"""What the `stepdown` command puts into the environment before the settings are read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def data_folder() -> Path:
    """Where the embedded database, the secret key and attachments live: STEPDOWN_DATA, else `.data` here."""
    return Path(os.environ.get("STEPDOWN_DATA") or Path.cwd() / ".data").resolve()


def prepare(*, demo: bool = False) -> None:
    """Name the settings, and give an installation without a secret key of its own one that survives a restart.

    Production brings its key in STEPDOWN_SECRET_KEY; elsewhere it is made once, in a file only this user can read.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepdown.config.settings")
    os.environ.setdefault("STEPDOWN_DATA", str(data_folder()))
    if demo:
        os.environ["STEPDOWN_DEMO"] = "1"
    if "STEPDOWN_SECRET_KEY" not in os.environ and "STEPDOWN_PRODUCTION" not in os.environ:
        os.environ["STEPDOWN_SECRET_KEY"] = _kept_key(data_folder() / "secret-key")


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
