-- Run once by a superuser of PostgreSQL 15 or newer, connected to the database of the feeds.
-- The database is for feeds alone; {login} owns it and is no superuser:
--   CREATE ROLE {login} LOGIN CREATEROLE;
--   CREATE DATABASE {database} OWNER {login};

-- So that a login that is to go is cut off at once.
GRANT pg_signal_backend TO {login};

-- Nobody comes in who was not given access, and nobody leaves anything there.
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

-- What people type stays out of the server's log: a question may hold anything.
ALTER DATABASE {database} SET log_statement = 'none';
ALTER DATABASE {database} SET log_min_duration_statement = -1;
ALTER DATABASE {database} SET log_min_duration_sample = -1;
ALTER DATABASE {database} SET log_min_error_statement = 'panic';
ALTER DATABASE {database} SET log_min_messages = 'fatal';
