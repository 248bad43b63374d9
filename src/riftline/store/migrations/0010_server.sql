-- corrections of fields; webhooks and what is on its way to them
-- What a user has said of one field of an event, by the id of a report of it; a later one outweighs an earlier one. `value` is what was written,
-- `old` what stood there; `columns` is what it comes to as columns of `events`, as JSON, and '{}' for the field 'none': not an event.
CREATE TABLE field_corrections (
    id INTEGER NOT NULL, report VARCHAR NOT NULL, field VARCHAR NOT NULL, old VARCHAR, value VARCHAR, columns VARCHAR NOT NULL,
    note VARCHAR, made TIMESTAMP NOT NULL, token VARCHAR);
-- The secret signs what is sent and has to be known for that; it is never shown again. No kinds: all of them.
CREATE TABLE webhooks (id VARCHAR NOT NULL, url VARCHAR NOT NULL, kinds VARCHAR[] NOT NULL, secret VARCHAR NOT NULL, made TIMESTAMP NOT NULL);
-- What is still to be sent, and what became of what was: `due` is NULL once it has arrived or been given up.
CREATE TABLE deliveries (
    id VARCHAR NOT NULL, webhook VARCHAR NOT NULL, signal VARCHAR NOT NULL, version INTEGER NOT NULL, body VARCHAR NOT NULL,
    tries INTEGER NOT NULL, due TIMESTAMP, problem VARCHAR, arrived TIMESTAMP);
