-- feeds
-- What is watched, and how well it is. Times are UTC.
CREATE TABLE feeds (
    -- The address as the list has it, without name and password.
    url VARCHAR NOT NULL,
    -- What the list calls it, and what it calls itself.
    name VARCHAR, title VARCHAR, publisher VARCHAR,
    -- The list that names it, and whether it still does.
    list VARCHAR, watched BOOLEAN NOT NULL,
    -- Seconds without a new item after which it is silent; NULL: worked out from its rhythm.
    silent_after BIGINT,
    added TIMESTAMP NOT NULL,
    -- What is sent with the next request, and where to.
    etag VARCHAR, modified VARCHAR, moved_to VARCHAR, gone TIMESTAMP, not_before TIMESTAMP,
    last_checked TIMESTAMP, last_success TIMESTAMP, last_item TIMESTAMP,
    errors_in_a_row INTEGER NOT NULL, last_error VARCHAR, last_error_at TIMESTAMP,
    -- What is wrong with the last document although items could be read.
    fault VARCHAR,
    silent_since TIMESTAMP);
CREATE TABLE feed_items (
    feed VARCHAR NOT NULL, identity VARCHAR NOT NULL,
    link VARCHAR, title VARCHAR, published DATE,
    -- The text that the feed itself carries; kept until the item is settled.
    content VARCHAR,
    -- When it was first seen, where among those new with it, and when it appeared as far as that can be told.
    first_seen TIMESTAMP NOT NULL, position INTEGER NOT NULL, appeared TIMESTAMP NOT NULL,
    -- waiting, stored, same, skipped or failed; a failed item is tried again until it has had its tries.
    outcome VARCHAR NOT NULL, reason VARCHAR, tries INTEGER NOT NULL, tried TIMESTAMP, article VARCHAR);
