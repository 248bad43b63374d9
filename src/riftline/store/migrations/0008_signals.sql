-- signals
-- Each signal that was raised, as it was then: a row is never changed. `version` counts how often one of the same id was raised with other contents.
CREATE TABLE signals (
    id VARCHAR NOT NULL, version INTEGER NOT NULL, kind VARCHAR NOT NULL, actors VARCHAR[] NOT NULL, place VARCHAR,
    date DATE NOT NULL, first_day DATE NOT NULL, last_day DATE NOT NULL,
    score DOUBLE NOT NULL, probability DOUBLE, baseline DOUBLE NOT NULL, observed DOUBLE NOT NULL, attention DOUBLE NOT NULL,
    reason VARCHAR NOT NULL, thin VARCHAR,
    -- The whole record as JSON: its parts, and the acts that weigh most with their sentences and sources.
    record VARCHAR NOT NULL,
    -- The day as of which it was made (NULL: all that was there), when, and by which Riftline.
    as_of DATE, made TIMESTAMP NOT NULL, riftline VARCHAR NOT NULL);
