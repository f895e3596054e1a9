"""The agreements of an admission: several signed in one sitting, what is missing, the copy, taking one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.consent.models import Paper
from stepdown.consent.terms import NOTICES, PaperKind
from stepdown.episode.actions import discharge
from stepdown.episode.terms import Discharge, DischargeReason
from tests.factories.agency import BY, Agency
from tests.factories.papers import agreed
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


def address(here: Agency, rest: str = "", client: int = 1) -> str:
    return f"/clients/{here.clients[client]}/agreements/{rest}"


def sent(here: Agency, *kinds: PaperKind, **more: object) -> dict[str, object]:
    typed = {
        "program": here.program,
        "language": "en",
        "kinds": list(kinds),
        "taken_in": "said_back",
        "manner": "typed",
    }
    return typed | {"signer": "client", "signer_name": "Synthetic Client"} | more


def test_sent_twice_is_signed_once(here: Agency, signed_in: SignedIn) -> None:
    """Of two the earlier would hold again when the later is taken back."""
    browser = signed_in(Role.FRONT_DESK)
    browser.post(address(here, "sign/"), sent(here, PaperKind.TREATMENT))
    again = browser.post(address(here, "sign/"), sent(here, PaperKind.TREATMENT))
    assert ("signed a moment ago" in words(again), Paper.objects.count()) == (True, 1)


def test_other_words_than_were_read_are_not_signed(here: Agency, signed_in: SignedIn) -> None:
    browser, typed = signed_in(Role.FRONT_DESK), sent(here, PaperKind.TREATMENT)
    again = browser.post(address(here, "sign/"), typed | {"read-treatment": "of older words"})
    assert (again.status_code, "changed since it was read" in words(again), Paper.objects.count()) == (422, True, 0)
    read = {paper.kind: read for paper, read in again.context["papers"]}[PaperKind.TREATMENT]
    assert browser.post(address(here, "sign/"), typed | {"read-treatment": read}).status_code == 302


def test_signed_in_spanish(here: Agency, signed_in: SignedIn) -> None:
    page = words(signed_in(Role.FRONT_DESK).get(address(here, "sign/"), {"language": "es"}))
    assert ["lo leí, o me lo leyeron, y estoy de acuerdo" in page, "Su nombre, como firma" in page] == [True, True]
    refused = words(signed_in(Role.FRONT_DESK).post(address(here, "sign/"), sent(here, language="es")))
    assert "Todavía no hay nada firmadoMarque cada documento que leyó y acepta, o que recibió." in refused


def test_the_front_desk_has_them_all_signed_in_one_sitting(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.FRONT_DESK)
    before = words(browser.get(address(here)))
    assert before.count("Missing") == len(PaperKind)
    assert "They are in care, and nothing stops" in before
    page = words(browser.get(address(here, "sign/")))
    assert page.count("read, or read to them, and agreed to") == len(PaperKind) - len(NOTICES)
    assert page.count("given to them to keep, and read, or read to them") == len(NOTICES)
    assert "agree to be treated at" in page
    answer = browser.post(address(here, "sign/"), sent(here, *PaperKind))
    assert (answer.status_code, answer["Location"]) == (302, address(here))
    after = words(browser.get(address(here)))
    assert (after.count("Missing"), after.count("Synthetic Client")) == (0, len(PaperKind))
    assert "Everything is signed" in words(browser.get(address(here, "sign/")))
    assert words(browser.get(address(here, "copy/"))).count("Fingerprint") == len(PaperKind)


def test_what_is_not_ticked_stays_missing(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.NURSE)
    browser.post(address(here, "sign/"), sent(here, PaperKind.TREATMENT, PaperKind.TESTING))
    assert words(browser.get(address(here))).count("Missing") == len(PaperKind) - 2
    assert words(browser.get(address(here, "sign/"))).count("and agreed to") == len(PaperKind) - len(NOTICES) - 2
    assert address(here) in browser.get(f"/clients/{here.clients[1]}/consents/").content.decode()


def test_in_the_language_of_who_reads(here: Agency, signed_in: SignedIn) -> None:
    """They speak English: a Spanish paper needs somebody who interprets."""
    browser = signed_in(Role.FRONT_DESK)
    page = browser.get(address(here, "sign/"), {"language": "es"})
    assert 'lang="es"' in page.content.decode()
    assert "acepto recibir tratamiento en" in words(page)
    spanish = sent(here, PaperKind.TREATMENT, language="es")
    assert "diga quién interpreta" in words(browser.post(address(here, "sign/"), spanish))
    assert browser.post(address(here, "sign/"), spanish | {"interpreter": "Synthetic interpreter"}).status_code == 302
    assert Paper.objects.get().language == "es"
    assert browser.get(address(here, "sign/"), {"language": "xx"}).status_code == 404
    assert browser.post(address(here, "sign/"), sent(here, PaperKind.TESTING, program=0)).status_code == 404


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kinds": []}, "Tick each paper that was read and agreed to, or given."),
        ({"taken_in": "in_doubt"}, "Ask a clinician to see them"),
        ({"taken_in": ""}, "Something is missing below."),
        ({"signer": "representative"}, "Say what lets somebody sign for the client"),
        ({"signer_name": ""}, "The name of whoever signs is missing."),
        ({"declined": "x"}, "Tick the notice that was given."),
    ],
)
def test_nothing_is_signed_and_what_was_ticked_stays(
    here: Agency, signed_in: SignedIn, more: dict[str, object], told: str
) -> None:
    page = signed_in(Role.FRONT_DESK).post(address(here, "sign/"), sent(here, PaperKind.FINANCIAL) | more)
    assert (page.status_code, told in words(page), Paper.objects.count()) == (422, True, 0)
    assert ('value="financial" checked' in page.content.decode()) is ("kinds" not in more)


def test_taken_back_and_signed_again(here: Agency, town: Town, signed_in: SignedIn) -> None:
    (paper,) = agreed(here.clients[1], here.program, town.now)
    browser = signed_in(Role.CASE_MANAGER)
    one = words(browser.get(address(here, f"{paper}/")))
    assert "They said in their own words what they agree to" in one
    back = address(here, f"{paper}/take-back/")
    assert browser.post(back, {"signer_name": ""}).status_code == 302
    assert browser.post(back, {"signer_name": "Synthetic Client"}).status_code == 302
    assert "No consent to treatment holds." in words(browser.get(address(here)))
    assert "Take it back" not in words(browser.get(address(here, f"{paper}/")))
    assert browser.post(back, {"signer_name": "Synthetic Client"}).status_code == 409
    agreed(here.clients[1], here.program, town.now)
    after = words(browser.get(address(here)))
    assert "No consent to treatment holds." not in after
    assert "of an earlier admission (1)" in after


def test_a_notice_is_given_though_nobody_signs_for_it(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.FRONT_DESK)
    why = {"signer_name": "", "declined": "Wants to ask a lawyer"}
    browser.post(address(here, "sign/"), sent(here, *NOTICES, **why))
    page = words(browser.get(address(here)))
    assert (page.count("Given "), page.count("Not acknowledged: Wants to ask a lawyer")) == (2, 2)
    paper = Paper.objects.get(kind="notice_part2")
    one = words(browser.get(address(here, f"{paper.pk}/")))
    assert "Not acknowledged: Wants to ask a lawyer" in one
    assert "Take it back" not in one


def test_what_they_were_told_is_not_taken_back(here: Agency, town: Town, signed_in: SignedIn) -> None:
    _, paper = agreed(here.clients[1], here.program, town.now, PaperKind.GRIEVANCE_RIGHTS)
    assert "Take it back" not in words(signed_in(Role.CASE_MANAGER).get(address(here, f"{paper}/")))


def test_next_comes_the_admission(here: Agency, town: Town, signed_in: SignedIn) -> None:
    client, today = here.clients[1], here.week.days[here.today]
    discharge(by=BY, at=town.now, discharges=[Discharge(client, today, DischargeReason.COMPLETED)])
    browser = signed_in(Role.CLINICIAN)
    assert "once they have agreed to be treated" in words(browser.get(address(here)))
    agreed(client, here.program, town.now + timedelta(minutes=1))
    assert f"/clients/{client}/admit/" in browser.get(address(here)).content.decode()


def test_the_paper_of_another_client_is_no_page(here: Agency, town: Town, signed_in: SignedIn) -> None:
    (paper,) = agreed(here.clients[1], here.program, town.now)
    browser = signed_in(Role.CASE_MANAGER)
    assert browser.get(address(here, f"{paper}/", client=2)).status_code == 404
    assert browser.post(address(here, f"{paper}/take-back/", client=2), {"signer_name": "x"}).status_code == 404


@pytest.mark.parametrize("rest", ["", "sign/", "copy/"])
def test_opening_them_is_recorded(here: Agency, signed_in: SignedIn, rest: str) -> None:
    before = ChartRead.objects.count()
    signed_in(Role.NURSE).get(address(here, rest))
    assert ChartRead.objects.count() == before + 1
