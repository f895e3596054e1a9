"""`@record`: what makes a Django model one of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func
from pghistory.models import Event

from stepdown.audit.terms import Category, Kept, Privacy

M = TypeVar("M", bound=models.Model)

REFUSE_OUTSIDE_ACTION = """
    IF '' IN (COALESCE(current_setting('stepdown.action', true), ''),
              COALESCE(current_setting('stepdown.actor', true), ''),
              COALESCE(current_setting('pghistory.context_id', true), ''),
              COALESCE(current_setting('pghistory.context_metadata', true), ''))
       AND NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = TG_RELID AND pg_has_role(current_user, relowner, 'USAGE'))
    THEN
        RAISE EXCEPTION 'writes to % happen in an action', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
"""


EVERY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate


def only_in_actions(writes: pgtrigger.Operation = EVERY_WRITE) -> pgtrigger.Trigger:
    """The statement trigger that refuses `writes` outside an action. The owner (migrations, restore) is exempt."""
    return pgtrigger.Trigger(
        name="only_in_actions",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=writes,
        func=REFUSE_OUTSIDE_ACTION,
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers that let rows be added and nothing else, whoever asks."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';",
        )
    ]


def stamped() -> pgtrigger.Trigger:
    """The trigger that says when, and in which transaction, a row was added, whatever the statement says."""
    return pgtrigger.Trigger(
        name="stamped",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="NEW.recorded_at = now(); NEW.xact = pg_current_xact_id()::text::bigint; RETURN NEW;",
    )


class TransactionId(Func):
    """The id of the writing transaction, as a number: the order in which seals walk (see `audit.seals`)."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()
    arity = 0


class HistoryEvent(Event):
    """One row's state after one change, written by a database trigger."""

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_xact = models.BigIntegerField(db_default=TransactionId(), editable=False)

    class Meta:
        abstract = True


class AppendOnly(models.Model):
    """Rows that are added and never changed; sealed in the order of their transactions."""

    recorded_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    xact = models.BigIntegerField(db_default=TransactionId(), editable=False)

    class Meta:
        abstract = True
        triggers = (*append_only(), stamped())


def record(
    *,
    kept: Kept,
    says: str = "",
    tracked: bool = True,
    guarded: bool = True,
    exclude: tuple[str, ...] = (),
    **privacy: str,
) -> Callable[[type[M]], type[M]]:
    """Say how a model is kept and who may see each field, as `public="id name", part2="client"`.

    `says` names the categories of what it says of a client, as `"schedule contact"`: what the gate asks by.
    Adds the trigger that refuses writes outside actions (`guarded`) and the history table (`tracked`; `exclude`
    names fields that must not be copied there). A law test checks that every field of every model is named once.
    """

    def declare(model: type[M]) -> type[M]:
        declared: Any = model
        declared.kept = kept
        declared.says_of_clients = frozenset(Category(name) for name in says.split())
        declared.privacy = {name: Privacy(level) for level, names in privacy.items() for name in names.split()}
        if guarded:
            pgtrigger.register(only_in_actions())(model)
        if tracked:
            pghistory.track(
                pghistory.InsertEvent(),
                pghistory.UpdateEvent(),
                pghistory.DeleteEvent(),
                exclude=list(exclude),
                base_model=HistoryEvent,
                model_name=f"{model.__name__}Event",
                context_field=pghistory.ContextJSONField(),
                context_id_field=pghistory.ContextUUIDField(),
                obj_field=pghistory.ObjForeignKey(related_name="+", db_index=True),
                meta={"triggers": append_only(), "indexes": [BrinIndex(fields=["pgh_xact"], autosummarize=True)]},
            )(model)
        return model

    return declare
