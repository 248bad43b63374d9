"""Events out of the database, in the formats of the field."""
