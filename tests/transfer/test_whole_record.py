"""One person's whole record: what is in it, what never is, and what is kept of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from stepdown.agency.terms import Role
from stepdown.audit.terms import Actor, Category, NotAllowed, Refused
from stepdown.consent import actions as consent
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import ConsentKind, NewConsent, Purpose
from stepdown.people.actions import add_contact
from stepdown.people.models import Client
from stepdown.people.terms import NewContact
from stepdown.privacy.actions import say_to_denial
from stepdown.privacy.models import Copy
from stepdown.privacy.terms import NewRequest, Says
from stepdown.schedule.actions.booking import add_participant
from stepdown.transfer.whole_record import fhir_words
from stepdown.transfer.whole_record.making import EVERYTHING, make_record
from stepdown.transfer.whole_record.reading import read
from stepdown.transfer.whole_record.tables import TABLES
from tests.actions.cases.place import Place, place
from tests.conftest import OwnDatabase
from tests.factories.asking import access, asked
from tests.factories.crowd import BEFORE, BY

DAY = BEFORE.date()
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture(scope="module")
def here(own_database: OwnDatabase) -> Iterator[Place]:
    with own_database("whole"):
        yield place()


@pytest.fixture(autouse=True)
def undone(here: Place) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made(new: NewRequest) -> dict[str, bytes]:
    """The files of the copy somebody asks for."""
    content = make_record(by=BY, at=BEFORE, day=DAY, request=asked(new, BEFORE)).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(client: int) -> list[tuple[bool, str, str, list[str]]]:
    rows = Disclosure.objects.filter(client_id=client, door="whole_record").order_by("pk")
    return [(row.allowed, row.to_kind, row.to_name, row.bases) for row in rows]


def resources(files: dict[str, bytes]) -> list[dict[str, object]]:
    return [one["resource"] for one in json.loads(files["record.json"])["entry"]]


def test_the_client_gets_it_in_three_forms_with_their_hashes(here: Place) -> None:
    files = made(access(here.newcomer, DAY))
    assert files["record.pdf"].startswith(b"%PDF-")
    names = files.keys() - {"record.pdf", "record.json", "contents.txt"}
    assert {name.partition("/")[0] for name in names} == {"attachments"}
    hashes = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in files if name != "contents.txt"]
    assert files["contents.txt"].decode().splitlines() == hashes
    assert told(here.newcomer) == [(True, "client", "Synthetic Client", ["client"])]
    copy = Copy.objects.get()
    assert (set(copy.categories), copy.withheld) == ({one.value for one in EVERYTHING}, [])


def test_every_row_is_a_resource_that_says_all_of_it(here: Place) -> None:
    """Of everybody here: as many resources as rows, each with the values that are read."""
    kinds = set()
    for client in (*here.crowd.clients, here.newcomer, here.away):
        parts = read(client, EVERYTHING)
        found = resources(made(access(client, DAY)))
        extra = {"privacy.Request": 1, "consent.Disclosure": 1}
        rows = sum(len(part.rows) + extra.get(part.table.label, 0) for part in parts)
        assert len(found) == rows
        assert [one for one in found if not one["extension"]] == []
        kinds |= {str(one["resourceType"]) for one in found}
    assert kinds == {
        "AllergyIntolerance", "Appointment", "AuditEvent", "Basic", "CareTeam", "Consent", "Coverage", "Encounter",
        "EpisodeOfCare", "Patient", "RelatedPerson",
    }  # fmt: skip


def test_a_consent_ends_there_when_it_ended(here: Place) -> None:
    """By what happened, not by the day that was written; taken back, it is active no more."""
    new = NewConsent(
        here.newcomer, here.program, ConsentKind.NAMED, frozenset({Purpose.TREATMENT}), frozenset({Category.IDENTITY}),
        "Synthetic words", "x", recipient=here.known.exchange, treating=True, ends=BEFORE + timedelta(days=90),
        at_discharge=True, told=True,
    )  # fmt: skip

    def signed(days: int) -> int:
        return consent.sign(by=BY, at=BEFORE - timedelta(days=days), consent=new)

    def shown(number: int) -> tuple[str, str]:
        (part,) = (one for one in read(here.newcomer, EVERYTHING) if one.table.label == "consent.Consent")
        found = fhir_words.consent(next(row for row in part.rows if row["id"] == number), CHICAGO)
        assert found is not None
        return found["status"], found["provision"]["period"]["end"]

    happened, taken_back, on_its_day = signed(9), signed(8), signed(0)
    assert shown(happened) == ("active", (BEFORE + timedelta(days=90)).isoformat())
    for number in (happened, on_its_day):
        consent.end_by_event(by=BY, at=BEFORE, day=DAY, consent=number, on=DAY, said_by="Synthetic")
    consent.revoke(by=BY, at=BEFORE, consent=taken_back, signer_name="x", in_writing=False)
    midnight = datetime.combine(DAY, time(), CHICAGO).astimezone(UTC)
    assert shown(happened) == ("active", midnight.isoformat())
    assert shown(taken_back) == ("inactive", BEFORE.isoformat())
    assert shown(on_its_day) == ("active", BEFORE.isoformat())


def test_nobody_else_is_in_it(here: Place) -> None:
    """Law 5: two who share a session; neither record says who the other is."""
    one, other = here.crowd.clients[0], here.crowd.clients[2]
    add_participant(by=BY, at=BEFORE, session=here.crowd.sessions[0], client=other)
    for client in (one, other):
        files = made(access(client, DAY))
        text = files["record.json"].decode()
        own = Client.objects.get(pk=client).record_number
        strangers = set(Client.objects.exclude(pk=client).values_list("record_number", flat=True))
        assert f'"{own}"' in text
        assert [number for number in strangers if f'"{number}"' in text] == []


def test_to_somebody_they_name_only_by_consent(here: Place) -> None:
    who = here.away
    contact = add_contact(by=BY, at=BEFORE, client=who, contact=NewContact("Fern Hollow", "Mother"))
    request = asked(access(who, DAY, contact=contact), BEFORE)
    assert make_record(by=BY, at=BEFORE, day=DAY, request=request).content == b""
    assert (told(who), Copy.objects.count()) == ([(False, "family", "Fern Hollow", [])], 0)
    shows = frozenset({Category.IDENTITY, Category.SCHEDULE})
    new = NewConsent(
        who, here.program, ConsentKind.NAMED, frozenset({Purpose.OWN_REQUEST}), shows, "Synthetic words", "x",
        contact=contact, event="this copy", told=True,
    )  # fmt: skip
    consent.sign(by=BY, at=BEFORE - timedelta(hours=1), consent=new)
    given = make_record(by=BY, at=BEFORE, day=DAY, request=request)
    assert set(given.withheld) == EVERYTHING - shows
    assert [row[0] for row in told(who)] == [False, False, True]
    assert Copy.objects.get().categories == sorted(shows)
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        assert set(archive.namelist()) == {"record.pdf", "record.json", "contents.txt"}
        kinds = {one["resourceType"] for one in resources({"record.json": archive.read("record.json")})}
    assert kinds == {"Patient"}  # no consent, nothing of what they asked us not to tell, no accounting


def test_parts_alone_and_never_counseling_notes(here: Place) -> None:
    parts = frozenset({Category.CONTACT, Category.COUNSELING_NOTES})
    request = asked(access(here.newcomer, DAY, parts=parts), BEFORE)
    given = make_record(by=BY, at=BEFORE, day=DAY, request=request)
    assert given.withheld == (Category.COUNSELING_NOTES,)
    assert set(Copy.objects.get().categories) == {Category.IDENTITY, Category.CONTACT}


@pytest.mark.parametrize(
    ("parts", "papers", "folder", "consents"),
    [
        (set(), False, True, True),  # nothing ticked: the whole record
        ({Category.CONTACT}, False, False, False),
        ({Category.CONTACT}, True, True, True),
        (set(), True, True, True),  # what they signed, and nothing else but who they are
    ],
)
def test_what_was_signed_is_a_part_of_its_own(
    here: Place, parts: set[Category], papers: bool, folder: bool, consents: bool
) -> None:
    files = made(access(here.newcomer, DAY, parts=frozenset(parts), papers=papers))
    kinds = {one["resourceType"] for one in resources(files)}
    assert (any(name.startswith("attachments/") for name in files), "Consent" in kinds) == (folder, consents)
    whole = not parts and not papers
    asked_for = EVERYTHING if whole else parts | {Category.IDENTITY}
    assert set(Copy.objects.get().categories) == asked_for


def test_statements_to_a_denied_amendment_go_along(here: Place) -> None:
    say_to_denial(
        by=BY, at=BEFORE, day=DAY, request=here.known.denied, says=Says.DISAGREEMENT, words="I was there that day"
    )
    assert "I was there that day" in made(access(here.newcomer, DAY))["record.json"].decode()


def test_who_may_make_it_and_for_what(here: Place) -> None:
    request = asked(access(here.newcomer, DAY), BEFORE)
    desk = Actor("desk", user=1, roles=frozenset({Role.FRONT_DESK}), sites=frozenset({here.site}))
    with pytest.raises(NotAllowed), transaction.atomic():
        make_record(by=desk, at=BEFORE, day=DAY, request=request)
    with pytest.raises(Refused, match="not_access"), transaction.atomic():
        make_record(by=BY, at=BEFORE, day=DAY, request=here.known.denied)
    with pytest.raises(Refused, match="answered_already"), transaction.atomic():
        make_record(by=BY, at=BEFORE, day=DAY, request=here.known.withdrawn)
    assert Copy.objects.count() == 0


def test_as_many_questions_for_a_long_record_as_for_a_short_one(here: Place) -> None:
    counts = []
    for client in (here.newcomer, here.caller):
        with CaptureQueriesContext(connection) as questions:
            read(client, EVERYTHING)
        counts.append(len(questions))
    assert counts[0] == counts[1] <= len(TABLES) + 2
