"""Who may do what in the database; roles.sql is the same for a hand-made production database."""

from collections.abc import Iterator

import pytest

from stepdown.embedded import Cluster, EmbeddedPostgresError, Server, prepare_database
from tests.embedded.conftest import DEBIAN_15, names, psql

ATTRIBUTES = (
    "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication "
    "FROM pg_roles WHERE rolname LIKE 'stepdown%' ORDER BY 1"
)
BINARIES = [
    pytest.param(None, id="wheel"),
    pytest.param(
        DEBIAN_15,
        id="debian-15",
        marks=pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="PostgreSQL 15 not installed"),
    ),
]


@pytest.fixture(scope="module", params=BINARIES)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Cluster(tmp_path_factory.mktemp("roles"), request.param, fast=True).running() as server:
        yield server


def test_the_roles_have_no_more_power_than_they_need(server: Server) -> None:
    assert names(server, ATTRIBUTES) == ["stepdown_app|f|f|f|f|f", "stepdown_owner|f|t|f|f|f"]
    assert names(server, "SELECT datname, datdba::regrole FROM pg_database WHERE NOT datistemplate ORDER BY 1") == [
        "postgres|postgres",
        "stepdown|stepdown_owner",
    ]


def assert_app_reads_and_writes_but_owns_nothing(server: Server, database: str) -> None:
    """The wall between the two roles, in one database."""
    app, owner = server.url(database), server.url(database, role="owner")
    psql(owner, "CREATE TABLE visit (id serial PRIMARY KEY, room citext)")
    psql(owner, "CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2'; REVOKE ALL ON FUNCTION two FROM public")
    expected = {
        "INSERT INTO visit (room) VALUES ('Blue') RETURNING id": "1",
        "UPDATE visit SET room = 'Green' WHERE room = 'blue' RETURNING room": "Green",
        "SELECT two()": "2",
        "DELETE FROM visit RETURNING id": "1",
        "TRUNCATE visit": "ERROR:  permission denied for table visit",
        "DROP TABLE visit": "ERROR:  must be owner of table visit",
        "CREATE TABLE mine (n int)": "ERROR:  permission denied for schema public",
        "ALTER TABLE visit DISABLE TRIGGER ALL": "ERROR:  must be owner of table visit",
        "SET ROLE stepdown_owner": 'ERROR:  permission denied to set role "stepdown_owner"',
        "CREATE DATABASE mine": "ERROR:  permission denied to create database",
    }
    assert {statement: psql(app, statement).splitlines()[0] for statement in expected} == expected


def test_the_app_reads_and_writes_but_owns_nothing(server: Server) -> None:
    assert_app_reads_and_writes_but_owns_nothing(server, "stepdown")


def test_a_copy_of_a_database_has_the_same_walls(server: Server) -> None:
    prepare_database(server, "test_template")
    owner = server.url(role="owner")
    assert psql(owner, "CREATE DATABASE test_gw0 TEMPLATE test_template") == ""
    assert_app_reads_and_writes_but_owns_nothing(server, "test_gw0")
    assert psql(owner, "DROP DATABASE test_gw0") == ""
    assert psql(owner, "DROP DATABASE test_template") == ""


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_the_app_reaches_no_database_of_the_server_itself(server: Server, database: str) -> None:
    refused = f'permission denied for database "{database}"'
    assert refused in psql(server.url(database), "SELECT 1")


def test_preparing_again_changes_nothing(server: Server) -> None:
    grants = "SELECT defaclrole::regrole, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 2"
    before = names(server, grants)
    prepare_database(server, "stepdown")
    assert names(server, grants) == before
    assert len(before) == 3


def test_a_name_that_is_none_is_refused(server: Server) -> None:
    with pytest.raises(EmbeddedPostgresError, match="is no database name"):
        prepare_database(server, 'x"; DROP DATABASE stepdown; --')


def test_the_log_holds_nothing_a_client_told_us(server: Server) -> None:
    psql(server.url(role="owner"), "CREATE TABLE said (word text UNIQUE, n int CHECK (n > 0))")
    for statement in (
        "INSERT INTO said VALUES ('hush-duplicate', 1), ('hush-duplicate', 1)",
        "INSERT INTO said VALUES ('hush-check', -1)",
        "SELECT 'hush-cast'::int",
        "SELECT hush-syntax FROM",
        "DO $$ BEGIN RAISE WARNING 'hush-warning'; END $$",
    ):
        assert psql(server.url(), statement) != ""
    assert [line for line in server.log.read_text().splitlines() if "hush" in line] == []


def test_an_administrator_who_is_no_superuser_can_prepare_it_by_hand(server: Server) -> None:
    """The last test here: it begins with neither roles nor databases of ours, as on a hosted PostgreSQL."""
    superuser = server.url("postgres", role="superuser")
    assert psql(superuser, "DROP DATABASE stepdown") == ""
    assert psql(superuser, "DROP ROLE stepdown_app, stepdown_owner") == ""
    assert psql(superuser, "CREATE ROLE hosted LOGIN CREATEDB CREATEROLE") == ""
    assert psql(superuser, "GRANT CONNECT ON DATABASE postgres TO hosted") == ""
    prepare_database(superuser.replace("//postgres@", "//hosted@"), "stepdown")
    assert names(server, ATTRIBUTES) == ["stepdown_app|f|f|f|f|f", "stepdown_owner|f|t|f|f|f"]
    assert_app_reads_and_writes_but_owns_nothing(server, "stepdown")
