"""Full-text search in the database file itself: an inverted index, a small query language, BM25. No extension of DuckDB is needed."""
