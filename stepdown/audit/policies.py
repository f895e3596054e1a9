"""Row-level security, raised by migrations: one line for each table that is about a client (docs/adr/0020).

    Wall("people.Way", "client")                       rows are seen with their client
    Wall("session.VideoJoining", "visit")              with the visit, which is seen with its client
    Wall("session.Visit", "client", site="site")       also where that place is within reach
    Wall("schedule.Participant", "client", site="session__site")
    Wall("audit.Entry", "client_id", log=True)         also in the transaction that wrote it

The history table of a model gets the same wall. The owner (migrate, backup, restore) is exempt.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

FUNCTIONS = """
CREATE OR REPLACE FUNCTION wall_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(current_setting('stepdown.sites', true), '') = 'all';
CREATE OR REPLACE FUNCTION wall_sites() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(NULLIF(NULLIF(current_setting('stepdown.sites', true), ''), 'all'), ',')::bigint[];
CREATE OR REPLACE FUNCTION wall_staff() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('stepdown.staff', true), '')::bigint;
CREATE OR REPLACE FUNCTION wall_account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('stepdown.account', true), '')::bigint;
CREATE OR REPLACE FUNCTION wall_moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('stepdown.moment', true), '')::timestamptz;
"""
"""Who reads, as `audit.wall` told it; where nobody did, there are no sites and there is no person."""

WHOLE = "(SELECT wall_whole())"
WITHIN = "= ANY ((SELECT wall_sites())::bigint[])"
MINE = "(SELECT pg_current_xact_id_if_assigned()::text::bigint)"
"""In a subquery, so that PostgreSQL works each out once a statement, and only when it is asked for. `OFFSET 0`, below, has it
look at the parents of the rows that are asked for, instead of first listing every parent there is.
"""


@dataclass(frozen=True)
class _Table:
    """A table as the migrations know it at that point."""

    state: ProjectState
    app: str
    model: str

    @property
    def name(self) -> str:
        return f"{self.app}_{self.model}"

    @property
    def history(self) -> _Table | None:
        found = (self.app, f"{self.model}event") in self.state.models
        return _Table(self.state, self.app, f"{self.model}event") if found else None

    @property
    def _fields(self) -> ModelState:
        return self.state.models[self.app, self.model]

    def column(self, field: str) -> str:
        found = self._fields.fields[field]
        return f'"{self.name}"."{field}_id"' if found.remote_field else f'"{self.name}"."{field}"'

    def optional(self, field: str) -> bool:
        return bool(self._fields.fields[field].null)

    def parent(self, field: str) -> _Table:
        """What a field points to; a number without a foreign key is a client's."""
        remote = self._fields.fields[field].remote_field
        app, model = (str(remote.model) if remote else "people.client").lower().split(".")
        return _Table(self.state, app, model)

    def seen(self, field: str) -> str:
        """The row that a field names is seen: the wall of its own table holds inside."""
        parent = self.parent(field).name
        return f'EXISTS (SELECT FROM "{parent}" up WHERE up.id = {self.column(field)} OFFSET 0)'

    def at_site(self, path: str) -> str:
        """A place is within reach; what names no place is everybody's."""
        *over, last = path.split("__")
        if not over:
            return f"{self.column(last)} {WITHIN}"
        parent = self.parent(over[0])
        of_all = f' OR up."{last}_id" IS NULL' if parent.optional(last) else ""
        return (
            f'EXISTS (SELECT FROM "{parent.name}" up WHERE up.id = {self.column(over[0])}'
            f' AND (up."{last}_id" {WITHIN}{of_all}) OFFSET 0)'
        )


class Wall(Operation):
    """Rows of `model` are seen where one of the rows is that they name in `through`, and where the site of `site` is
    within reach; written only where all of `through` are seen, or within that reach. With neither, they are for who
    reaches the whole agency. `log`: a transaction sees, and may write, what it writes down itself.
    """

    reversible = True

    def __init__(self, model: str, *through: str, site: str = "", log: bool = False) -> None:
        self.model, self.through, self.site, self.log = model, through, site, log

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: policies are the database's own."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Raise it on the table and on its history."""
        table = self._table(to_state)
        self._raise(schema_editor, table, f"FOR ALL USING ({self._seen(table)}) WITH CHECK ({self._written(table)})")
        if history := table.history:
            self._raise(schema_editor, history, f"FOR SELECT USING ({self._seen(history)})")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take it down."""
        for table in filter(None, (self._table(from_state), self._table(from_state).history)):
            schema_editor.execute(f'DROP POLICY wall ON "{table.name}"', params=None)
            schema_editor.execute(f'ALTER TABLE "{table.name}" DISABLE ROW LEVEL SECURITY', params=None)

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Raise the wall of {self.model}"

    def _table(self, state: ProjectState) -> _Table:
        app, model = self.model.lower().split(".")
        return _Table(state, app, model)

    def _raise(self, editor: BaseDatabaseSchemaEditor, table: _Table, policy: str) -> None:
        editor.execute(f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY', params=None)
        editor.execute(f'CREATE POLICY wall ON "{table.name}" {policy}', params=None)

    def _seen(self, table: _Table) -> str:
        return " OR ".join([WHOLE, *(table.seen(field) for field in self.through), *self._besides(table)])

    def _written(self, table: _Table) -> str:
        named = [table.seen(field) for field in self.through]
        if len(named) > 1:  # of two, it may name one
            columns = [table.column(field) for field in self.through]
            named = [f"({column} IS NULL OR {seen})" for column, seen in zip(columns, named, strict=True)]
            named.append(f"num_nonnulls({', '.join(columns)}) > 0")
        return " OR ".join([WHOLE, *([f"({' AND '.join(named)})"] if named else []), *self._besides(table)])

    def _besides(self, table: _Table) -> list[str]:
        """What opens a row whoever it is about. One that may be about nobody, and is at no site, is everybody's."""
        found = [table.at_site(self.site)] if self.site else []
        if self.log:
            found.append(f'"{table.name}".xact = {MINE}')
        if not self.site and len(self.through) == 1 and table.optional(self.through[0]):
            found.append(f"{table.column(self.through[0])} IS NULL")
        return found
