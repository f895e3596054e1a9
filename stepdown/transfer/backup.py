"""One file that holds everything: the database, the attachments, and a manifest with the hash of each part.

A tar: `manifest.json` first, `database.dump` (pg_dump's custom format), then `files/…`. For the addresses of keys, it is
sealed (see `sealed_file`).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from pyrage.x25519 import Recipient

from stepdown.embedded import find_binaries
from stepdown.transfer.owner import program_environment
from stepdown.transfer.sealed_file import NoKeyError, addresses, seal_file

FORMAT = "stepdown-backup/1"
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"
CHUNK = 2**20


class BackupError(Exception):
    """The backup could not be made or restored; nothing was changed. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `parts` are SHA-256 hex digests by name, `rows` counts by table at the moment of the
    backup, `seal_head` the digest of the newest seal over history, `migrations` what was applied, as `app.name`."""

    format: str
    made_at: str
    version: str
    server: str
    seal_head: str
    migrations: list[str]
    rows: dict[str, int]
    parts: dict[str, str]


def backup(out: Path, *, owner_url: str, attachments: Path, at: datetime, to: Sequence[str] = ()) -> Manifest:
    """Write the backup to `out`, readable by this account only; it is there whole or not at all.

    With addresses in `to`, only who holds the key of one can read it. The pages may stay open: database, row counts and
    seal head are of one moment. Raises BackupError when `out` exists, when its folder doesn't or can't be written, when
    an address is none, or when pg_dump fails.
    """
    if out.exists():
        raise BackupError(f"{out} exists. Backups are never overwritten: choose another name.")
    if not out.parent.is_dir():
        raise BackupError(f"There is no folder {out.parent}. Is the disk mounted? Make the folder, or choose another.")
    try:
        manifest = _made(out, addresses(to), owner_url=owner_url, attachments=attachments, at=at)
        _sync(out.parent)
    except NoKeyError as error:
        raise BackupError(str(error)) from None
    except OSError as error:
        raise BackupError(f"{out} can not be written ({error.strerror or error}). Choose another place.") from error
    return manifest


def _made(out: Path, to: Sequence[Recipient], *, owner_url: str, attachments: Path, at: datetime) -> Manifest:
    """Gather everything in a folder beside `out`, then give the whole its name. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=".stepdown-backup-", dir=out.parent) as folder:
        dump = Path(folder) / DUMP
        with psycopg.connect(owner_url) as connection:
            facts = _facts(connection)
            _dump(connection, owner_url, dump)
        sources = {DUMP: dump} | {
            FILES + path.relative_to(attachments).as_posix(): path for path in _files(attachments)
        }
        parts = {name: digest_of(path) for name, path in sources.items()}
        manifest = Manifest(
            format=FORMAT, made_at=at.astimezone(UTC).isoformat(), version=this_version(), parts=parts, **facts
        )
        whole = Path(folder) / "whole.tar"
        _write(whole, manifest, sources)
        if to:
            seal_file(whole, sealed := whole.with_suffix(".age"), to)
            whole = sealed
        whole.rename(out)
    return manifest


def this_version() -> str:
    """The version of this program."""
    try:
        return version("stepdown")
    except PackageNotFoundError:
        return "unreleased"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has, by name."""
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    counts = {}
    for (name,) in connection.execute(query).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counts[name] = row[0] if row else 0
    return counts


def _facts(connection: psycopg.Connection) -> dict[str, Any]:
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    server = connection.execute("SELECT current_setting('server_version')").fetchone()
    head = connection.execute("SELECT encode(digest, 'hex') FROM audit_seal ORDER BY id DESC LIMIT 1").fetchone()
    applied = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return {
        "server": server[0] if server else "",
        "seal_head": head[0] if head else "",
        "migrations": [name for (name,) in applied],
        "rows": row_counts(connection),
    }


def _dump(connection: psycopg.Connection, owner_url: str, to: Path) -> None:
    """Dump what `connection` sees: both look at the same snapshot."""
    exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
    snapshot = exported[0] if exported else ""
    command = [str(find_binaries() / "pg_dump"), "--format=custom", "--no-password", f"--snapshot={snapshot}"]
    answer = subprocess.run(
        [*command, f"--file={to}"], env=program_environment(owner_url), capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise BackupError(f"pg_dump failed, and no backup was written.\n{answer.stderr.strip()}")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def _write(whole: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    """Write the tar and wait until the disk has it."""
    text = json.dumps(asdict(manifest), indent=2).encode()
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
            for name, path in sources.items():
                with path.open("rb") as part:
                    tar.addfile(_member(name, path.stat().st_size), part)
        file.flush()
        os.fsync(file.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
