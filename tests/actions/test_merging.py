"""Two records of one person made one, and that taken back: everything moves or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdown.agency.terms import Role
from stepdown.audit.record import HistoryEvent
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization
from stepdown.episode.actions import admit
from stepdown.episode.terms import NewStay
from stepdown.journey.actions import merge_clients, undo_merge
from stepdown.people import actions as people
from stepdown.people.models import CareTeamMember, Client, Contact, EmergencyFact, Merge
from stepdown.people.queries import clients_at, header_of, merges_of
from stepdown.people.terms import CarePlace, CareRole, EmergencyKind, NewClient, NewContact, NewEmergencyFact
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from tests.actions.together import together
from tests.actions.world import AT, BY, IOP, MONDAY, World, somebody, told, world

LATER = AT + timedelta(hours=1)
PRIMARY = CareRole.PRIMARY_CLINICIAN


@pytest.fixture
def here(db: None) -> World:
    return world()


@dataclass(frozen=True)
class Doing:
    """Something done to a client's record."""

    name: str

    def __call__(self, here: World, client: int) -> None:
        getattr(self, self.name)(here, client)

    def contact(self, here: World, client: int) -> None:
        people.add_contact(by=BY, at=AT, client=client, contact=NewContact("Fern Hollow", "Mother"))

    def allergy(self, here: World, client: int) -> None:
        fact = NewEmergencyFact(EmergencyKind.ALLERGY, "Latex")
        people.record_fact(by=BY, at=AT, client=client, fact=fact)

    def care(self, here: World, client: int) -> None:
        admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY)])

    def order(self, here: World, client: int) -> None:
        lines = (PrescribedLine(here.service, 3, 60),)
        order = NewPrescription(client, MONDAY, Modality.IN_PERSON, 180, 0, lines)
        prescribe(by=BY, at=AT, prescriptions=[order])

    def team(self, here: World, client: int) -> None:
        people.assign_care_team(by=BY, at=AT, places=[CarePlace(client, here.staff[0], PRIMARY, MONDAY)])

    def payer(self, here: World, client: int) -> None:
        authorize(by=BY, at=AT, authorizations=[NewAuthorization(client, IOP, MONDAY, None, ())])

    def apart(self, here: World, client: int) -> None:
        restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(client, here.clients[2], MONDAY)])


