"""Relations between actors: what they do to each other by day, what binds them and what divides them."""
