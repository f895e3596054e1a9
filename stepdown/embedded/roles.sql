-- The roles of Stepdown, and one database with its extensions and grants. Safe to run again.
--
-- Stepdown's embedded PostgreSQL runs this file. For a PostgreSQL of your own (15 or later), run it once as an
-- administrator, then give both roles a password and put them into DATABASE_URL and DATABASE_OWNER_URL:
--
--     psql --set=ON_ERROR_STOP=1 --set=name=stepdown --file=roles.sql "postgresql://admin@host/postgres"
--     psql --command='\password stepdown_app' --command='\password stepdown_owner' "postgresql://admin@host/postgres"

SET client_min_messages = warning;

-- stepdown_owner owns the tables: migrations, backup, restore; CREATEDB for test databases.
SELECT 'CREATE ROLE stepdown_owner LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepdown_owner') \gexec

-- stepdown_app is what the program connects as: it owns nothing and may not change a table's shape.
SELECT 'CREATE ROLE stepdown_app LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepdown_app') \gexec

-- An administrator who is no superuser (a hosted PostgreSQL) must be a member to create for the owner.
SELECT format('GRANT stepdown_owner TO %I', current_user)
 WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec

SELECT format('CREATE DATABASE %I OWNER stepdown_owner TEMPLATE template0 ENCODING ''UTF8''', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec

-- On a server of our own (`alone`), both roles reach databases of ours only.
\if :{?alone}
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
\endif

\connect :"name"
SET client_min_messages = warning;

GRANT CONNECT, TEMPORARY ON DATABASE :"name" TO stepdown_app;

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS citext;

-- Row-level security lets a condition use an index only when it is known to tell nothing of what it compares. These say yes,
-- no or how much, and never more. Only a superuser may tell PostgreSQL so; without it all is right, and slower.
SELECT format('ALTER FUNCTION %s LEAKPROOF', comparison::regprocedure)
  FROM unnest(ARRAY['similarity(text, text)', 'similarity_op(text, text)', 'word_similarity(text, text)',
                    'word_similarity_op(text, text)', 'word_similarity_commutator_op(text, text)',
                    'arrayoverlap(anyarray, anyarray)', 'range_overlaps(anyrange, anyrange)',
                    'range_contains_elem(anyrange, anyelement)']) AS comparison
 WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec

-- What follows lives inside the database, so a copy (CREATE DATABASE … TEMPLATE) has it too.
-- (Grants on the database itself are not copied; PostgreSQL lets everybody connect to a new one.)
GRANT USAGE ON SCHEMA public TO stepdown_app;
ALTER DEFAULT PRIVILEGES FOR ROLE stepdown_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO stepdown_app;
ALTER DEFAULT PRIVILEGES FOR ROLE stepdown_owner GRANT USAGE, SELECT ON SEQUENCES TO stepdown_app;
ALTER DEFAULT PRIVILEGES FOR ROLE stepdown_owner GRANT EXECUTE ON FUNCTIONS TO stepdown_app;
