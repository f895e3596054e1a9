"""The files of the sheets, outside the database: readable by this account alone, or sealed for keys that lie elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stepdown.agency.queries import sites_within
from stepdown.agency.terms import SiteRow
from stepdown.audit.terms import Actor
from stepdown.kernel.week import Week
from stepdown.transfer.downtime.sheets import KEPT, KEPT_KEY, days_of_policy, make_sheets
from stepdown.transfer.sealed_file import addresses, seal_bytes

STAMP = "%Y%m%d-%H%M%S"


def write_all(folder: Path, *, by: Actor, at: datetime, to: Sequence[str] = ()) -> list[Path]:
    """Write the sheets of every building within reach into `folder`; those older than policy says are taken away.

    With addresses in `to` they are sealed. Raises OSError, and NoKeyError for an address that is none.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for site in sites_within(by):
        if not site.virtual:
            written.append(_write(folder, site, make_sheets(by=by, at=at, site=site), at, to))
            today = Week.of(at, site.time_zone).day_near(at)
            _take_away(folder, site, at - timedelta(days=days_of_policy(site, KEPT_KEY, KEPT, today)))
    return written


def newest(folder: Path, site: SiteRow) -> datetime | None:
    """When the newest sheets of a site in `folder` were made (UTC); None without any, and where it can't be read."""
    try:
        return max((made for path, made in _files(folder, site) if path.suffix != ".new"), default=None)
    except OSError:  # a share that is not there: on the day the sheets are for
        return None


def _write(folder: Path, site: SiteRow, paper: bytes, at: datetime, to: Sequence[str]) -> Path:
    """The whole file appears at once, or none; sealed ones are never there unsealed. Raises OSError, NoKeyError."""
    made = folder / f"{_begins(site)}{at.astimezone(UTC):{STAMP}}.pdf{'.age' if to else ''}"
    content = seal_bytes(paper, addresses(to)) if to else paper
    draft = made.with_name(f"{made.name}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return draft.rename(made)
    finally:
        draft.unlink(missing_ok=True)


def _take_away(folder: Path, site: SiteRow, before: datetime) -> None:
    for path, made in _files(folder, site):
        if made < before or path.suffix == ".new":  # what a worker that was killed left behind
            path.unlink()


def _begins(site: SiteRow) -> str:
    return f"sheets-{''.join(c if c.isalnum() else '_' for c in site.code)}-"


def _files(folder: Path, site: SiteRow) -> list[tuple[Path, datetime]]:
    begins, found = _begins(site), []
    for path in folder.glob(f"{begins}*.pdf*") if folder.is_dir() else ():
        try:
            made = datetime.strptime(path.name.removeprefix(begins).partition(".")[0], STAMP)  # noqa: DTZ007 - UTC
        except ValueError:
            continue
        found.append((path, made.replace(tzinfo=UTC)))
    return found
