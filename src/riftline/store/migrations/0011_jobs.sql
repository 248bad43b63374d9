-- jobs of the server; which signals webhooks know of
-- A job as it was last written down: when it was taken on, begun and ended, and every few seconds in between. `options`, `result` and `progress` are JSON.
-- `told` holds what it said, a JSON object {"kind", "data"} a line.
CREATE TABLE jobs (
    id VARCHAR NOT NULL, kind VARCHAR NOT NULL, state VARCHAR NOT NULL, token VARCHAR, made TIMESTAMP NOT NULL, began TIMESTAMP, ended TIMESTAMP,
    exit INTEGER, options VARCHAR NOT NULL, progress VARCHAR, result VARCHAR, told VARCHAR[] NOT NULL);
-- Signals that a look of the server's has come upon, whether they were sent or too old to be news.
CREATE TABLE signals_seen (id VARCHAR NOT NULL);
-- The last day that the data had when signals were last looked for, and when they were first looked for with that day; no row: never.
CREATE TABLE signals_looked (day DATE NOT NULL, since DATE NOT NULL);
-- What was raised before this was kept is known.
INSERT INTO signals_seen SELECT DISTINCT id FROM signals WHERE as_of IS NULL;
INSERT INTO signals_looked SELECT max(date), today() FROM signals WHERE as_of IS NULL HAVING max(date) IS NOT NULL;
