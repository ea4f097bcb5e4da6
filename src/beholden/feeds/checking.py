"""What is wrong with a server, so that no row is put where it would not be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import Connection

OLDEST = 150000  # PostgreSQL 15: before it, everybody could create in the schema public

# Extensions by which a login reads files, runs programs or reaches other servers.
_WAYS_OUT = "dblink file_fdw postgres_fdw plpython3u plperlu pltclu adminpack pageinspect lo"

_LARGE = "('lo_creat(integer)'), ('lo_create(oid)'), ('lo_from_bytea(oid, bytea)')"

# Each is a query of one row, true where something is wrong, and what it says.
_FAULTS: tuple[tuple[str, str], ...] = (
    (
        "SELECT rolsuper OR rolbypassrls OR rolreplication FROM pg_roles"
        " WHERE rolname = current_user",
        "Beholden's own login is a superuser, or passes by row-level security",
    ),
    (
        "SELECT NOT rolcreaterole FROM pg_roles WHERE rolname = current_user",
        "Beholden's own login may not create logins (CREATEROLE)",
    ),
    (
        "SELECT NOT pg_has_role(current_user, 'pg_signal_backend', 'MEMBER')",
        "Beholden's own login may not cut off others (pg_signal_backend)",
    ),
    (
        "SELECT pg_get_userbyid(datdba) <> current_user FROM pg_database"
        " WHERE datname = current_database()",
        "the database does not belong to Beholden's own login",
    ),
    (
        "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
        " OR has_database_privilege('public', current_database(), 'TEMPORARY')",
        "everybody may connect to the database, or make temporary tables in it",
    ),
    (
        "SELECT has_schema_privilege('public', 'public', 'USAGE')"
        " OR has_schema_privilege('public', 'public', 'CREATE')",
        "everybody may use the schema public",
    ),
    (
        "SELECT has_language_privilege('public', 'plpgsql', 'USAGE')",
        "everybody may run blocks of plpgsql",
    ),
    (
        "SELECT bool_or(has_function_privilege('public', 'pg_catalog.' || f, 'EXECUTE'))"  # noqa: S608 (no value in it)
        f" FROM (VALUES {_LARGE}) AS v (f)",
        "everybody may make large objects",
    ),
    (
        "SELECT count(*) > 0 FROM pg_extension"  # noqa: S608 (no value in it)
        f" WHERE extname = ANY (string_to_array('{_WAYS_OUT}', ' '))",
        "an extension is there by which a login could read files or reach other servers",
    ),
    (
        "SELECT current_setting('log_statement') <> 'none'"
        " OR current_setting('log_min_duration_statement') <> '-1'"
        " OR current_setting('log_min_duration_sample') <> '-1'"
        " OR current_setting('log_min_error_statement') <> 'panic'"
        " OR current_setting('log_min_messages') NOT IN ('fatal', 'panic')",
        "the server's log would keep what people ask",
    ),
)


def faults_of(connection: Connection[tuple[object, ...]]) -> Iterator[str]:
    """Yield in words what is wrong with the server behind a connection."""
    if connection.info.server_version < OLDEST:
        yield "the server is older than PostgreSQL 15"
        return
    for query, words in _FAULTS:
        row = connection.execute(query).fetchone()
        if row is None or row[0] is not False:
            yield words
