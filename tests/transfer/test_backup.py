"""A backup comes back: every row, every attachment, every seal; and nothing is touched before it is proven."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import psycopg
import pytest

from stepdown.audit.seals.sealing import seal
from stepdown.audit.seals.verify import verify
from stepdown.embedded import Cluster
from stepdown.transfer.backup import BackupError, Manifest, backup, row_counts
from stepdown.transfer.restore import restore
from tests.audit.settle import settle
from tests.conftest import administer, point_django_at, url
from tests.embedded.conftest import DEBIAN_15
from tests.transfer.conftest import AT, BY, KEPT, remember


def entries(database: str) -> list[tuple[int, str]]:
    with psycopg.connect(url(database, "owner")) as session:
        return session.execute("SELECT subject_id, subject_kind FROM audit_entry ORDER BY id").fetchall()


def back_up(database: str, files: Path, out: Path) -> Manifest:
    return backup(out, owner_url=url(database, "owner"), attachments=files, at=AT)


def bring_back(
    database: str, file: Path, files: Path, *, replace: bool = True, key: Path | None = None, drill: bool = False
) -> list[str]:
    return restore(
        file,
        by=BY,
        at=AT,
        owner_url=url(database, "owner"),
        app_role="stepdown_app",
        attachments=files,
        replace=replace,
        migrate=lambda: None,
        key=key,
        drill=drill,
    )


def databases(beginning: str) -> set[str]:
    with psycopg.connect(url("postgres", "superuser")) as session:
        return {name for (name,) in session.execute("SELECT datname FROM pg_database") if name.startswith(beginning)}


def rewritten(file: Path, to: Path, **changed: bytes) -> Path:
    """A copy of a backup with other content in some parts (`manifest`, `dump`)."""
    names = {"manifest.json": "manifest", "database.dump": "dump"}
    with tarfile.open(file) as old, tarfile.open(to, "w") as new:
        for member in old.getmembers():
            part = old.extractfile(member)
            assert part is not None
            content = changed.get(names.get(member.name, ""), part.read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return to


def test_the_round_trip(database: str, files: Path, tmp_path: Path) -> None:
    manifest = back_up(database, files, tmp_path / "b.tar")
    assert sorted(manifest.parts) == ["database.dump", "files/a b/synthetic.txt"]
    assert (manifest.rows["audit_entry"], manifest.seal_head) == (3, verify().head)
    remember(by=BY, at=AT, number=4)
    (files / "a b" / "synthetic.txt").write_text("changed since")

    done = bring_back(database, tmp_path / "b.tar", files)

    assert done[1:] == [
        f"The old database is kept as {database}{KEPT}. Drop it when you are sure.",
        f"The old attachments are kept in {tmp_path}/files{KEPT}.",
    ]
    assert entries(database)[:3] == [(1, "synthetic"), (2, "synthetic"), (3, "synthetic")]
    assert entries(database + KEPT)[3] == (4, "synthetic")
    assert (files / "a b" / "synthetic.txt").read_text() == "plainly synthetic"


def test_after_a_restore_life_goes_on(database: str, files: Path, tmp_path: Path) -> None:
    """The application's role works, history is still closed to it, and sealing goes on in a new epoch."""
    back_up(database, files, tmp_path / "b.tar")
    bring_back(database, tmp_path / "b.tar", files)
    point_django_at(database)
    assert verify().findings == ()
    remember(by=BY, at=AT, number=5)
    settle()
    assert seal(by=BY, at=AT) == 2  # this entry and the one of the new epoch
    assert (verify().findings, verify().rows) == ((), 5)
    with psycopg.connect(url(database, "app")) as session:
        counts = row_counts(session)
        epochs = session.execute("SELECT id, reason, floors ->> 'audit_entry' FROM audit_epoch ORDER BY id").fetchall()
    assert counts["audit_entry"] == 5
    assert epochs == [(1, "the first", None), (2, f"restored from the backup of {AT.isoformat()}", "3")]


