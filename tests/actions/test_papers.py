"""Agreements of an admission: signed word for word, taken back; nobody is admitted without a consent to treatment."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import NewProgram, Role
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Refused
from stepdown.consent.actions import sign_papers, withdraw_paper, write_wording
from stepdown.consent.models import Paper
from stepdown.consent.queries import papers_to_sign
from stepdown.consent.terms import Capacity, NewWording, PaperKind, Papers, Signer
from stepdown.episode.actions import admit as brought_in
from stepdown.episode.terms import Discharge, DischargeReason, NewStay
from stepdown.journey import actions as journey
from stepdown.journey.queries import papers
from stepdown.journey.terms import Admission
from tests.actions.world import AT, BY, IOP, MONDAY, World, somebody, told, world
from tests.factories.papers import agreed, sitting
from tests.laws.tree import SOURCE

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
REFUSED = [("not_consented", {})]


@pytest.fixture
def here(db: None) -> World:
    return world()


def admission(w: World, days: int = 0) -> Admission:
    return Admission(NewStay(w.clients[0], w.program, IOP, MONDAY + days * DAY))


def stand(w: World, days: int = 0) -> Papers:
    return papers(w.clients[0], MONDAY + days * DAY, "America/Chicago")


def read(w: World, kind: PaperKind, language: str = "en", days: int = 0) -> str:
    """A paper as client 0 reads it so many days on."""
    papers = papers_to_sign(w.clients[0], w.program, language, AT + days * DAY)
    return next(one.text for one in papers if one.kind == kind)


def test_signed_in_their_present_words(here: World) -> None:
    kinds = (PaperKind.TREATMENT, PaperKind.TESTING)
    new = sitting(
        here.clients[0], here.program, *kinds, language="es", interpreter="Synthetic interpreter",
        signer=Signer.REPRESENTATIVE, signer_name=" Synthetic Mother ", relation="Mother", witness="Synthetic nurse",
        taken_in=Capacity.WITH_HELP,
    )  # fmt: skip
    made = sign_papers(by=BY, at=AT, sitting=new)
    rows = list(Paper.objects.filter(pk__in=made).order_by("pk"))
    for kind, row in zip(kinds, rows, strict=True):
        text = read(here, kind, "es")
        assert (row.kind, row.text, row.version, row.signed_at) == (kind, text, 1, AT)
        assert bytes(row.digest) == hashlib.sha256(text.encode()).digest()
        assert (row.signer, row.signer_name, row.relation) == ("representative", "Synthetic Mother", "Mother")
        assert (row.taken_in, row.witness) == ("with_help", "Synthetic nurse")
    assert [row.kind for row in stand(here).holding] == list(kinds)


def test_a_notice_is_given_to_who_does_not_acknowledge_it(here: World) -> None:
    why = "Wants to ask a lawyer first"
    new = sitting(here.clients[0], here.program, PaperKind.NOTICE_PART2, PaperKind.TESTING, declined=why)
    tested, given = (Paper.objects.get(pk=one) for one in sign_papers(by=BY, at=AT, sitting=new))
    assert (tested.kind, tested.signer_name, tested.declined) == ("testing", "Synthetic Client", "")
    assert (given.kind, given.signer_name, given.declined) == ("notice_part2", "", why)
    assert [row.kind for row in stand(here).holding] == ["testing", "notice_part2"]


WORDS = NewWording(
    PaperKind.NOTICE_PART2, MONDAY + 2 * DAY, "Our own words. {program}, {since}.", "Palabras propias. {program}, {since}.",
    material=True, change="Our telephone number",
)  # fmt: skip


def test_the_agencys_own_words_hold_from_their_day_and_are_gone_through_again(here: World) -> None:
    kind = PaperKind.NOTICE_PART2
    sign_papers(by=BY, at=AT, sitting=sitting(here.clients[0], here.program, kind))
    assert write_wording(by=BY, at=AT, day=MONDAY, wording=WORDS) == 2
    assert "Our own words" not in read(here, kind, days=1)
    assert read(here, kind, days=2) == "Our own words. Days, March 4, 2026."
    assert read(here, kind, "es", days=2) == "Palabras propias. Days, 4 de marzo de 2026."
    assert [kind in stand(here, days).open for days in (1, 2)] == [False, True]
    assert [one.version for one in stand(here, 2).holding] == [1], "what was given stays what it was"
    again = replace(WORDS, starts=MONDAY + 3 * DAY, material=False, english="Once more. {program}, {since}.")
    assert write_wording(by=BY, at=AT, day=MONDAY, wording=again) == 3
    sign_papers(by=BY, at=AT + 2 * DAY, sitting=sitting(here.clients[0], here.program, kind))
    assert kind not in stand(here, 3).open, "not material: nobody goes through it again"
    with pytest.raises(Refused, match="wording_starts_earlier"):
        write_wording(by=BY, at=AT, day=MONDAY, wording=replace(WORDS, change="Too late"))


def test_nobody_is_admitted_who_has_not_agreed_to_be_treated(here: World) -> None:
    with pytest.raises(Refused) as refused:
        journey.admit(by=BY, at=AT, admission=admission(here))
    assert told(refused) == REFUSED
    sign_papers(by=BY, at=AT, sitting=sitting(here.clients[0], here.program, PaperKind.FINANCIAL))
    with pytest.raises(Refused):
        journey.admit(by=BY, at=AT, admission=admission(here))
    agreed(here.clients[0], here.program, AT)
    assert journey.admit(by=BY, at=AT, admission=admission(here)).episode


def test_what_was_taken_back_admits_nobody(here: World) -> None:
    (paper,) = agreed(here.clients[0], here.program, AT)
    withdraw_paper(by=BY, at=AT, paper=paper, signer_name="Synthetic", in_writing=False)
    with pytest.raises(Refused) as refused:
        journey.admit(by=BY, at=AT, admission=admission(here))
    assert told(refused) == REFUSED
    with pytest.raises(Refused, match="revoked_already"):
        withdraw_paper(by=BY, at=AT, paper=paper, signer_name="Synthetic", in_writing=False)


def test_a_paper_is_for_one_admission(here: World) -> None:
    agreed(here.clients[0], here.program, AT)
    journey.admit(by=BY, at=AT, admission=admission(here))
    left = Discharge(here.clients[0], MONDAY + WEEK, DischargeReason.COMPLETED)
    journey.discharge(by=BY, at=AT, discharge=left)
    assert [stand(here, days).treated for days in (0, 6, 7)] == [True, True, False]
    with pytest.raises(Refused) as refused:
        journey.admit(by=BY, at=AT + 2 * WEEK, admission=admission(here, 14))
    assert told(refused) == REFUSED
    agreed(here.clients[0], here.program, AT + WEEK)
    assert journey.admit(by=BY, at=AT + 2 * WEEK, admission=admission(here, 14)).episode


def test_who_is_in_care_already_is_shown_without_one_and_goes_on(here: World) -> None:
    """A file says who is in care elsewhere, where they agreed to it; taking it back here discharges nobody (law 7)."""
    brought_in(by=BY, at=AT, stays=[NewStay(here.clients[0], here.program, IOP, MONDAY)])
    assert not stand(here).treated
    left = Discharge(here.clients[0], MONDAY + WEEK, DischargeReason.COMPLETED)
    assert journey.discharge(by=BY, at=AT, discharge=left)


def test_a_stranger_learns_nothing_of_what_was_signed(here: World) -> None:
    far = somebody(Role.CLINICIAN, here.elsewhere)
    with pytest.raises(NotFound):
        journey.admit(by=far, at=AT, admission=admission(here))


def test_a_programme_of_another_site_has_nothing_signed(here: World) -> None:
    (far,) = open_programs(by=BY, at=AT, programs=[NewProgram(here.elsewhere, "Far", (IOP,))])
    with pytest.raises(NotFound):
        agreed(here.clients[0], far, AT)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"signer_name": ""}, {"taken_in": "in_doubt"}, {"signer": "representative"}, {"text": ""}, {"declined": "x"}],
)
def test_the_database_has_the_last_word(here: World, wrong: dict[str, str]) -> None:
    (paper,) = agreed(here.clients[0], here.program, AT)

    @action
    def write(*, by: Actor, at: datetime) -> None:
        Paper.objects.filter(pk=paper).update(**wrong)

    with pytest.raises(IntegrityError, match="paper_"), transaction.atomic():
        write(by=BY, at=AT)


def test_a_file_alone_admits_past_the_question() -> None:
    """Every door admits by `journey.admit`, which asks; only what brings files in writes admissions down."""
    found = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"admit", "episode.admit", "episode.actions.admit"}
    }
    assert found == {"journey", "transfer"}
