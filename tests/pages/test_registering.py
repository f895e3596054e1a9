"""A new client, those who may be the same person, two who edit at once, and a merge over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.kernel.invisible import without_invisible
from stepdown.people.queries import details_of, find, merges_of
from tests.factories.agency import BY
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
NEW = {"used_name": "Osprey Headland", "legal_name": "Osprey Headland", "language": "en", "date_of_birth": "1990-05-17"}


def test_somebody_new_is_registered_and_given_a_number(town: Town, signed_in: SignedIn) -> None:
    response = signed_in(Role.FRONT_DESK).post("/clients/new/", NEW)
    ((client, name, number),) = find(BY, "Osprey")
    assert (response.status_code, response["Location"]) == (302, f"/clients/{client}/")
    assert (name, number[0], details_of(BY, client).date_of_birth) == ("Osprey Headland", "S", date(1990, 5, 17))


def test_signs_nobody_sees_are_not_taken_along(town: Town, signed_in: SignedIn) -> None:
    """Copied out of a document; or sent so that the name turns around what stands beside it."""
    hidden = {"used_name": "\u202aOsprey\u200b \u202eHead\u00adland\u202c\ufeff", "legal_name": "Osprey\u2060 Headland"}
    desk = signed_in(Role.FRONT_DESK)
    assert desk.post("/clients/new/", NEW | hidden).status_code == 302
    ((client, name, _),) = find(BY, "Osprey Headland")
    assert (name, details_of(BY, client).legal_name) == ("Osprey Headland", "Osprey Headland")
    assert "Osprey" in desk.post("/clients/", {"q": "\u2066Ospr\u200bey\u2069"}).content.decode()
    needed = "\u200f\u05d0 \u0646\u0627\u0645\u0647\u200c\u0627\u06cc \u0915\u094d\u200d\u0937"
    assert without_invisible(needed) == needed


def test_who_may_be_the_same_person_is_looked_at_first(town: Town, signed_in: SignedIn) -> None:
    desk, same = signed_in(Role.FRONT_DESK), NEW | {"used_name": "Meadow Valey", "legal_name": "Meadow Valey"}
    typing = desk.post("/clients/new/alike/", {"used_name": "Meadow Valey"}).content.decode()
    assert ("Meadow Valley" in typing, "name sounds alike" in typing) == (True, True)
    asked = desk.post("/clients/new/", same)
    assert (asked.status_code, "It is none of them" in asked.content.decode()) == (409, True)
    assert find(BY, "Valey") == ()
    assert desk.post("/clients/new/", same | {"sure": "1"}).status_code == 302
    assert len(find(BY, "Valey")) == 1


def test_nobody_of_another_site_is_shown(town: Town, signed_in: SignedIn) -> None:
    typing = signed_in(Role.FRONT_DESK).post("/clients/new/alike/", {"used_name": "Meadow Valley"}).content.decode()
    assert ("R-0001" in typing, "S-0001" in typing) == (True, False)


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(town: Town, signed_in: SignedIn) -> None:
    client = town.here.clients[0]
    address, desk = f"/clients/{client}/details/", signed_in(Role.FRONT_DESK)
    typed = {"used_name": "Meadow", "legal_name": "Meadow Valley", "language": "es", "also": "en", "version": "0"}
    assert desk.post(address, typed).status_code == 302
    second = desk.post(address, typed | {"used_name": "Med", "pronouns": "she/her"})
    page = second.content.decode()
    assert (second.status_code, 'value="Med"' in page, "On record now" in page) == (409, True, True)
    assert details_of(BY, client).used_name == "Meadow"
    assert desk.post(address, typed | {"used_name": "Med", "version": "1"}).status_code == 302
    assert (details_of(BY, client).used_name, details_of(BY, client).version) == ("Med", 2)


def test_a_merge_and_its_undo(town: Town, signed_in: SignedIn) -> None:
    kept, duplicate = town.here.clients[0], town.here.newcomer
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert director.post(f"/clients/{kept}/merge/", {"duplicate": duplicate}).status_code == 302
    (merge,) = merges_of(BY, kept)
    assert "This record was merged" in director.get(f"/clients/{duplicate}/").content.decode()
    assert director.post(f"/merges/{merge.id}/undo/").status_code == 302
    assert merges_of(BY, kept) == ()


def test_two_records_side_by_side_before_they_are_one(town: Town, signed_in: SignedIn) -> None:
    here, director = town.here, signed_in(Role.PROGRAM_DIRECTOR)
    page = director.post(f"/clients/{here.clients[0]}/duplicates/", {"other": here.newcomer}).content.decode()
    rows = re.findall(r'<tr( class="differs")?><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', page)
    said = {label: (bool(differs), one, other) for differs, label, one, other in rows}
    assert said["Name they use"] == (True, "Meadow Valley", "Vale Fen")
    assert said["Languages"] == (True, "Spanish, English", "English")
    assert said["Phone"][0] is False, "only one of them has any"
    assert ChartRead.objects.filter(client_id=here.newcomer, page="desk:client-duplicates").count() == 1


def test_a_record_of_another_site_is_not_laid_beside_ours(town: Town, signed_in: SignedIn) -> None:
    """But for somebody whose reach is every site."""
    ours, theirs, advisor = town.here.clients[0], town.there.clients[0], signed_in(Role.ADMISSIONS_ADVISOR)
    before = ChartRead.objects.count()
    asked = {
        "side by side": advisor.post(f"/clients/{ours}/duplicates/", {"other": theirs}),
        "side by side with nobody": advisor.post(f"/clients/{ours}/duplicates/", {"other": 999_999}),
        "the other way round": advisor.post(f"/clients/{theirs}/duplicates/", {"other": ours}),
        "found by number": advisor.post(f"/clients/{ours}/duplicates/", {"q": "S-0001"}),
    }
    assert {name: answer.status_code for name, answer in asked.items()} == dict.fromkeys(asked, 404) | {
        "found by number": 200
    }
    assert "Nobody found." in asked["found by number"].content.decode()
    assert ChartRead.objects.exclude(client_id=ours).count() == before
    assert advisor.post(f"/clients/{ours}/merge/", {"duplicate": theirs}).status_code == 404
    assert merges_of(BY, ours) == ()
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert director.post(f"/clients/{ours}/duplicates/", {"other": theirs}).status_code == 200
