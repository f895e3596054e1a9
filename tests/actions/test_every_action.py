"""Every action: who may do it, that a stranger finds nothing, and what is written down of it (law 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import transaction

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.record import HistoryEvent
from stepdown.audit.terms import NotAllowed, NotFound
from tests.actions.cases import EVERY
from tests.actions.cases.case import Case
from tests.actions.cases.place import Place, client, place
from tests.actions.world import somebody
from tests.conftest import OwnDatabase
from tests.laws.test_actions_are_actions import FILES, NO_ACTION, name_of, public_functions

QUEUE = {
    "audit.drained": "the outbox's own bookkeeping",
    "audit.not_drained": "the outbox's own bookkeeping",
    "agency.drop_old_drafts": "done by the program alone: tests/pages/test_accounts.py",
    "agency.keep_draft": "no record yet, and noted nowhere: tests/pages/test_accounts.py",
    "agency.drop_draft": "no record yet, and noted nowhere: tests/pages/test_accounts.py",
    "agency.end_due_employments": "done by the program alone: tests/actions/test_leaving_staff.py",
    "agency.use_service_account": "done by a service account alone: tests/security/test_service_accounts.py",
    **{f"reminder.{name}": "tests/worker/test_mail.py" for name in ("hand_over", "take", "sent", "not_sent")},
    "journey.merge_clients": "tests/actions/test_merging.py",
    "journey.undo_merge": "tests/actions/test_merging.py",
}
HISTORY = [model for model in apps.get_models() if issubclass(model, HistoryEvent)]


@pytest.fixture(scope="module")
def here(own_database: OwnDatabase) -> Iterator[Place]:
    with own_database("every"):
        yield place()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, its deferred checks made first."""
    with transaction.atomic():
        yield
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def last_entry() -> int:
    latest = Entry.objects.order_by("pk").last()
    return latest.pk if latest else 0


def floors() -> dict[str, int]:
    """The newest history row of each table."""
    latest = {model: model._default_manager.order_by("pgh_id").last() for model in HISTORY}
    return {model.__name__: row.pgh_id if row else 0 for model, row in latest.items()}


def since(before: dict[str, int]) -> tuple[Counter[tuple[str, str]], set[tuple[str, str, str]]]:
    """(rows by table and what was done, who is named) in the history written after `before`."""
    changes: Counter[tuple[str, str]] = Counter()
    named = set()
    for model in HISTORY:
        for row in model._default_manager.filter(pgh_id__gt=before[model.__name__]):
            changes[model._meta.db_table.removesuffix("event"), row.pgh_label] += 1
            context = row.pgh_context
            named.add((context["action"], context["actor"], context["at"]))
    return changes, named


def test_every_action_has_its_row_here() -> None:
    there = {name_of(path, name) for path in FILES for name in public_functions(path.read_text(encoding="utf-8"))}
    assert there - NO_ACTION.keys() - QUEUE.keys() == EVERY.keys()


@pytest.mark.parametrize(("name", "case"), EVERY.items(), ids=EVERY)
def test_who_may(here: Place, name: str, case: Case) -> None:
    """Each role in turn: done, or not allowed. The table in `cases` is the whole answer."""
    may = set()
    for role in Role:
        with undone():
            try:
                with transaction.atomic():
                    case.do(here, somebody(role, here.site), case.at)
            except NotAllowed:
                continue
            may.add(role)
    assert may == case.may


@pytest.mark.parametrize(("name", "case"), EVERY.items(), ids=EVERY)
def test_at_another_site_nothing_is_found(here: Place, name: str, case: Case) -> None:
    stranger = somebody(min(case.may), here.elsewhere)
    before = floors()
    with undone():
        if case.anywhere:
            case.do(here, stranger, case.at)
            return
        with pytest.raises(NotFound), transaction.atomic():
            case.do(here, stranger, case.at)
        assert since(before) == (Counter(), set())


@pytest.mark.parametrize(("name", "case"), EVERY.items(), ids=EVERY)
def test_history_and_entries_say_who_did_what(here: Place, name: str, case: Case) -> None:
    by = somebody(min(case.may), here.site)
    before, last = floors(), last_entry()
    with undone():
        case.do(here, by, case.at)
        changes, named = since(before)
        entries = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
    wanted = {key: changes[key] if count < 0 else count for key, count in case.changes.items()}
    assert changes == wanted
    assert 0 not in wanted.values()
    names = case.through or (name,) * len(entries)
    written_by = set(case.through) or {name}
    assert named - {(one, by.label, case.at.isoformat()) for one in written_by} == set()
    assert bool(named) is bool(wanted)
    about = [
        entry.subject_id if who == "new" else entries[0].subject_id if who == "first" else client(here, who)
        for entry, (_, who) in zip(entries, case.entries, strict=True)
    ]
    assert [(entry.action, entry.actor, entry.user, entry.subject_kind, entry.client_id) for entry in entries] == [
        (one, by.label, 1, kind, number) for one, (kind, _), number in zip(names, case.entries, about, strict=True)
    ]
