"""Making the file: the gate is asked, the record is read, and one ZIP holds it in three forms."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Category, NotFound, Obstacle, Refused
from stepdown.consent.actions import tell
from stepdown.consent.rules import notice_on
from stepdown.consent.terms import Item, Purpose, RecipientKind, Telling
from stepdown.episode.queries import standing_on
from stepdown.kernel.dates import EN, ES, any_year
from stepdown.kernel.week import zone_of
from stepdown.people.queries import sites_of
from stepdown.privacy import queries as privacy
from stepdown.privacy.access import MAY_ANSWER_REQUESTS
from stepdown.privacy.actions import keep_copy
from stepdown.privacy.terms import CopyRow, RequestBlocker, RequestRow
from stepdown.transfer.whole_record.attachments import attachments
from stepdown.transfer.whole_record.fhir import bundle
from stepdown.transfer.whole_record.reader import record_pdf
from stepdown.transfer.whole_record.reading import Read, read
from stepdown.transfer.whole_record.table import Chapter, Table
from stepdown.transfer.whole_record.tables import TABLES

NAME = "record.zip"
DOOR = "whole_record"
EVERYTHING = frozenset(Category) - {Category.COUNSELING_NOTES}
"""Counselling notes are no part of access (45 CFR 164.524(a)(1)(i))."""
OWN_EYES = frozenset({Chapter.CONSENTS, Chapter.REQUESTS})
"""Chapters that go to the client alone, whatever a consent to somebody else reaches."""
STATEMENTS = "privacy.Statement"
"""Go along with what they dispute (45 CFR 164.526(d)(5))."""


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """A ZIP as bytes, and what the gate kept back of what was asked for. Empty when nothing may go."""

    content: bytes
    withheld: tuple[Category, ...]


@action
def make_record(*, by: Actor, at: datetime, day: date, request: int) -> MadeRecord:
    """Make the copy that a request asks for, as far as the gate lets it go; `day` is today at the site.

    To the client it goes as their own record; to somebody they name, as far as their consent reaches. Each answer of the
    gate stands in the accounting, and the copy on the request. It is made in memory, and nothing of it stays here.
    Raises NotAllowed; NotFound beyond the actor's reach; Refused when the request is answered or asks for something else.
    """
    demand(by, MAY_ANSWER_REQUESTS)
    row = privacy.request(by, request, day)
    if row.wanted_as is None:
        raise Refused(Obstacle(RequestBlocker.NOT_ACCESS))
    asked = (EVERYTHING if row.whole else frozenset(row.parts)) | {Category.IDENTITY}
    may = _passed(by, at, day, row, asked)
    if Category.IDENTITY not in may:
        return MadeRecord(b"", tuple(sorted(asked)))  # every line says that they are a client here
    content = _zip(_files(row, may, at, _zone(row.client)))
    withheld = tuple(sorted(asked - may))
    digest = hashlib.sha256(content).hexdigest()
    keep_copy(
        by=by, at=at, request=request, copy=CopyRow(0, at, "", tuple(sorted(may)), withheld, len(content), digest)
    )
    return MadeRecord(content, withheld)


def _passed(by: Actor, at: datetime, day: date, row: RequestRow, asked: frozenset[Category]) -> frozenset[Category]:
    """What may go. Where the gate says no to something, it is asked again for the rest: each answer is kept."""
    program = _program(row.client, day)
    told = {"client": row.client, "program": program, "purpose": Purpose.OWN_REQUEST, "door": DOOR}
    to: dict[str, object] = {"contact": row.contact, "recipient": row.recipient}
    if _for_themselves(row):
        to = {"kind": RecipientKind.CLIENT, "name": row.asker_name}
    may = asked
    while may:
        items = frozenset(Item(one) for one in may)
        decision = tell(by=by, at=at, day=day, telling=Telling(items=items, **told, **to))  # type: ignore[arg-type]
        if decision.allowed:
            break
        may = frozenset(one.item.category for one in decision.granted)
    return may


def _program(client: int, day: date) -> int:
    """The programme whose record it is: that of their stay, else the first of their site."""
    if stay := standing_on(client, day).stay:
        return stay.program
    programs = agency.programs_at(sites_of([client]).values())
    if not programs:
        raise NotFound
    return programs[0].id


def _zone(client: int) -> ZoneInfo:
    return zone_of(agency.time_zone(sites_of([client])[client]))


def _files(row: RequestRow, may: frozenset[Category], at: datetime, zone: ZoneInfo) -> dict[str, bytes]:
    parts = read(row.client, may, _tables(row, may))
    return {
        "record.pdf": record_pdf(
            parts, zone=zone, lead=_lead(row, may, at.astimezone(zone)), language=_language(row, parts)
        ),
        "record.json": bundle(parts, at=at, zone=zone),
        **(attachments(row.client, zone.key) if _with_papers(row) else {}),
    }


def _language(row: RequestRow, parts: Iterable[Read]) -> str:
    """Of the headings: Spanish for somebody whose first language it is, of their own record."""
    spoken = next(one["languages"] for part in parts if part.table.label == "people.Client" for one in part.rows)
    return ES if _for_themselves(row) and spoken[:1] == [ES] else EN


def _with_papers(row: RequestRow) -> bool:
    """What they signed is a part of its own, and goes to nobody else."""
    return _for_themselves(row) and (row.whole or row.papers)


def _for_themselves(row: RequestRow) -> bool:
    return row.contact is None and row.recipient is None


def _tables(row: RequestRow, may: frozenset[Category]) -> tuple[Table, ...]:
    """What somebody signed, asked us not to tell, and was told of is for them alone: it names whom else they trust. To
    others go the statements to a denied amendment, with the whole record: of which part they speak nobody knows.
    """
    if _for_themselves(row):
        return tuple(one for one in TABLES if one.chapter != Chapter.CONSENTS or _with_papers(row))
    whole = may >= EVERYTHING
    return tuple(one for one in TABLES if one.chapter not in OWN_EYES or (whole and one.label == STATEMENTS))


def _lead(row: RequestRow, may: frozenset[Category], at: datetime) -> tuple[str, ...]:
    notice = notice_on(at.date()) if row.to else None
    what = ", ".join(
        [*(one.replace("_", " ") for one in sorted(may)), *(["what was signed"] if _with_papers(row) else [])]
    )
    return (
        (
            f"Made on {any_year(at)}, for {row.to or row.asker_name}, because {row.asker_name} asked for it on"
            f" {any_year(row.received_on)}. It holds what is on record of: {what}."
        ),
        "Counseling notes are kept apart and are no part of it. Times are those of the clock at the site.",
        "What was taken back or put right stays readable, and says so. Statements to a denied amendment stand at the end.",
        *((notice.statement,) if notice else ()),
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The files and `contents.txt`, which gives the SHA-256 of each."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, "contents.txt": "".join(lines).encode()}.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
