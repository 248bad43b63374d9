-- full-text search
-- A sentence of an article, cut from its text when it is shown (its title has no offsets), or the words of an imported event, which has no article.
CREATE TABLE sentences (
    number BIGINT NOT NULL, article VARCHAR, event VARCHAR, first INTEGER, last INTEGER, published DATE, publisher VARCHAR,
    -- Folded, each between spaces: phrases and beginnings of words are looked for in them. Then how many of them are indexed.
    words VARCHAR NOT NULL, terms INTEGER NOT NULL);
CREATE TABLE postings (term VARCHAR NOT NULL, sentence BIGINT NOT NULL, count INTEGER NOT NULL);
