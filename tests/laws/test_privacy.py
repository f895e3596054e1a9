"""Law 9: every field of every model has a privacy class, and every model says how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from django.apps import apps
from django.db.models import Model

from stepdown.audit.record import HistoryEvent
from stepdown.audit.terms import Kept, Privacy
from tests.laws.tree import event_models, our_models

OTHERS = {
    "account": "allauth: sign-in addresses of staff, kept as long as the sign-in",
    "auth": "Django: groups and permissions, which we leave empty",
    "axes": "failed sign-ins, cleared after the lock-out",
    "contenttypes": "Django: names of models",
    "mfa": "allauth: second factors, kept as long as the sign-in",
    "pghistory": "its own context table, unused: the context is kept in each event",
    "procrastinate": "jobs hold ids only; the worker removes finished ones",
    "sessions": "Django: signed-in browsers, gone after twelve hours",
    "usersessions": "allauth: the list of a person's signed-in browsers",
}
EVENT_COLUMNS = {
    "pgh_id",
    "pgh_created_at",
    "pgh_label",
    "pgh_obj",
    "pgh_xact",
    "pgh_context",
    "pgh_context_id",
}


def misnamed(fields: Iterable[str], privacy: Mapping[str, Privacy]) -> set[str]:
    """Fields without a class, and classes without a field."""
    return set(fields) ^ set(privacy)


def field_names(model: type[Model]) -> list[str]:
    return [field.name for field in (*model._meta.fields, *model._meta.many_to_many)]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_has_a_privacy_class(model: type[Model]) -> None:
    assert misnamed(field_names(model), getattr(model, "privacy", {})) == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_says_how_it_is_kept(model: type[Model]) -> None:
    assert isinstance(getattr(model, "kept", None), Kept)


@pytest.mark.parametrize("event", event_models(), ids=lambda event: event._meta.label)
def test_history_holds_what_its_model_declares_and_nothing_secret(event: type[HistoryEvent]) -> None:
    privacy = event._meta.get_field("pgh_obj").related_model.privacy
    copied = set(field_names(event)) - EVENT_COLUMNS
    assert {
        name: privacy.get(name, "undeclared") for name in copied if privacy.get(name) in {None, Privacy.SECRET}
    } == {}


def test_every_model_of_others_is_known() -> None:
    ours = {model._meta.app_label for model in our_models()}
    assert {model._meta.app_label for model in apps.get_models()} - ours == set(OTHERS)


def test_a_forgotten_field_is_found() -> None:
    assert misnamed(["id", "name"], {"id": Privacy.STAFF}) == {"name"}


def test_a_class_for_a_field_that_is_gone_is_found() -> None:
    assert misnamed(["id"], {"id": Privacy.STAFF, "nickname": Privacy.CLIENT}) == {"nickname"}
