"""History is sealed after the fact, and whoever changes it below the program is found: which table, which rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from stepdown.agency.models import Site
from stepdown.audit.actions import chart_read, note
from stepdown.audit.context import action
from stepdown.audit.models import Seal
from stepdown.audit.seals import sealing
from stepdown.audit.seals.sealing import begin_epoch
from stepdown.audit.seals.tables import sealed_tables
from stepdown.audit.seals.terms import Fault, Finding
from stepdown.audit.seals.verify import verify
from stepdown.audit.terms import Actor, system
from tests.audit.settle import settle
from tests.conftest import point_django_at, url

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test")
_COPIED = (
    "pgh_created_at, pgh_label, pgh_xact, pgh_obj_id, pgh_context, pgh_context_id,"
    " id, code, name, time_zone, virtual, jurisdiction, address, phone"
)
COPY_EVENT = (
    f"INSERT INTO agency_siteevent (pgh_id, {_COPIED})"
    f" SELECT 900, {_COPIED} FROM agency_siteevent WHERE pgh_label = 'delete'"
)

SAY_BY_HAND = (
    "SELECT set_config('stepdown.action', 'x', true), set_config('stepdown.actor', 'x', true),"
    " set_config('pghistory.context_id', gen_random_uuid()::text, true),"
    " set_config('pghistory.context_metadata', '{\"action\": \"x\"}', true)"
)


def seal(*, by: Actor, at: datetime) -> int:
    """Seal when all that was written before is finished, whatever tests beside this one do."""
    settle()
    return sealing.seal(by=by, at=at)


@action
def open_site(*, by: Actor, at: datetime, code: str) -> Site:
    site = Site.objects.create(code=code, name="Synthetic site", time_zone="America/Chicago")
    note(by=by, at=at, subject=("site", site.id))
    return site


@action
def rename_site(*, by: Actor, at: datetime, code: str, name: str) -> None:
    site = Site.objects.get(code=code)
    site.name = name
    site.save()
    note(by=by, at=at, subject=("site", site.id))


@action
def close_site(*, by: Actor, at: datetime, code: str) -> None:
    site = Site.objects.get(code=code)
    note(by=by, at=at, subject=("site", site.id))
    site.delete()


@pytest.fixture
def history(committed: str) -> str:
    """Two sealed batches: three sites opened and one chart read; then one site renamed and one removed."""
    for code in ("S1", "S2", "S3"):
        open_site(by=BY, at=AT, code=code)
    chart_read(by=BY, client=7, page="desk:client")
    assert seal(by=BY, at=AT) == 7
    rename_site(by=BY, at=AT, code="S2", name="Renamed")
    close_site(by=BY, at=AT, code="S3")
    assert seal(by=BY, at=AT + timedelta(minutes=1)) == 4
    return committed


def tamper(database: str, statement: str) -> None:
    """Do what the owner of the tables can do: switch the triggers off, change, switch them on again."""
    table = next(word for word in statement.split() if word.startswith(("agency_", "audit_")))
    with psycopg.connect(url(database, "owner"), autocommit=True) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found() -> list[tuple[Fault, str, str, int | None, int | None]]:
    return [(f.fault, f.table, f.where, f.rows_sealed, f.rows_now) for f in verify().findings]


def span(table: str, number: int) -> str:
    """The transactions of the `number`th seal of a table, in words."""
    batch = Seal.objects.filter(table=table).order_by("id")[number]
    return f"transactions {batch.from_xact} to {batch.to_xact}"


def test_untouched_history_verifies(history: str) -> None:
    result = verify()
    assert (result.findings, result.seals, result.rows, result.live_rows) == ((), 5, 11, 2)
    assert result.oldest_unsealed is None
    assert result.head == bytes(Seal.objects.order_by("-id")[0].digest).hex()


def test_an_empty_database_verifies(committed: str) -> None:
    assert seal(by=BY, at=AT) == 0
    result = verify()
    assert (result.findings, result.seals, result.head, result.oldest_unsealed) == ((), 0, "", None)


def test_sealing_twice_adds_nothing(history: str) -> None:
    assert (seal(by=BY, at=AT), seal(by=BY, at=AT), Seal.objects.count()) == (0, 0, 5)


CASES: dict[str, tuple[str, Callable[[], list[tuple[Fault, str, str, int | None, int | None]]]]] = {
    "live row changed": (
        "UPDATE agency_site SET name = 'Changed below' WHERE code = 'S1'",
        lambda: [(Fault.ROW_CHANGED, "agency_site", f"row {Site.objects.get(code='S1').pk}", None, None)],
    ),
    "live row removed": (
        "DELETE FROM agency_site WHERE code = 'S1'",
        lambda: [(Fault.ROW_VANISHED, "agency_site", f"row {Site.objects.get(code='S2').pk - 1}", None, None)],
    ),
    "live row put in": (
        "INSERT INTO agency_site VALUES (900, 'S9', 'x', 'UTC', false, 'US', '', '')",
        lambda: [(Fault.ROW_UNKNOWN, "agency_site", "row 900", None, None)],
    ),
    "old event changed": (
        "UPDATE agency_siteevent SET name = 'Never so' WHERE code = 'S2' AND pgh_label = 'insert'",
        lambda: [(Fault.BATCH_CHANGED, "agency_siteevent", span("agency_siteevent", 0), 3, 3)],
    ),
    "actor of an event changed": (
        "UPDATE agency_siteevent SET pgh_context = '{\"actor\": \"somebody else\"}' WHERE pgh_label = 'update'",
        lambda: [(Fault.BATCH_CHANGED, "agency_siteevent", span("agency_siteevent", 1), 2, 2)],
    ),
    "old event removed": (
        "DELETE FROM agency_siteevent WHERE code = 'S2' AND pgh_label = 'insert'",
        lambda: [(Fault.ROWS_MISSING, "agency_siteevent", span("agency_siteevent", 0), 3, 2)],
    ),
    "event put in": (
        COPY_EVENT,
        lambda: [(Fault.ROWS_ADDED, "agency_siteevent", span("agency_siteevent", 1), 2, 3)],
    ),
    "entry changed": (
        "UPDATE audit_entry SET actor = 'nobody' WHERE id = (SELECT min(id) FROM audit_entry)",
        lambda: [(Fault.BATCH_CHANGED, "audit_entry", span("audit_entry", 0), 3, 3)],
    ),
    "chart read removed": (
        "DELETE FROM audit_chartread",
        lambda: [(Fault.ROWS_MISSING, "audit_chartread", span("audit_chartread", 0), 1, 0)],
    ),
    "seal says another time": (
        "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE \"table\" = 'agency_siteevent' AND rows = 3",
        lambda: [(Fault.BATCH_CHANGED, "agency_siteevent", span("agency_siteevent", 0), 3, 3)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_tampering_by_the_owner_is_found_and_named(history: str, case: str) -> None:
    statement, expected = CASES[case]
    tamper(history, statement)
    assert found() == expected()


def test_a_changed_seal_breaks_the_chain_after_it(history: str) -> None:
    first, second = Seal.objects.order_by("id")[:2]
    tamper(history, f"UPDATE audit_seal SET digest = sha256('x') WHERE id = {first.pk}")
    assert found() == [
        (Fault.CHAIN_BROKEN, "audit_seal", f"before seal {second.pk}", None, None),
        (Fault.BATCH_CHANGED, first.table, span(first.table, 0), first.rows, first.rows),
    ]


def test_a_removed_seal_is_missed(history: str) -> None:
    first, second = Seal.objects.filter(table="agency_siteevent").order_by("id")
    following = Seal.objects.filter(id__gt=first.pk).order_by("id")[0]
    tamper(history, f"DELETE FROM audit_seal WHERE id = {first.pk}")
    assert found() == [
        (Fault.CHAIN_BROKEN, "audit_seal", f"before seal {following.pk}", None, None),
        (Fault.SEAL_MISSING, "agency_siteevent", f"transactions 0 to {second.from_xact}", None, None),
    ]


def test_no_finding_tells_content(history: str) -> None:
    tamper(history, "UPDATE agency_site SET name = 'Telling words' WHERE code = 'S1'")
    (finding,) = verify().findings
    where = f"row {Site.objects.get(code='S1').pk}"
    assert finding == Finding(Fault.ROW_CHANGED, "agency_site", where, fields=("name",), at=finding.at)


def test_an_open_transaction_is_sealed_later_not_skipped(committed: str) -> None:
    """Its rows appear below numbers that are already used, which is why sealing stops before it."""
    with psycopg.connect(url(committed, "app")) as slow:
        slow.execute(SAY_BY_HAND)
        columns = "code, name, time_zone, virtual, jurisdiction, address, phone"
        slow.execute(f"INSERT INTO agency_site ({columns}) VALUES ('S1', 'Slow', 'UTC', false, 'US', '', '')")
        open_site(by=BY, at=AT, code="S2")
        assert sealing.seal(by=BY, at=AT) == 0
        assert verify().oldest_unsealed is not None
    assert seal(by=BY, at=AT) == 3
    # Said by hand, it left no entry: that is found.
    assert found() == [(Fault.NO_ENTRY, "agency_siteevent", "event 1", None, None)]
    assert verify().oldest_unsealed is None


def test_writers_do_not_wait_for_the_sealer(history: str) -> None:
    """A sealing transaction that stays open holds nobody up, and a second sealer leaves it alone."""
    with psycopg.connect(url(history, "app")) as sealer:
        sealer.execute("SELECT pg_try_advisory_xact_lock(7100, 0)")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        open_site(by=BY, at=AT, code="S4")
        assert seal(by=BY, at=AT) == 0
    assert seal(by=BY, at=AT) == 2


def test_a_column_added_later_leaves_old_seals_whole(history: str) -> None:
    with psycopg.connect(url(history, "owner")) as owner:
        owner.execute("ALTER TABLE agency_siteevent ADD COLUMN later text DEFAULT 'x'")
    assert found() == []


def test_a_new_epoch_seals_what_is_left_and_counts_anew(history: str) -> None:
    """After a restore transaction numbers are small again; rows are told apart by their ids."""
    open_site(by=BY, at=AT, code="S4")
    point_django_at(history, "owner")
    begin_epoch(by=BY, at=AT, reason="restored")
    point_django_at(history)
    open_site(by=BY, at=AT, code="S5")
    tamper(history, "UPDATE agency_siteevent SET pgh_xact = 3 WHERE code = 'S5'")
    tamper(history, "UPDATE audit_entry SET xact = 3 WHERE id = (SELECT max(id) FROM audit_entry)")
    assert seal(by=BY, at=AT) == 3  # the site, its entry, and the entry of the new epoch
    assert found() == []
    tamper(history, "UPDATE agency_siteevent SET name = 'Never so' WHERE code = 'S4'")
    assert found()[0] == (Fault.BATCH_CHANGED, "agency_siteevent", span("agency_siteevent", 2), 1, 1)


def test_an_epoch_that_hides_rows_is_found(history: str) -> None:
    """Floors far above the last row would leave all that follows out of every seal."""
    floors = "jsonb_build_object('audit_chartread', 1, 'audit_entry', 1000000, 'agency_siteevent', 1000000)"
    tamper(history, f"INSERT INTO audit_epoch (began_at, reason, floors) VALUES (now(), 'synthetic', {floors})")
    assert found() == [
        (Fault.FLOOR_TOO_HIGH, "agency_siteevent", "epoch after 1", None, None),
        (Fault.FLOOR_TOO_HIGH, "audit_entry", "epoch after 1", None, None),
    ]
    open_site(by=BY, at=AT, code="S4")
    assert seal(by=BY, at=AT) == 0
    assert found()[1] == (Fault.ROWS_UNSEALED, "agency_siteevent", "from row 6, epoch 1", None, None)


def test_rows_numbered_below_one_are_sealed(history: str) -> None:
    tamper(history, COPY_EVENT.replace("900", "-1"))
    assert found() == [(Fault.ROWS_ADDED, "agency_siteevent", span("agency_siteevent", 1), 2, 3)]


def test_an_event_that_no_action_wrote_is_found(history: str) -> None:
    """The owner may write outside an action; that leaves a trace."""
    with psycopg.connect(url(history, "owner")) as owner:
        owner.execute("UPDATE agency_site SET name = 'Changed below' WHERE code = 'S1'")
    assert found() == [(Fault.NO_CONTEXT, "agency_siteevent", "event 6", None, None)]


def test_every_history_table_is_sealed(committed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name IN ('pgh_xact', 'xact') ORDER BY 1"
        )
        assert sorted(sealed_tables()) == [name for (name,) in cursor.fetchall()]
