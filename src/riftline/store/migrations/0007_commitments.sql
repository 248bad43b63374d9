-- commitments of the user's own
-- Pacts and rivalries that a user adds to the tables; dates as they were written: a day, a month or a year, NULL where open.
CREATE TABLE commitments_added (
    id VARCHAR NOT NULL, parties VARCHAR[] NOT NULL, kind VARCHAR NOT NULL, treaty VARCHAR NOT NULL, begins VARCHAR, ends VARCHAR,
    source VARCHAR NOT NULL, note VARCHAR NOT NULL, added TIMESTAMP NOT NULL);
