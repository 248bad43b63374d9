-- how far each input was read
CREATE TABLE inputs (
    -- A file, by its absolute path; as it was when it was last read: bytes, nanoseconds, and a digest of its beginning and end.
    path VARCHAR NOT NULL, size BIGINT NOT NULL, changed BIGINT NOT NULL, mark VARCHAR NOT NULL,
    -- With which column map, given date and version of Riftline, and whether known articles were coded again.
    how VARCHAR NOT NULL, again BOOLEAN NOT NULL,
    -- How far: its members (of an archive) before this one whole, of this one so many lines, rows or records.
    member BIGINT NOT NULL, unit BIGINT NOT NULL, done BOOLEAN NOT NULL,
    -- Whether it is of a format to whose files others append.
    growing BOOLEAN NOT NULL,
    -- What came of it: articles (stored or there already); texts that are no article or not in English; errors.
    articles BIGINT NOT NULL, unfit BIGINT NOT NULL, errors BIGINT NOT NULL,
    read TIMESTAMP NOT NULL);