DOINGS = [Doing(name) for name in ("contact", "allergy", "care", "order", "team", "payer", "apart")]
OURS = [model for model in apps.get_models() if hasattr(model, "kept") and model._meta.app_label != "audit"]


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table of ours, history and the merges themselves left out."""
    tables = [model for model in OURS if not issubclass(model, HistoryEvent) and model is not Merge]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in tables}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(st.sets(st.sampled_from(DOINGS)), st.sets(st.sampled_from(DOINGS)))
def test_merge_then_undo_is_as_if_nothing_had_been(here: World, one: set[Doing], other: set[Doing]) -> None:
    kept, duplicate, _ = here.clients
    with undone():
        for client, doings in ((kept, one), (duplicate, other)):
            for do in sorted(doings, key=lambda doing: doing.name):
                do(here, client)
        before = everything()
        try:
            merge = merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
        except Refused:
            assert everything() == before
            assert one & other & set(COLLIDES)
            return
        after = everything()
        assert (after != before, one & other & set(COLLIDES)) == (True, set())
        undo_merge(by=BY, at=LATER, merge=merge)
        assert everything() == before


COLLIDES = {
    Doing("care"): "both_in_care",
    Doing("order"): "both_prescribed",
    Doing("team"): "both_on_a_care_team",
    Doing("apart"): "both_said",
}


def test_every_reason_is_told_at_once_and_nothing_moves(here: World) -> None:
    kept, duplicate, _ = here.clients
    for client in (kept, duplicate):
        for do in DOINGS:
            do(here, client)
    restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(kept, duplicate, MONDAY)])
    before = everything()
    with pytest.raises(Refused) as error:
        merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
    assert sorted(blocker for blocker, _ in told(error)) == sorted([*COLLIDES.values(), "kept_apart"])
    assert everything() == before


def test_what_the_kept_record_says_too_stays_with_the_duplicate(here: World) -> None:
    kept, duplicate, _ = here.clients
    Doing("allergy")(here, kept)
    Doing("allergy")(here, duplicate)
    Doing("contact")(here, duplicate)
    merge = merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
    assert list(EmergencyFact.objects.order_by("pk").values_list("client", flat=True)) == [kept, duplicate]
    (row,) = Merge.objects.all()
    assert (row.pk, row.moved) == (merge, {"people.Contact.client": [Contact.objects.get().pk]})


def test_a_record_merged_away_is_found_no_more_and_says_where_it_went(here: World) -> None:
    kept, duplicate, third = here.clients
    merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
    assert [row.id for row in clients_at(BY, here.site)] == [kept, third]
    assert header_of(BY, duplicate, MONDAY).merged_into == kept
    assert [(row.kept, row.duplicate_number) for row in merges_of(BY, kept)] == [(kept, "T-1")]
    assert merges_of(BY, kept) == merges_of(BY, duplicate)


def test_what_came_since_stays_with_the_kept_record(here: World) -> None:
    kept, duplicate, _ = here.clients
    Doing("team")(here, duplicate)
    merge = merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
    assert CareTeamMember.objects.get().client_id == kept
    Doing("contact")(here, kept)
    undo_merge(by=BY, at=LATER, merge=merge)
    assert (Contact.objects.get().client_id, CareTeamMember.objects.get().client_id) == (kept, duplicate)


def test_chains_are_told(here: World) -> None:
    one, two, three = here.clients
    merge = merge_clients(by=BY, at=AT, kept=one, duplicate=two)
    reasons = [
        (one, one, ["same_record", "keeps_others"]),
        (three, two, ["merged_already"]),
        (two, three, ["merged_already"]),
        (three, one, ["keeps_others"]),
    ]
    for kept, duplicate, expected in reasons:
        with pytest.raises(Refused) as error:
            merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)
        assert [blocker for blocker, _ in told(error)] == expected
    undo_merge(by=BY, at=LATER, merge=merge)
    with pytest.raises(Refused) as error:
        undo_merge(by=BY, at=LATER, merge=merge)
    assert told(error) == [("not_merged", {})]


def test_a_synthetic_record_is_never_merged_with_a_real_one(here: World) -> None:
    (synthetic,) = people.register_clients(
        by=BY, at=AT, clients=[NewClient(here.site, "", "x", "x", ("en",), synthetic=True)]
    )
    with pytest.raises(Refused) as error:
        merge_clients(by=BY, at=AT, kept=here.clients[0], duplicate=synthetic)
    assert told(error) == [("synthetic_and_real", {})]


@pytest.mark.parametrize("role", Role)
def test_who_may(here: World, role: Role) -> None:
    by = somebody(role, here.site)
    kept, duplicate, _ = here.clients
    if role in (Role.PROGRAM_DIRECTOR, Role.ADMISSIONS_ADVISOR, Role.COMPLIANCE):
        undo_merge(by=by, at=AT, merge=merge_clients(by=by, at=AT, kept=kept, duplicate=duplicate))
        assert Merge.objects.get().undone_by == by.label
    else:
        with pytest.raises(NotAllowed):
            merge_clients(by=by, at=AT, kept=kept, duplicate=duplicate)


def test_at_another_site_nothing_is_found(here: World) -> None:
    by = somebody(Role.ADMISSIONS_ADVISOR, here.elsewhere)
    merge = merge_clients(by=BY, at=AT, kept=here.clients[0], duplicate=here.clients[1])
    for do in (
        lambda: merge_clients(by=by, at=AT, kept=here.clients[0], duplicate=here.clients[2]),
        lambda: undo_merge(by=by, at=AT, merge=merge),
        lambda: undo_merge(by=BY, at=AT, merge=4711),
    ):
        with pytest.raises(NotFound):
            do()


def test_of_two_merges_at_once_one_is_told(committed: str) -> None:
    """Each would give the other's record up: whoever is second finds it merged away."""
    here = world()
    one, two, _ = here.clients

    def merge(kept: int, duplicate: int) -> None:
        merge_clients(by=BY, at=AT, kept=kept, duplicate=duplicate)

    with together() as run:
        came_of_it = run(partial(merge, one, two), partial(merge, two, one))
    assert came_of_it.count("done") == 1
    assert "merged_already" in next(words for words in came_of_it if words != "done")
    assert Client.objects.exclude(merged_into=None).count() == 1
