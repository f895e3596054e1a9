"""Signed heads: once a day, what the newest seal says, in a file outside the database.

A seal proves that nobody changed the rows below it; a head, that nobody put an older copy of everything in its place, or
sealed changed rows anew. One line each, in JSON; each names the digest of the line before, so that the newest signature
(Ed25519) vouches for all of them, also those of keys that are gone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import Sum

from stepdown.audit.models import Seal
from stepdown.audit.seals.terms import HeadFault, HeadFinding

NAME = "stepdown-heads.jsonl"


@dataclass(frozen=True, slots=True)
class Head:
    """What the newest seal said at a moment (ISO 8601, UTC).

    `rows` are the sealed rows of each table; `marks` the SHA-256, in hex, of the marks of each table's rows that were
    sealed since the head before. `reason` is said where everything before holds no longer: a restore.
    """

    at: str
    seal: int
    digest: str
    rows: dict[str, int]
    marks: dict[str, str]
    reason: str = ""


class HeadsError(Exception):
    """No head can be written: the message says why."""


def write_head(folder: Path, *, keys: Sequence[str], at: datetime, reason: str = "") -> bool:
    """Add a head when there is none of this day (UTC) yet, or `reason` says why everything before is void.

    `keys` are the field keys, the newest first: it signs. Returns whether one was added. Raises OSError, and HeadsError
    when the last head does not hold: a new one would vouch for what was done to it.
    """
    newest = Seal.objects.order_by("id").last()
    if newest is None:
        return False
    folder.mkdir(exist_ok=True)
    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = file.read()
        if torn := len(kept) - (kept.rfind(b"\n") + 1):  # a full disk, a kill: that line was never a head
            kept = kept[:-torn]
            file.truncate(len(kept))
        lines = kept.splitlines()
        last = _read(lines[-1]) if lines else None
        if last and not reason:
            if last.at[:10] == at.astimezone(UTC).isoformat()[:10]:
                return False
            if faults := [*_signed(lines, keys), *_in_place(last)]:
                raise HeadsError(faults[0].text)
        head = Head(
            at=at.astimezone(UTC).isoformat(timespec="seconds"),
            seal=newest.pk,
            digest=bytes(newest.digest).hex(),
            rows=_rows(),
            marks=_marks(last.seal if last and not reason else 0, newest.pk),
            reason=reason,
        )
        file.write(_line(head, hashlib.sha256(lines[-1]).hexdigest() if lines else "", keys[0]))
        file.flush()
        os.fsync(file.fileno())
    return True


def heads(folder: Path) -> list[Head]:
    """Every head that can be read, the oldest first; none without a file. Raises OSError."""
    return [head for line in _lines(folder) if (head := _read(line))]


def compare(folder: Path, *, keys: Sequence[str]) -> list[HeadFinding]:
    """What the heads say, against the database: nothing when all is as it was signed. Raises OSError."""
    lines = _lines(folder)
    if faults := [*_signed(lines, keys)]:
        return faults
    known = [head for line in lines if (head := _read(line))]
    begin = max((number for number, head in enumerate(known) if head.reason), default=0)
    found = [fault for head in known[begin:] for fault in _in_place(head)][:1]
    return found + ([*_changed(known[begin:])] if found else [])


def _lines(folder: Path) -> list[bytes]:
    try:
        return (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return []


def _signer(key: str) -> Ed25519PrivateKey:
    """The signing key that belongs to a field key: nobody has another file to keep."""
    seed = HKDF(hashes.SHA256(), 32, salt=None, info=b"stepdown heads").derive(key.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public(key: str) -> str:
    """The public half, in hex: with it anybody can verify a line."""
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return _signer(key).public_key().public_bytes(*raw).hex()


def _line(head: Head, before: str, key: str) -> bytes:
    says = json.dumps({"head": asdict(head), "before": before, "key": public(key)}, sort_keys=True)
    return json.dumps({"says": says, "signature": _signer(key).sign(says.encode()).hex()}).encode() + b"\n"


def _read(line: bytes) -> Head | None:
    try:
        return Head(**json.loads(json.loads(line)["says"])["head"])
    except (ValueError, KeyError, TypeError):
        return None


def _signed(lines: Sequence[bytes], keys: Sequence[str]) -> Iterator[HeadFinding]:
    """Each line names the one before and holds its signature; the last is signed by a key that is here."""
    before = b""
    for number, line in enumerate(lines, 1):
        try:
            outer = json.loads(line)
            says = json.loads(outer["says"])
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(says["key"])).verify(
                bytes.fromhex(outer["signature"]), outer["says"].encode()
            )
        except (ValueError, KeyError, TypeError, InvalidSignature):
            yield HeadFinding(HeadFault.CHANGED, f"line {number}")
            return
        if says["before"] != (hashlib.sha256(before).hexdigest() if before else ""):
            yield HeadFinding(HeadFault.LINE_GONE, f"before line {number}")
            return
        before = line
    if lines and says["key"] not in {public(key) for key in keys}:
        yield HeadFinding(HeadFault.OTHER_KEY, f"line {len(lines)}")


def _in_place(head: Head) -> Iterator[HeadFinding]:
    """The database has the seal that a head names, as it was."""
    row = Seal.objects.filter(pk=head.seal).first()
    if row is not None and bytes(row.digest).hex() == head.digest:
        return
    rows = _rows()
    if sum(rows.values()) >= sum(head.rows.values()):
        yield HeadFinding(HeadFault.MADE_ANEW, f"head of {_when(head.at)}")
        return
    newest = Seal.objects.order_by("id").last()
    ends = f"it ends {newest.sealed_at:%Y-%m-%d %H:%M} UTC" if newest else "it has no seals"
    fewer = [
        f"; {table} had {then} rows, has {rows.get(table, 0)}"
        for table, then in head.rows.items()
        if then > rows.get(table, 0)
    ]
    yield HeadFinding(HeadFault.OLDER_COPY, f"head of {_when(head.at)}; {ends}{''.join(fewer[:5])}")


def _changed(known: Sequence[Head]) -> Iterator[HeadFinding]:
    """The tables whose rows are not those of a head, with the days between which they were written."""
    newest = Seal.objects.order_by("id").values_list("pk", flat=True).last() or 0
    for before, head in pairwise([None, *known]):
        if head is None or head.seal > newest:
            return
        now = _marks(before.seal if before else 0, head.seal)
        since = f"{_when(before.at)} and " if before else "the beginning and "
        for table in sorted(now.keys() | head.marks.keys()):
            if now.get(table) != head.marks.get(table):
                yield HeadFinding(HeadFault.ROWS_DIFFER, f"{table}, sealed between {since}{_when(head.at)}")


def _rows() -> dict[str, int]:
    rows = Seal.objects.values("table").annotate(all=Sum("rows")).order_by("table")
    return {row["table"]: row["all"] for row in rows}


def _marks(after: int, last: int) -> dict[str, str]:
    found: dict[str, hashlib._Hash] = {}
    rows = Seal.objects.filter(pk__gt=after, pk__lte=last).order_by("pk")
    for table, rows_sealed, marks in rows.values_list("table", "rows", "marks").iterator(chunk_size=200):
        found.setdefault(table, hashlib.sha256()).update(rows_sealed.to_bytes(8) + bytes(marks))
    return {table: one.hexdigest() for table, one in sorted(found.items())}


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC"
