-- one event of many reports
-- What an article tells is a report; an event is what one or more reports tell, or a row of somebody else's event data.
ALTER TABLE events RENAME TO reports;
ALTER TABLE evidence RENAME COLUMN event TO report;
ALTER TABLE figures RENAME COLUMN event TO report;
ALTER TABLE accounts RENAME COLUMN event TO report;

-- The event that a report tells, how like it is to the event's other reports (0 to 1; NULL where it is the only one), and why.
ALTER TABLE reports ADD COLUMN event VARCHAR;
ALTER TABLE reports ADD COLUMN likeness DOUBLE;
ALTER TABLE reports ADD COLUMN joined VARCHAR;
-- The telling stems of the sentences that it is read from.
ALTER TABLE reports ADD COLUMN words VARCHAR[];
-- What the reports are known by that it was grouped with.
ALTER TABLE reports ADD COLUMN neighbourhood VARCHAR;
-- Pairs of reports (one < other) that are likelier to tell the same act than not: log-odds.
CREATE TABLE links (one VARCHAR NOT NULL, other VARCHAR NOT NULL, odds DOUBLE NOT NULL);

CREATE TABLE events (
    id VARCHAR NOT NULL,
    -- 'riftline' for what was coded here, else the format that it was imported from; with its id and its code there.
    origin VARCHAR NOT NULL, origin_id VARCHAR, origin_code VARCHAR,
    -- type is NULL where the origin's code has no PLOVER type; intensity is the origin's, else PLOVER's score.
    type VARCHAR, mode VARCHAR, contexts VARCHAR[] NOT NULL, intensity DOUBLE,
    source_code VARCHAR, source_name VARCHAR, source_text VARCHAR, source_country VARCHAR, source_sectors VARCHAR[],
    target_code VARCHAR, target_name VARCHAR, target_text VARCHAR, target_country VARCHAR, target_sectors VARCHAR[],
    first_day DATE, last_day DATE, date_text VARCHAR, date_reason VARCHAR,
    place VARCHAR, lat DOUBLE, lon DOUBLE, country VARCHAR, admin1 VARCHAR, geonames_id BIGINT,
    precision VARCHAR, place_reason VARCHAR,
    status VARCHAR NOT NULL,
    attribution_code VARCHAR, attribution_name VARCHAR, attribution_anonymous BOOLEAN, attribution_via VARCHAR,
    figures STRUCT(what VARCHAR, low BIGINT, high BIGINT, "text" VARCHAR)[],
    confidence DOUBLE, reason VARCHAR,
    -- Of the first report: its article, and what the reader sees of it.
    article VARCHAR, position INTEGER, published DATE, publisher VARCHAR, title VARCHAR, url VARCHAR, evidence VARCHAR,
    -- How many reports, how many of them independent of each other, and the Admiralty scale's credibility of the item (1 to 6).
    reports INTEGER NOT NULL, sources INTEGER NOT NULL, credibility INTEGER, credibility_reason VARCHAR);

INSERT INTO events
SELECT r.id, 'riftline', NULL, NULL, r.type, r.mode, r.contexts, NULL,
    source_code, source_name, source_text, source_country, source_sectors,
    target_code, target_name, target_text, target_country, target_sectors,
    first_day, last_day, date_text, date_reason,
    place, lat, lon, country, admin1, geonames_id, precision, place_reason,
    status, attribution_code, attribution_name, attribution_anonymous, attribution_via,
    (SELECT list({'what': f.what, 'low': f.low, 'high': f.high, 'text': f.text}) FROM figures f WHERE f.report = r.id),
    confidence, reason,
    r.article, r.position, a.published, a.publisher, a.title, a.url,
    (SELECT v.text FROM evidence v WHERE v.report = r.id ORDER BY v.position LIMIT 1),
    1, 1, NULL, NULL
FROM reports r JOIN articles a ON a.id = r.article;
UPDATE reports SET event = id;

-- Pairs of near-duplicates (one < other) with the share of the shorter text that stands in the other; and of each family of them who has it from whom.
CREATE TABLE duplicates (one VARCHAR NOT NULL, other VARCHAR NOT NULL, share DOUBLE NOT NULL);
CREATE TABLE copies (article VARCHAR NOT NULL, original VARCHAR NOT NULL, share DOUBLE NOT NULL, reason VARCHAR NOT NULL);
-- By what an article's near-duplicates are found, its telling stems, and the words with which it corrects or retracts (of itself, or another).
CREATE TABLE signatures (
    article VARCHAR NOT NULL, outlet VARCHAR NOT NULL, published DATE, bands UBIGINT[] NOT NULL, words VARCHAR[] NOT NULL,
    revises VARCHAR, revises_of VARCHAR, revises_words VARCHAR);
-- An article that corrects or retracts an earlier one of the same outlet.
CREATE TABLE revisions (article VARCHAR NOT NULL, earlier VARCHAR NOT NULL, kind VARCHAR NOT NULL, reason VARCHAR NOT NULL);
-- Merges and splits by hand, by ids of reports.
CREATE TABLE corrections (number INTEGER NOT NULL, kind VARCHAR NOT NULL, one VARCHAR NOT NULL, other VARCHAR NOT NULL, made TIMESTAMP NOT NULL);
-- How a user judges a source: A to F of the Admiralty scale.
CREATE TABLE grades (publisher VARCHAR NOT NULL, grade VARCHAR NOT NULL, note VARCHAR, made TIMESTAMP NOT NULL);
