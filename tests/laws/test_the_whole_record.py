"""What an app holds about a person is in the whole record, the day it comes, or says why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import Model

from stepdown.people.models import Client
from stepdown.transfer.whole_record.reading import MODELS, leaf
from stepdown.transfer.whole_record.table import Table
from stepdown.transfer.whole_record.tables import EXEMPT, TABLES
from tests.laws.tree import our_models

PARTS = {one.label: one for one in TABLES}
OF_THE_ROW = {"id", "client", "client_id"}


def leads_to_a_client(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    """Whether its rows speak of one client: by a link, through what they belong to, or by a number."""
    if model is Client or any(field.name == "client_id" for field in model._meta.concrete_fields):
        return True
    parents = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    fresh = [one for one in parents if isinstance(one, type) and one not in seen and one._meta.app_label != "agency"]
    return any(leads_to_a_client(one, seen | {model}) for one in fresh)


SPEAK = sorted(model._meta.label for model in our_models() if leads_to_a_client(model))


@pytest.mark.parametrize("label", SPEAK)
def test_every_table_about_a_client_is_a_part_or_says_why_not(label: str) -> None:
    assert (label in PARTS) != (label in EXEMPT), "a part of the whole record, or a reason why it is none; not both"


def test_no_excuse_for_a_table_that_is_gone() -> None:
    assert (PARTS.keys() | EXEMPT.keys()) - set(SPEAK) == set()
    assert len(PARTS) == len(TABLES)


def shown(part: Table) -> Iterator[str]:
    """The fields of its own that a part reads: a link counts when something of what it leads to is read."""
    for place in part.columns.values():
        yield place.split("__")[0]


@pytest.mark.parametrize("part", TABLES, ids=lambda part: part.label)
def test_every_field_is_read_or_says_why_not(part: Table) -> None:
    fields = {field.name for field in MODELS[part.label]._meta.concrete_fields} - OF_THE_ROW
    way = {path.split("__")[0] for path in part.path.split()}
    read = set(shown(part))
    assert fields - read - part.left_out.keys() - way == set()
    assert part.left_out.keys() - (fields - read) == set(), "left out, and read"


@pytest.mark.parametrize("part", TABLES, ids=lambda part: part.label)
def test_no_part_reads_who_somebody_else_is(part: Table) -> None:
    """Law 5: no column goes through a link to another client."""
    for place in part.columns.values():
        name, _ = leaf(part.label, place)
        assert not name.startswith("people.Client.") or part.label == "people.Client"


def test_a_forgotten_table_is_found() -> None:
    assert "session.Segment" in SPEAK
    assert "agency.Room" not in SPEAK
