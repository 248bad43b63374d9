"""The tables, as numbered migrations that only go forward: each runs once, in order, and is never changed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "articles, events and what they rest on",
        """
        CREATE TABLE articles (
            id VARCHAR NOT NULL, digest VARCHAR NOT NULL, title VARCHAR, publisher VARCHAR, url VARCHAR,
            published DATE, published_from VARCHAR, language VARCHAR, origin VARCHAR,
            text VARCHAR NOT NULL, coding VARCHAR NOT NULL, riftline VARCHAR NOT NULL, stored TIMESTAMP NOT NULL);
        CREATE TABLE events (
            id VARCHAR NOT NULL, article VARCHAR NOT NULL, position INTEGER NOT NULL,
            type VARCHAR NOT NULL, mode VARCHAR, contexts VARCHAR[] NOT NULL,
            source_code VARCHAR, source_name VARCHAR, source_text VARCHAR, source_country VARCHAR, source_sectors VARCHAR[],
            target_code VARCHAR, target_name VARCHAR, target_text VARCHAR, target_country VARCHAR, target_sectors VARCHAR[],
            first_day DATE, last_day DATE, date_text VARCHAR, date_reason VARCHAR,
            place VARCHAR, lat DOUBLE, lon DOUBLE, country VARCHAR, admin1 VARCHAR, geonames_id BIGINT,
            precision VARCHAR, place_reason VARCHAR,
            status VARCHAR NOT NULL,
            attribution_code VARCHAR, attribution_name VARCHAR, attribution_anonymous BOOLEAN, attribution_via VARCHAR,
            confidence DOUBLE NOT NULL, reason VARCHAR NOT NULL);
        CREATE TABLE evidence (
            event VARCHAR NOT NULL, position INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, text VARCHAR NOT NULL);
        CREATE TABLE figures (
            event VARCHAR NOT NULL, what VARCHAR NOT NULL, low BIGINT NOT NULL, high BIGINT NOT NULL, text VARCHAR NOT NULL);
        CREATE TABLE statements (
            article VARCHAR NOT NULL, position INTEGER NOT NULL, speaker_code VARCHAR NOT NULL, speaker_name VARCHAR NOT NULL,
            anonymous BOOLEAN NOT NULL, kind VARCHAR NOT NULL, text VARCHAR NOT NULL, via VARCHAR, first_day DATE, last_day DATE);
        CREATE TABLE commitments (
            article VARCHAR NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL, parties VARCHAR[] NOT NULL,
            status VARCHAR NOT NULL);
        CREATE TABLE accounts (article VARCHAR NOT NULL, position INTEGER NOT NULL, event VARCHAR, codes VARCHAR[] NOT NULL);
        CREATE TABLE agenda (
            article VARCHAR NOT NULL, position INTEGER NOT NULL, what VARCHAR NOT NULL, first_day DATE, last_day DATE,
            actors VARCHAR[] NOT NULL);
        """,
    ),
)

NEWEST = len(MIGRATIONS)


def version(connection: DuckDBPyConnection, path: str) -> int:
    """The number of the last migration that ran; 0 for an empty database. Raises StoreError for a database of something else."""
    tables = {row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if "riftline_schema" not in tables:
        if tables:
            raise StoreError(f"{path} is a DuckDB database, but not Riftline's; name another file with --db.")
        return 0
    row = connection.execute("SELECT max(number) FROM riftline_schema").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def check(connection: DuckDBPyConnection, path: str) -> int:
    """The schema's version. Raises StoreNewer where this Riftline does not know it."""
    found = version(connection, path)
    if found > NEWEST:
        raise StoreNewer(
            f"{path} was made by a newer Riftline (its schema is {found}, this one knows {NEWEST}); "
            "upgrade Riftline with pip install --upgrade riftline, or name another file with --db."
        )
    return found


def migrate(connection: DuckDBPyConnection, path: str) -> None:
    """Brings the database to the newest schema, all steps or none."""
    found = check(connection, path)
    if found == NEWEST:
        return
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS riftline_schema (number INTEGER, name VARCHAR, ran TIMESTAMP)")
        for number, (name, script) in enumerate(MIGRATIONS[found:], start=found + 1):
            connection.execute(script)
            connection.execute("INSERT INTO riftline_schema VALUES (?, ?, now()::TIMESTAMP)", [number, name])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
