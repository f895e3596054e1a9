"""Every link points down the order of apps (a name in a string escapes the import contracts), and is protected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.models import Field, Model

from tests.laws.tree import contract, heights, members, our_models

NOT_PROTECTED: dict[str, str] = {}
"""`app.Model.field` → why deleting the other end may touch this row."""

THIRD_PARTY = {
    "agency.User.groups": "Django's sign-in asks for it; left empty",
    "agency.User.user_permissions": "Django's sign-in asks for it; left empty",
}


def links(model: type[Model]) -> Iterator[tuple[str, Field]]:
    """(`app.Model.field`, field) of every foreign key and every many-to-many of a model."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation:
            yield f"{model._meta.label}.{field.name}", field


ALL_LINKS = {name: field for model in our_models() for name, field in links(model) if name not in THIRD_PARTY}


def is_below(target: str, source: str, order: dict[str, int]) -> bool:
    """Whether `source` may point at `target`: the same app, or one that stands lower."""
    return target == source or order[target] < order[source]


@pytest.mark.parametrize("name", ALL_LINKS)
def test_it_points_down_the_order(name: str) -> None:
    assert is_below(ALL_LINKS[name].related_model._meta.app_label, name.partition(".")[0], heights())


@pytest.mark.parametrize("name", ALL_LINKS)
def test_it_is_protected_or_says_why(name: str) -> None:
    assert ALL_LINKS[name].remote_field.on_delete is models.PROTECT or name in NOT_PROTECTED


def test_every_excuse_is_for_a_link_that_is_there() -> None:
    everything = {name for model in our_models() for name, _ in links(model)}
    assert (NOT_PROTECTED.keys() | THIRD_PARTY.keys()) - everything == set()


@pytest.mark.parametrize(
    ("target", "source", "allowed"),
    [
        ("agency", "people", True),
        ("people", "people", True),
        ("people", "agency", False),
        ("session", "schedule", False),
        ("medication", "toxicology", False),  # side by side: neither is below
    ],
)
def test_a_link_upwards_is_found(target: str, source: str, allowed: bool) -> None:
    assert is_below(target, source, heights()) is allowed


def test_the_order_is_read_from_the_contract() -> None:
    assert members("(a) | b") == ["a", "b"]
    assert heights()["config"] == len(contract("apps")["layers"]) - 1
