-- tokens: who may read, write and administer a server
-- Of a token only a hash is kept: it is shown once, when it is made, and nobody can read it here.
CREATE TABLE tokens (
    id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, hash VARCHAR NOT NULL, scopes VARCHAR[] NOT NULL, made TIMESTAMP NOT NULL, expires TIMESTAMP, revoked TIMESTAMP
);
