"""A head signed each day outside the database finds what seals alone can't: an older copy, and history sealed anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from stepdown.audit.models import Seal
from stepdown.audit.seals.heads import NAME, HeadsError, compare, heads, write_head
from stepdown.audit.seals.terms import Fault, HeadFault, Odd
from stepdown.audit.seals.verify import verify
from stepdown.audit.secret import new_key
from tests.audit.test_seals import AT, BY, history, open_site, rename_site, seal, tamper
from tests.conftest import url

__all__ = ["history"]  # a fixture
OLD, NEW = new_key(), new_key()
FIRST, SECOND, THIRD = "2026-03-02 15:00 UTC", "2026-03-03 15:00 UTC", "2026-03-04 15:00 UTC"
FEWER = "; agency_siteevent had 7 rows, has 6; audit_entry had 7 rows, has 6"
RENAME = "UPDATE agency_siteevent SET name = 'Never so' WHERE code = 'S4'"


def day(number: int) -> None:
    """A day's work, sealed and signed."""
    open_site(by=BY, at=AT, code=f"S{number + 3}")
    seal(by=BY, at=AT + timedelta(days=number))


def signed(folder: Path, number: int, *, keys: tuple[str, ...] = (OLD,)) -> bool:
    return write_head(folder, keys=keys, at=AT + timedelta(days=number))


@pytest.fixture
def three_days(history: str, tmp_path: Path) -> str:
    """Three days, each with its head."""
    for number in range(3):
        if number:
            day(number)
        assert signed(tmp_path, number)
    return history


def found(folder: Path, *keys: str) -> list[tuple[HeadFault, str]]:
    return [(one.fault, one.where) for one in compare(folder, keys=keys or (OLD,))]


def sealed_anew(database: str) -> None:
    """What the owner can do: take every seal away, and seal again what is there now; the chain is whole."""
    tamper(database, "TRUNCATE audit_seal RESTART IDENTITY")
    for number in range(3):
        seal(by=BY, at=AT + timedelta(days=number))


def test_a_day_has_one_head_and_all_of_them_hold(three_days: str, tmp_path: Path) -> None:
    assert not signed(tmp_path, 2)
    known = heads(tmp_path)
    assert [(head.at, sum(head.rows.values())) for head in known] == [
        ("2026-03-02T15:00:00+00:00", 11),
        ("2026-03-03T15:00:00+00:00", 13),
        ("2026-03-04T15:00:00+00:00", 15),
    ]
    assert sorted(known[1].marks) == ["agency_siteevent", "audit_entry"]
    assert (found(tmp_path), (tmp_path / NAME).stat().st_mode & 0o777) == ([], 0o600)


def older_copy(database: str) -> None:
    seals = "(SELECT seal FROM (SELECT id seal, row_number() OVER (ORDER BY id DESC) n FROM audit_seal) x WHERE n <= 2)"
    tamper(database, f"DELETE FROM audit_seal WHERE id IN {seals}")


def made_anew(database: str) -> None:
    tamper(database, RENAME)
    tamper(database, "UPDATE agency_site SET name = 'Never so' WHERE code = 'S4'")
    sealed_anew(database)


BELOW: dict[str, tuple[Callable[[str], None], list[tuple[HeadFault, str]]]] = {
    "an older copy": (
        older_copy,
        [
            (
                HeadFault.OLDER_COPY,
                f"head of {THIRD}; it ends {SECOND}; agency_siteevent had 7 rows, has 6; audit_entry had 7 rows, has 6",
            )
        ],
    ),
    "sealed anew over rows that were changed": (
        made_anew,
        [(HeadFault.MADE_ANEW, f"head of {FIRST}")],
    ),
}


@pytest.mark.parametrize("case", BELOW)
def test_what_was_done_below_the_program_is_told(three_days: str, tmp_path: Path, case: str) -> None:
    do, expected = BELOW[case]
    do(three_days)
    assert verify().findings == ()
    assert found(tmp_path) == expected
    with pytest.raises(HeadsError):  # and no new head vouches for it
        signed(tmp_path, 3)


def test_a_day_sealed_anew_in_its_own_batches_is_told_with_its_table(history: str, tmp_path: Path) -> None:
    """Who takes the trouble to make the seals of that day look the same is found by the day and the table."""
    assert signed(tmp_path, 0)
    last = Seal.objects.latest("id").pk
    day(1)
    assert signed(tmp_path, 1)
    tamper(history, RENAME)
    tamper(history, f"DELETE FROM audit_seal WHERE id > {last}")
    with psycopg.connect(url(history, "owner")) as owner:
        owner.execute(f"ALTER SEQUENCE audit_seal_id_seq RESTART WITH {last + 1}")
    seal(by=BY, at=AT + timedelta(days=1))
    assert found(tmp_path) == [
        (HeadFault.MADE_ANEW, f"head of {SECOND}"),
        (HeadFault.ROWS_DIFFER, f"agency_siteevent, sealed between {FIRST} and {SECOND}"),
    ]


