"""Bring a backup back: proven first, in a database of its own, and only then put in the place of the old one."""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from stepdown.audit.seals.sealing import begin_epoch
from stepdown.audit.seals.verify import verify
from stepdown.audit.terms import Actor
from stepdown.transfer.backup import DUMP, FILES, FORMAT, MANIFEST, BackupError, Manifest, digest_of, row_counts
from stepdown.transfer.owner import as_role, database_of, with_database
from stepdown.transfer.play import play
from stepdown.transfer.sealed_file import NoKeyError, is_sealed, open_file

PARTS = "parts"
"""The folder a backup is unpacked into, beside the one whose seal was opened."""


def restore(
    file: Path,
    *,
    by: Actor,
    at: datetime,
    owner_url: str,
    app_role: str,
    attachments: Path,
    replace: bool,
    migrate: Callable[[], None],
    key: Path | None = None,
    drill: bool = False,
) -> list[str]:
    """Restore `file`; returns what was done, in sentences. `key` is the file with the key of one that is sealed.

    In this order: every part against the manifest; into a new database; row counts against the manifest; `migrate`
    (which brings the connected database to this version); every seal and live row; a new epoch of seals; then the new
    database takes the name of the old one. With `replace` the old one is kept under another name; without it, it must
    hold no tables. A `drill` does all of it but the last step, and leaves everything as it was: somebody may be at work.
    Raises BackupError, and then the old database is as it was.
    """
    name, moment = database_of(owner_url), at.strftime("%Y%m%d_%H%M%S")
    new, old = f"{name}_restoring", f"{name}_before_{moment}"
    connection.close()
    with tempfile.TemporaryDirectory(prefix=".stepdown-restore-", dir=_parent(attachments)) as folder:
        manifest = unpack(_opened(file, Path(folder), key), Path(folder) / PARTS)
        _refuse_newer(manifest)
        empty = drill or _refuse_target(owner_url, replace=replace)
        _create(owner_url, new)
        try:
            _load(with_database(owner_url, new), Path(folder) / PARTS / DUMP, manifest, app_role)
            with as_role(with_database(owner_url, new)):
                migrate()
                _prove(manifest)
                if drill:
                    return _proven(manifest)
                begin_epoch(by=by, at=at, reason=f"restored from the backup of {manifest.made_at}")
            _swap(owner_url, name=name, new=new, old=old)
        finally:
            _drop(owner_url, new)
        if empty:
            _drop(owner_url, old)
        kept = _swap_files(Path(folder) / PARTS / FILES, attachments, moment)
    done = _proven(manifest)[:1]
    done += [] if empty else [f"The old database is kept as {old}. Drop it when you are sure."]
    return done + ([f"The old attachments are kept in {kept}."] if kept else [])


def _proven(manifest: Manifest) -> list[str]:
    return [
        f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as in the backup of {manifest.made_at}.",
        f"{len(manifest.parts)} parts have the hashes of the manifest, {len(manifest.parts) - 1} of them attachments.",
        f"Every seal over history holds; the newest is {manifest.seal_head or 'none'}.",
    ]


def _opened(file: Path, folder: Path, key: Path | None) -> Path:
    """The backup, its seal opened into `folder` where it has one."""
    try:
        if not is_sealed(file):
            return file
        open_file(file, folder / "opened.tar", key)
    except NoKeyError as error:
        raise BackupError(str(error)) from None
    except OSError as error:
        raise BackupError(f"{file} can not be read as a backup ({error}). Use another one.") from error
    return folder / "opened.tar"


