-- articles, events and what they rest on
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
