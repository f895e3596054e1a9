"""A backup that only its key opens, and the drill that proves one without touching anything."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from stepdown.transfer.backup import BackupError, backup
from stepdown.transfer.sealed_file import MARK, new_key
from tests.conftest import url
from tests.transfer.conftest import AT
from tests.transfer.test_backup import back_up, bring_back, databases, entries, rewritten


def sealed(database: str, files: Path, out: Path, *to: str) -> None:
    backup(out, owner_url=url(database, "owner"), attachments=files, at=AT, to=to)


def key_file(folder: Path, name: str) -> tuple[Path, str]:
    secret, address = new_key()
    path = folder / name
    path.write_text(f"# synthetic\n{secret}\n")
    return path, address


def test_only_its_keys_open_it(database: str, files: Path, tmp_path: Path) -> None:
    """Two hold a key; either brings it back; nobody else, and no part of it is readable."""
    (one, first), (two, second), (stranger, _) = (key_file(tmp_path, name) for name in ("one", "two", "three"))
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "b.tar.age"
    sealed(database, files, file, first, second)
    raw = file.read_bytes()
    assert (raw.startswith(MARK), b"plainly synthetic" in raw, b"manifest" in raw) == (True, False, False)
    assert [(path.name, oct(path.stat().st_mode)) for path in (tmp_path / "out").iterdir()] == [
        ("b.tar.age", "0o100600")
    ]
    short = tmp_path / "short"
    short.write_bytes(raw[:-40])
    nothing = tmp_path / "nothing"
    nothing.write_text("no key")
    for broken, key, reason in (
        (file, None, "is sealed: name the file that holds its key, with --key"),
        (file, stranger, "No key in .*three opens"),
        (file, nothing, "nothing holds no key"),
        (short, one, "short can not be read as a backup"),
    ):
        with pytest.raises(BackupError, match=reason):
            bring_back(database, broken, files, key=key)
    assert (entries(database)[2:], databases(database)) == ([(3, "synthetic")], {database})
    assert bring_back(database, file, files, key=two)[0].endswith(f"as in the backup of {AT.isoformat()}.")
    assert (files / "a b" / "synthetic.txt").read_text() == "plainly synthetic"
    assert bring_back(database, file, files, key=one, drill=True)


def test_an_address_that_is_none_makes_no_file(database: str, files: Path, tmp_path: Path) -> None:
    _, good = key_file(tmp_path, "one")
    with pytest.raises(BackupError, match="Address 2 is none"):
        sealed(database, files, tmp_path / "b.tar.age", good, "age1synthetic")
    assert not (tmp_path / "b.tar.age").exists()


def test_a_drill_proves_a_backup_while_people_work_and_leaves_nothing(
    database: str, files: Path, tmp_path: Path
) -> None:
    manifest = back_up(database, files, tmp_path / "b.tar")
    before, there = entries(database), sorted(tmp_path.rglob("*"))
    with psycopg.connect(url(database, "app")):
        done = bring_back(database, tmp_path / "b.tar", files, drill=True)
    assert done == [
        f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as in the backup of {AT.isoformat()}.",
        "2 parts have the hashes of the manifest, 1 of them attachments.",
        f"Every seal over history holds; the newest is {manifest.seal_head}.",
    ]
    assert (entries(database), databases(database), sorted(tmp_path.rglob("*"))) == (before, {database}, there)


def test_a_drill_finds_what_a_restore_would(database: str, files: Path, tmp_path: Path) -> None:
    back_up(database, files, tmp_path / "b.tar")
    damaged = rewritten(tmp_path / "b.tar", tmp_path / "damaged.tar", dump=b"PGDMP, but not ours")
    with pytest.raises(BackupError, match="is not what was backed up"):
        bring_back(database, damaged, files, drill=True)
    with psycopg.connect(url(database, "owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE audit_entry SET actor = 'nobody' WHERE subject_id = 1")
    back_up(database, files, tmp_path / "c.tar")
    with pytest.raises(BackupError, match="was changed below the program"):
        bring_back(database, tmp_path / "c.tar", files, drill=True)
    assert databases(database) == {database}
    assert bring_back(database, tmp_path / "b.tar", files)