LINES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], list[tuple[HeadFault, str]]]] = {
    "a word of it": (
        lambda lines: [lines[0], lines[1].replace(b"2026-03-03", b"2026-03-01"), lines[2]],
        [(HeadFault.CHANGED, "line 2")],
    ),
    "a signature": (
        lambda lines: [*lines[:2], lines[2][:-6] + b'0000"}'],
        [(HeadFault.CHANGED, "line 3")],
    ),
    "no line of ours": (lambda lines: [*lines, b"{}"], [(HeadFault.CHANGED, "line 4")]),
    "a line out of the middle": (lambda lines: [lines[0], lines[2]], [(HeadFault.LINE_GONE, "before line 2")]),
    "the first line": (lambda lines: lines[1:], [(HeadFault.LINE_GONE, "before line 1")]),
}


@pytest.mark.parametrize("case", LINES)
def test_a_file_that_was_changed_is_told(three_days: str, tmp_path: Path, case: str) -> None:
    do, expected = LINES[case]
    file = tmp_path / NAME
    file.write_bytes(b"\n".join(do(file.read_bytes().splitlines())) + b"\n")
    assert found(tmp_path) == expected


def test_a_line_that_a_full_disk_cut_off_is_written_anew(three_days: str, tmp_path: Path) -> None:
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[:-40])
    assert signed(tmp_path, 2)
    assert (found(tmp_path), (tmp_path / NAME).read_bytes()) == ([], whole)


def test_a_new_key_vouches_for_the_lines_of_the_old(three_days: str, tmp_path: Path) -> None:
    assert found(tmp_path, NEW) == [(HeadFault.OTHER_KEY, "line 3")]
    with pytest.raises(HeadsError):
        signed(tmp_path, 3, keys=(NEW,))
    assert signed(tmp_path, 3, keys=(NEW, OLD))
    assert found(tmp_path, NEW) == []


def test_after_a_restore_that_was_signed_for_older_heads_are_void(three_days: str, tmp_path: Path) -> None:
    older_copy(three_days)
    assert write_head(tmp_path, keys=[OLD], at=AT + timedelta(days=2), reason="restored")
    assert found(tmp_path) == []
    day(4)
    assert signed(tmp_path, 4)
    assert (found(tmp_path), heads(tmp_path)[3].reason) == ([], "restored")


def test_nothing_to_sign(committed: str, tmp_path: Path) -> None:
    assert (signed(tmp_path, 0), found(tmp_path), heads(tmp_path)) == (False, [], [])


ODD: dict[str, tuple[str, Fault, list[tuple[Odd, int, int | None, tuple[str, ...]]]]] = {
    "a field of one event": (
        "UPDATE agency_siteevent SET name = 'Never so', phone = '1' WHERE pgh_id = 2",
        Fault.BATCH_CHANGED,
        [(Odd.CHANGED, 2, 2, ("name", "phone"))],
    ),
    "who did it, of one entry": (
        "UPDATE audit_entry SET actor = 'nobody' WHERE id = 1",
        Fault.BATCH_CHANGED,
        [(Odd.CHANGED, 1, None, ("actor",))],
    ),
    "an event taken out": (
        "DELETE FROM agency_siteevent WHERE pgh_id = 2",
        Fault.ROWS_MISSING,
        [(Odd.GONE, 2, None, ())],
    ),
    "an event put in": (
        "INSERT INTO agency_siteevent SELECT (jsonb_populate_record(e, '{\"pgh_id\": -7}')).* FROM agency_siteevent e WHERE pgh_id = 2",
        Fault.ROWS_ADDED,
        [(Odd.ADDED, -7, 2, ())],
    ),
    "its marks alone": ("UPDATE audit_seal SET marks = '' WHERE id = 1", Fault.BATCH_CHANGED, []),
}


@pytest.mark.parametrize("case", ODD)
def test_which_row_and_which_field_of_a_batch(history: str, case: str) -> None:
    statement, fault, expected = ODD[case]
    tamper(history, statement)
    (finding,) = [one for one in verify().findings if one.fault != Fault.NO_ENTRY]
    assert (finding.fault, [(row.odd, row.row, row.tells_of, row.fields) for row in finding.odd]) == (fault, expected)


def test_which_fields_of_a_live_row(history: str) -> None:
    rename_site(by=BY, at=AT, code="S1", name="Renamed")
    tamper(history, "UPDATE agency_site SET name = 'Changed below', virtual = true WHERE code = 'S1'")
    (finding,) = verify().findings
    assert (finding.fault, finding.fields, finding.at is None) == (Fault.ROW_CHANGED, ("name", "virtual"), False)