def test_into_an_empty_database(database: str, files: Path, tmp_path: Path) -> None:
    back_up(database, files, tmp_path / "b.tar")
    empty = f"{database}_empty"
    administer(f"CREATE DATABASE {empty} OWNER stepdown_owner TEMPLATE template0")
    try:
        assert len(bring_back(empty, tmp_path / "b.tar", tmp_path / "elsewhere", replace=False)) == 1
        assert entries(empty)[:3] == entries(database)
        assert (tmp_path / "elsewhere" / "a b" / "synthetic.txt").read_text() == "plainly synthetic"
        assert databases(empty) == {empty}
    finally:
        administer(f"DROP DATABASE {empty} WITH (FORCE)")


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="Debian's PostgreSQL 15 is not installed here")
def test_into_an_older_server(database: str, files: Path, tmp_path: Path) -> None:
    """The programs that came along write parameters that PostgreSQL 15 and 16 do not know."""
    back_up(database, files, tmp_path / "b.tar")
    with Cluster(tmp_path / "older", DEBIAN_15, fast=True).running() as server:
        done = restore(
            tmp_path / "b.tar",
            by=BY,
            at=AT,
            owner_url=server.url(role="owner"),
            app_role="stepdown_app",
            attachments=tmp_path / "elsewhere",
            replace=False,
            migrate=lambda: None,
        )
        assert len(done) == 1
        with psycopg.connect(server.url()) as session:
            assert session.info.server_version // 10_000 == 15
            assert session.execute("SELECT subject_id FROM audit_entry ORDER BY id LIMIT 3").fetchall() == [
                (1,),
                (2,),
                (3,),
            ]


def test_a_backup_is_never_overwritten(database: str, files: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("another backup")
    with pytest.raises(BackupError, match="b.tar exists"):
        back_up(database, files, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_text() == "another backup"


def test_only_this_account_reads_it_and_nothing_else_is_left(database: str, files: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    back_up(database, files, tmp_path / "out" / "b.tar")
    assert [(path.name, oct(path.stat().st_mode)) for path in (tmp_path / "out").iterdir()] == [("b.tar", "0o100600")]


def test_a_damaged_file_touches_nothing(database: str, files: Path, tmp_path: Path) -> None:
    whole = tmp_path / "b.tar"
    manifest = back_up(database, files, whole)
    fields = {name: getattr(manifest, name) for name in Manifest.__slots__}
    fewer = json.dumps(fields | {"rows": manifest.rows | {"audit_entry": 2}}).encode()
    later = json.dumps(fields | {"migrations": [*manifest.migrations, "audit.9999_later"]}).encode()
    (tmp_path / "short.tar").write_bytes(whole.read_bytes()[:-60_000])
    (tmp_path / "text.tar").write_text("not a tar")
    damaged = {
        "database.dump is not what was backed up": rewritten(whole, tmp_path / "1.tar", dump=b"PGDMP, but not ours"),
        "not that of the manifest in: audit_entry": rewritten(whole, tmp_path / "2.tar", manifest=fewer),
        "made by a later version .* it has audit.9999_later": rewritten(whole, tmp_path / "3.tar", manifest=later),
        "The manifest of this backup can not be read": rewritten(whole, tmp_path / "4.tar", manifest=b"{}"),
        "short.tar can not be read as a backup": tmp_path / "short.tar",
        "text.tar can not be read as a backup": tmp_path / "text.tar",
    }
    before = entries(database)
    for reason, file in damaged.items():
        with pytest.raises(BackupError, match=reason):
            bring_back(database, file, files)
    assert (entries(database), databases(database)) == (before, {database})
    assert sorted(path.name for path in files.rglob("*")) == ["a b", "synthetic.txt"]


def test_changed_history_is_not_restored(database: str, files: Path, tmp_path: Path) -> None:
    with psycopg.connect(url(database, "owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE audit_entry SET actor = 'nobody' WHERE subject_id = 1")
    back_up(database, files, tmp_path / "b.tar")
    with pytest.raises(BackupError, match=r"was changed below the program \(1 findings; first audit_entry"):
        bring_back(database, tmp_path / "b.tar", files)
    assert databases(database) == {database}


def test_a_full_database_is_kept_unless_asked(database: str, files: Path, tmp_path: Path) -> None:
    back_up(database, files, tmp_path / "b.tar")
    with pytest.raises(BackupError, match="tables. Restore into an empty one, or with --replace"):
        bring_back(database, tmp_path / "b.tar", files, replace=False)


def test_nobody_else_may_be_connected(database: str, files: Path, tmp_path: Path) -> None:
    back_up(database, files, tmp_path / "b.tar")
    with (
        psycopg.connect(url(database, "app")),
        pytest.raises(BackupError, match="1 connections are open to the database. Stop serve, demo and worker"),
    ):
        bring_back(database, tmp_path / "b.tar", files)
