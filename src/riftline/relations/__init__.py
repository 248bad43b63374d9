"""Relations between actors: what binds them and what divides them on a day."""