def unpack(file: Path, folder: Path) -> Manifest:
    """Unpack a backup into `folder`, every part compared with the manifest. Raises BackupError naming what differs."""
    try:
        with tarfile.open(file, mode="r:") as tar:
            manifest = _manifest(tar)
            members = [member.name for member in tar.getmembers() if member.name != MANIFEST]
            if sorted(members) != sorted(manifest.parts) or not all(map(_plain, members)):
                raise BackupError(f"{file} does not hold the parts that its manifest names. Use another backup.")
            tar.extractall(folder, members=[m for m in tar.getmembers() if m.name != MANIFEST], filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupError(f"{file} can not be read as a backup ({error}). Use another one.") from error
    for name, digest in manifest.parts.items():
        if digest_of(folder / name) != digest:
            raise BackupError(f"{file}: {name} is not what was backed up (its hash differs). Use another backup.")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    part = tar.extractfile(first) if first and first.name == MANIFEST and first.isfile() else None
    if part is None:
        raise BackupError("This is no backup of Stepdown: it does not begin with a manifest.")
    try:
        manifest = Manifest(**json.load(part))
    except (ValueError, TypeError) as error:
        raise BackupError("The manifest of this backup can not be read. Use another backup.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"This backup has the format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def _plain(name: str) -> bool:
    """A name that stays inside its folder."""
    return name == DUMP or (name.startswith(FILES) and ".." not in PurePosixPath(name).parts)


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"The backup was made by a later version ({manifest.version}; it has {unknown[0]}). Install that version."
        )


def _refuse_target(owner_url: str, *, replace: bool) -> bool:
    """Whether the database to restore into is empty. Raises BackupError when it may not be touched."""
    with psycopg.connect(owner_url) as session:
        tables = len(row_counts(session))
    if tables and not replace:
        raise BackupError(
            f"The database {database_of(owner_url)} holds {tables} tables. Restore into an empty one, "
            "or with --replace: the old one is then kept under another name."
        )
    _refuse_company(owner_url)
    return not tables


def _refuse_company(owner_url: str) -> None:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
    )
    with psycopg.connect(owner_url) as session:
        found = session.execute(query).fetchone()
    if found and found[0]:
        raise BackupError(
            f"{found[0]} connections are open to the database. Stop serve, demo and worker, then try again."
        )


def _create(owner_url: str, new: str) -> None:
    _drop(owner_url, new)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    with psycopg.connect(owner_url, autocommit=True) as session:
        try:
            session.execute(statement.format(sql.Identifier(new)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "The owner's role may not make databases. As an administrator: ALTER ROLE … CREATEDB;"
            ) from error


def _load(url: str, dump: Path, manifest: Manifest, app_role: str) -> None:
    """Fill the new database, owned by this role and with the application role's rights, and count its rows."""
    role = sql.Identifier(app_role)
    with psycopg.connect(url) as session:
        for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES", "EXECUTE ON FUNCTIONS"):
            session.execute(sql.SQL("ALTER DEFAULT PRIVILEGES GRANT {} TO {}").format(sql.SQL(what), role))
        session.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    play(dump, url)
    with psycopg.connect(url) as session:
        counts = row_counts(session)
    if counts != manifest.rows:
        tables = sorted(name for name in counts | manifest.rows if counts.get(name) != manifest.rows.get(name))
        raise BackupError(f"The number of rows is not that of the manifest in: {', '.join(tables)}.")


def _prove(manifest: Manifest) -> None:
    checked = verify()
    if checked.head != manifest.seal_head:
        raise BackupError("The newest seal is not the one in the manifest. Use another backup.")
    if checked.findings:
        one = checked.findings[0]
        raise BackupError(
            f"History in this backup was changed below the program ({len(checked.findings)} findings; "
            f"first {one.table}, {one.where}: {one.fault}). Use an earlier backup."
        )


def _swap(owner_url: str, *, name: str, new: str, old: str) -> None:
    """Give the new database the old one's name. Nobody may be connected to either."""
    _refuse_company(owner_url)
    _rename(owner_url, name, old, through=new)
    try:
        _rename(owner_url, new, name, through=old)
    except BackupError:
        _rename(owner_url, old, name, through=new)
        raise


def _rename(owner_url: str, before: str, after: str, *, through: str) -> None:
    """Rename a database, connected to another one (`through`): nobody may be connected to the one renamed."""
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(before), sql.Identifier(after))
    with psycopg.connect(with_database(owner_url, through), autocommit=True) as session:
        try:
            session.execute(statement)
        except psycopg.errors.ObjectInUse as error:
            raise BackupError("Somebody is connected to the database. Stop serve, demo and worker.") from error


def _drop(owner_url: str, name: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _parent(attachments: Path) -> Path:
    attachments.parent.mkdir(parents=True, exist_ok=True)
    return attachments.parent


def _swap_files(unpacked: Path, attachments: Path, moment: str) -> Path | None:
    """Put the attachments in their place; where the old ones are kept, when there were any."""
    kept = None
    if attachments.exists() and any(attachments.iterdir()):
        kept = attachments.rename(attachments.with_name(f"{attachments.name}_before_{moment}"))
    elif attachments.exists():
        attachments.rmdir()
    if unpacked.exists():
        unpacked.rename(attachments)
    else:
        attachments.mkdir()
    return kept
